import { TestApiProvider, mockApis } from '@backstage/frontend-test-utils';
import {
  configApiRef,
  discoveryApiRef,
  type DiscoveryApi,
  type IdentityApi,
} from '@backstage/frontend-plugin-api';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { rememberSignedOut } from '../account/signedOut';
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

function renderPage(
  getBackstageIdentity: jest.Mock,
  discovery: DiscoveryApi = mockApis.discovery(),
) {
  const oidc = {
    getBackstageIdentity,
    getProfile: jest.fn(async () => ({ displayName: 'Ivo Tanner' })),
    getIdToken: jest.fn(),
    signIn: jest.fn(),
    signOut: jest.fn(),
    sessionState$: jest.fn(),
  };
  const onSignInSuccess = jest.fn((_: IdentityApi) => {});
  const leaveFor = jest.fn((_: string) => {});
  render(
    <TestApiProvider
      apis={[
        [oidcApiRef, oidc],
        [configApiRef, mockApis.config()],
        [discoveryApiRef, discovery],
      ]}
    >
      <SignInPage onSignInSuccess={onSignInSuccess} leaveFor={leaveFor} />
    </TestApiProvider>,
  );
  return { onSignInSuccess, leaveFor };
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
    const getIdentity = jest.fn(async () => undefined);
    const { onSignInSuccess, leaveFor } = renderPage(getIdentity);
    const buttons = await screen.findAllByRole('button');
    expect(buttons.map(button => button.textContent)).toEqual(['Sign in']);
    await userEvent.click(buttons[0]);
    await waitFor(() => expect(leaveFor).toHaveBeenCalledTimes(1));
    expect(leaveFor.mock.calls[0][0]).toMatch(
      /\/oidc\/start\?.*redirectUrl=[^&]*guests/,
    );
    expect(leaveFor.mock.calls[0][0]).not.toMatch(/prompt=/);
    expect(onSignInSuccess).not.toHaveBeenCalled();
    // There is none, as the first answer said: no second 401 in the console.
    expect(getIdentity).toHaveBeenCalledTimes(1);
  });

  it('asks for no session after somebody chose to leave', async () => {
    rememberSignedOut(sessionStorage);
    const getIdentity = jest.fn(async () => session);
    const { onSignInSuccess } = renderPage(getIdentity);
    expect(
      await screen.findByRole('heading', { name: 'You are signed out' }),
    ).toBeInTheDocument();
    expect(getIdentity).not.toHaveBeenCalled();
    expect(onSignInSuccess).not.toHaveBeenCalled();
  });

  it('shows a refusal once, asks nothing by itself, and offers to sign in again', async () => {
    window.history.replaceState(
      null,
      '',
      '/guests?power=on&error=The+role+%22it%22+needs+a+second+factor.',
    );
    const getIdentity = jest.fn(async () => session);
    const { leaveFor } = renderPage(getIdentity);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You were not signed in. The role "it" needs a second factor.',
    );
    expect(getIdentity).not.toHaveBeenCalled();
    expect(window.location.search).toBe('?power=on');
    const buttons = screen.getAllByRole('button');
    expect(buttons.map(button => button.textContent)).toEqual([
      'Sign in again',
    ]);
    await userEvent.click(buttons[0]);
    await waitFor(() => expect(leaveFor).toHaveBeenCalledTimes(1));
    expect(leaveFor.mock.calls[0][0]).toMatch(/prompt=login/);
  });

  it('says why a session is over that ended without its owner', async () => {
    localStorage.setItem('flyloft.session', 's1');
    const asked = jest.spyOn(globalThis, 'fetch').mockResolvedValue({
      ok: true,
      json: async () => ({
        end: 'ended',
        endedAt: '2026-11-21T20:00:00Z',
        endedBy: 'user:default/ida',
      }),
    } as Response);
    renderPage(jest.fn(async () => undefined));
    expect(await screen.findByRole('status')).toBeInTheDocument();
    expect(
      await screen.findByText('Your session was ended by ida.'),
    ).toBeInTheDocument();
    expect(asked.mock.calls.map(([address]) => address)).toContainEqual(
      expect.stringMatching(/sessions\/ended\/s1$/),
    );
    expect(localStorage.getItem('flyloft.session')).toBeNull();
    asked.mockRestore();
  });

  it('goes by the name that the portal was given, and says whose it is', async () => {
    const asked = jest.spyOn(globalThis, 'fetch').mockResolvedValue({
      ok: true,
      json: async () => ({
        portal: 'Cloud desk',
        organization: 'Example Ltd',
      }),
    } as Response);
    renderPage(jest.fn(async () => undefined));
    expect(
      await screen.findByRole('heading', { name: 'Sign in to Cloud desk' }),
    ).toBeInTheDocument();
    expect(screen.getByText('Example Ltd')).toBeInTheDocument();
    expect(document.title).toBe('Sign in · Cloud desk');
    asked.mockRestore();
  });

  it('says why when signing in fails on the way', async () => {
    renderPage(
      jest.fn(async () => undefined),
      {
        getBaseUrl: async () => {
          throw new Error('The backend does not answer.');
        },
      },
    );
    await userEvent.click(await screen.findByRole('button'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The backend does not answer.',
    );
  });
});
