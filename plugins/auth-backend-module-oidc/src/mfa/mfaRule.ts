import { Config } from '@backstage/config';
import { readSecondFactorRoles, type Role } from '@flyloft/backend-kit';

/** Whom the multi-factor rule binds, and what proves a second factor. */
export type MfaPolicy = {
  roles: readonly Role[];
  claims: { amr: readonly string[]; acr: readonly string[] };
};

/** How somebody proved who they are, in the identity provider's words. */
export type Assurance = { amr: readonly string[]; acr: string | undefined };

/** What the rule says of one sign-in. */
export type MfaVerdict =
  | { outcome: 'proven' | 'not-required' }
  | { outcome: 'missing'; because: Role };

const shippedMethods = ['mfa', 'otp', 'hwk'];

/** Reads `flyloft.signIn.mfa`; what is left out has the shipped, strict value. */
export function readMfaPolicy(config: Config): MfaPolicy {
  const mfa = config.getOptionalConfig('flyloft.signIn.mfa');
  return {
    roles: readSecondFactorRoles(config),
    claims: {
      amr: mfa?.getOptionalStringArray('claims.amr') ?? shippedMethods,
      acr: mfa?.getOptionalStringArray('claims.acr') ?? [],
    },
  };
}

/**
 * Decides whether somebody with these roles may come in. One role that needs a
 * second factor is enough to need it, however many others do not.
 */
export function judgeMfa(
  held: readonly Role[],
  assurance: Assurance,
  policy: MfaPolicy,
): MfaVerdict {
  const { amr, acr } = policy.claims;
  const proven =
    assurance.amr.some(method => amr.includes(method)) ||
    (assurance.acr !== undefined && acr.includes(assurance.acr));
  if (proven) return { outcome: 'proven' };

  const because = held.find(role => policy.roles.includes(role));
  return because
    ? { outcome: 'missing', because }
    : { outcome: 'not-required' };
}
