import { TestApiProvider, mockApis } from '@backstage/frontend-test-utils';
import {
  configApiRef,
  discoveryApiRef,
  type IdentityApi,
} from '@backstage/frontend-plugin-api';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { oidcApiRef } from './oidcApi';
import { SignInPage } from './SignInPage';

const session = {
  token: 'token',
  identity: {
    type: 'user' as const,
    userEntityRef: 'user:default/ivo',
    ownershipEntityRefs: [],
  },
};

function renderPage(getBackstageIdentity: jest.Mock) {
  const oidc = {
    getBackstageIdentity,
    getProfile: jest.fn(async () => ({ displayName: 'Ivo Tanner' })),
    getIdToken: jest.fn(),
    signIn: jest.fn(),
    signOut: jest.fn(),
    sessionState$: jest.fn(),
  };
  const onSignInSuccess = jest.fn((_: IdentityApi) => {});
  render(
    <TestApiProvider
      apis={[
        [oidcApiRef, oidc],
        [configApiRef, mockApis.config()],
        [discoveryApiRef, mockApis.discovery()],
      ]}
    >
      <SignInPage onSignInSuccess={onSignInSuccess} />
    </TestApiProvider>,
  );
  return { onSignInSuccess };
}

describe('SignInPage', () => {
  beforeEach(() => window.history.replaceState(null, '', '/guests'));

  it('lets somebody straight in whose session is still open', async () => {
    const getIdentity = jest.fn(async () => session);
    const { onSignInSuccess } = renderPage(getIdentity);
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
    expect(getIdentity).toHaveBeenCalledWith({ optional: true });
    const [identity] = onSignInSuccess.mock.calls[0];
    expect(await identity.getBackstageIdentity()).toEqual(session.identity);
  });

  it('offers one button to everybody else, and leaves for the identity provider', async () => {
    const leaving = new Promise<never>(() => {});
    const getIdentity = jest.fn(async options =>
      options.optional ? undefined : leaving,
    );
    const { onSignInSuccess } = renderPage(getIdentity);
    const buttons = await screen.findAllByRole('button');
    expect(buttons.map(button => button.textContent)).toEqual(['Sign in']);
    await userEvent.click(buttons[0]);
    expect(getIdentity).toHaveBeenLastCalledWith({ instantPopup: true });
    expect(onSignInSuccess).not.toHaveBeenCalled();
  });

  it('shows a refusal once, asks nothing by itself, and offers to sign in again', async () => {
    window.history.replaceState(
      null,
      '',
      '/guests?power=on&error=The+role+%22it%22+needs+a+second+factor.',
    );
    const getIdentity = jest.fn(async () => session);
    renderPage(getIdentity);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You were not signed in. The role "it" needs a second factor.',
    );
    expect(getIdentity).not.toHaveBeenCalled();
    expect(window.location.search).toBe('?power=on');
    const buttons = screen.getAllByRole('button');
    expect(buttons.map(button => button.textContent)).toEqual([
      'Sign in again',
    ]);
  });

  it('says why when signing in fails on the way', async () => {
    const getIdentity = jest.fn(async options => {
      if (options.optional) return undefined;
      throw new Error('The backend does not answer.');
    });
    renderPage(getIdentity);
    await userEvent.click(await screen.findByRole('button'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The backend does not answer.',
    );
  });
});
