import { UserIdentity } from '@backstage/core-components';
import {
  configApiRef,
  discoveryApiRef,
  useApi,
  type IdentityApi,
} from '@backstage/frontend-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { oidcApiRef, scopes } from './oidcApi';
import { startAddress, withoutError } from './startAddress';

/** Where signing in stands. */
export type SignInState =
  /** Whether somebody is signed in already is being found out. */
  | { step: 'checking' }
  | { step: 'signed-out'; problem: string | undefined }
  /** The browser is on its way to the identity provider. */
  | { step: 'leaving' };

/**
 * Finds out whether a session is still open, and begins a new one when asked.
 * A refusal by the backend comes back in the address, from where it is taken
 * off, so that a link copied later does not carry it.
 */
export function useSignIn(onSignInSuccess: (identity: IdentityApi) => void): {
  state: SignInState;
  signIn: () => void;
  /** Asks for the form, also when the identity provider knows who this is. */
  signInAgain: () => void;
} {
  const oidc = useApi(oidcApiRef);
  const discovery = useApi(discoveryApiRef);
  const config = useApi(configApiRef);
  const [state, setState] = useState<SignInState>({ step: 'checking' });
  const begun = useRef(false);

  const fail = useCallback((error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    setState({ step: 'signed-out', problem });
  }, []);

  const enter = useCallback(
    async (how: { optional: true } | { instantPopup: true }) => {
      const session = await oidc.getBackstageIdentity(how);
      if (!session) return false;
      onSignInSuccess(
        UserIdentity.create({
          identity: session.identity,
          authApi: oidc,
          profile: await oidc.getProfile(),
        }),
      );
      return true;
    },
    [oidc, onSignInSuccess],
  );

  useEffect(() => {
    // Once, also where React runs effects twice.
    if (begun.current) return;
    begun.current = true;
    const { href } = window.location;
    const refusal = new URL(href).searchParams.get('error');
    if (refusal !== null) {
      window.history.replaceState(null, '', withoutError(href));
      fail(new Error(refusal));
      return;
    }
    enter({ optional: true })
      .then(entered => {
        if (!entered) setState({ step: 'signed-out', problem: undefined });
      })
      .catch(fail);
  }, [enter, fail]);

  const signIn = useCallback(() => {
    setState({ step: 'leaving' });
    enter({ instantPopup: true }).catch(fail);
  }, [enter, fail]);

  const signInAgain = useCallback(() => {
    setState({ step: 'leaving' });
    discovery
      .getBaseUrl('auth')
      .then(authBaseUrl => {
        window.location.assign(
          startAddress({
            authBaseUrl,
            environment:
              config.getOptionalString('auth.environment') ?? 'development',
            scopes,
            returnTo: window.location.href,
          }),
        );
      })
      .catch(fail);
  }, [discovery, config, fail]);

  return { state, signIn, signInAgain };
}
