import { NotAllowedError } from '@backstage/errors';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import { Assurance } from '../mfa/mfaRule';

/** What the identity provider says about somebody, as far as Flyloft asks. */
export type IdentityClaims = {
  subject: string;
  userName: string;
  groups: string[];
  assurance: Assurance;
};

/**
 * Reads the claims of a sign-in or of a renewed session. How somebody signed in
 * stands in the id token only: userinfo may be older than it.
 */
export function readIdentityClaims(result: OidcAuthResult): IdentityClaims {
  const { tokenset, userinfo } = result;
  // A provider need not send an id token when a session is renewed.
  const token = tokenset.id_token ? tokenset.claims() : undefined;
  const userName = userinfo.preferred_username ?? token?.preferred_username;
  if (!userName) {
    throw new NotAllowedError(
      'The identity provider did not say who you are: the claim preferred_username is missing.',
    );
  }
  return {
    subject: userinfo.sub,
    userName,
    groups: stringsOf(userinfo.groups ?? token?.groups),
    assurance: { amr: stringsOf(token?.amr), acr: token?.acr },
  };
}

function stringsOf(claim: unknown): string[] {
  if (typeof claim === 'string') return [claim];
  if (!Array.isArray(claim)) return [];
  return claim.filter(each => typeof each === 'string');
}
