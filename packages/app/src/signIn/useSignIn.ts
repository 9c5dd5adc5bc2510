import { UserIdentity } from '@backstage/core-components';
import {
  configApiRef,
  discoveryApiRef,
  useApi,
  type DiscoveryApi,
  type IdentityApi,
} from '@backstage/frontend-plugin-api';
import type { SessionEndAnswer } from '@flyloft/plugin-sessions-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { recallSignedOut } from '../account/signedOut';
import {
  endWords,
  recallSession,
  rememberSession,
} from '../session/knownSession';
import { oidcApiRef, scopes } from './oidcApi';
import { startAddress, withoutError } from './startAddress';

/** Where signing in stands. */
export type SignInState =
  /** Whether somebody is signed in already is being found out. */
  | { step: 'checking' }
  | {
      step: 'signed-out';
      problem: string | undefined;
      justLeft: boolean;
      /** Why the session that was open is over, where it ended by itself. */
      ended?: string;
    }
  /** The browser is on its way to the identity provider. */
  | { step: 'leaving' };

/**
 * Finds out whether a session is still open, and begins a new one when asked.
 * A refusal by the backend comes back in the address, from where it is taken
 * off, so that a link copied later does not carry it.
 *
 * Where it is known that there is no session none is asked for: the backend
 * answers that with 401, which the browser writes into its console.
 */
export function useSignIn(
  onSignInSuccess: (identity: IdentityApi) => void,
  leaveFor: (address: string) => void = address =>
    window.location.assign(address),
): {
  state: SignInState;
  signIn: () => void;
} {
  const oidc = useApi(oidcApiRef);
  const discovery = useApi(discoveryApiRef);
  const config = useApi(configApiRef);
  const [state, setState] = useState<SignInState>({ step: 'checking' });
  const begun = useRef(false);

  const fail = useCallback((error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    setState({ step: 'signed-out', problem, justLeft: false });
  }, []);

  const enter = useCallback(async () => {
    const session = await oidc.getBackstageIdentity({ optional: true });
    if (!session) return false;
    rememberSession(localStorage, session.token);
    onSignInSuccess(
      UserIdentity.create({
        identity: session.identity,
        authApi: oidc,
        profile: await oidc.getProfile(),
      }),
    );
    return true;
  }, [oidc, onSignInSuccess]);

  useEffect(() => {
    // Once, also where React runs effects twice.
    if (begun.current) return;
    begun.current = true;
    const { href } = window.location;
    const justLeft = recallSignedOut(sessionStorage);
    const refusal = new URL(href).searchParams.get('error');
    if (refusal !== null) {
      window.history.replaceState(null, '', withoutError(href));
      fail(new Error(refusal));
      return;
    }
    const signedOut = { step: 'signed-out', problem: undefined } as const;
    if (justLeft) {
      setState({ ...signedOut, justLeft });
      return;
    }
    enter()
      .then(async entered => {
        if (entered) return;
        const ended = await whyEnded(discovery);
        setState({ ...signedOut, justLeft, ended });
      })
      .catch(fail);
  }, [enter, fail, discovery]);

  const afterRefusal =
    state.step === 'signed-out' && state.problem !== undefined;
  const signIn = useCallback(() => {
    setState({ step: 'leaving' });
    discovery
      .getBaseUrl('auth')
      .then(authBaseUrl =>
        leaveFor(
          startAddress({
            authBaseUrl,
            environment:
              config.getOptionalString('auth.environment') ?? 'development',
            scopes,
            returnTo: window.location.href,
            afterRefusal,
          }),
        ),
      )
      .catch(fail);
  }, [discovery, config, fail, leaveFor, afterRefusal]);

  return { state, signIn };
}

/** Why the session that this browser was in is over; it is no matter if not known. */
async function whyEnded(discovery: DiscoveryApi): Promise<string | undefined> {
  const id = recallSession(localStorage);
  if (!id) return undefined;
  try {
    // Without a token: there is none any more.
    const base = await discovery.getBaseUrl('sessions');
    const answer = await fetch(`${base}/ended/${encodeURIComponent(id)}`, {
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok
      ? endWords((await answer.json()) as SessionEndAnswer)
      : undefined;
  } catch {
    return undefined;
  }
}
