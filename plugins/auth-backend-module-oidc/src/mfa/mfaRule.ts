import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { isRole, Role, roles as allRoles } from '@flyloft/backend-kit';

/** Whom the multi-factor rule binds, and what proves a second factor. */
export type MfaPolicy = {
  required: boolean;
  roles: readonly Role[];
  claims: { amr: readonly string[]; acr: readonly string[] };
};

/** How somebody proved who they are, in the identity provider's words. */
export type Assurance = { amr: readonly string[]; acr: string | undefined };

/** What the rule says of one sign-in. */
export type MfaVerdict =
  | { outcome: 'proven' | 'not-required' }
  | { outcome: 'missing'; because: Role };

const shippedRoles: Role[] = ['admin', 'it', 'ops'];
const shippedMethods = ['mfa', 'otp', 'hwk'];

/** Reads `flyloft.signIn.mfa`; what is left out has the shipped, strict value. */
export function readMfaPolicy(config: Config): MfaPolicy {
  const mfa = config.getOptionalConfig('flyloft.signIn.mfa');
  const roles = mfa?.getOptionalStringArray('roles') ?? shippedRoles;
  const unknown = roles.filter(role => !isRole(role));
  if (unknown.length > 0) {
    throw new InputError(
      `flyloft.signIn.mfa.roles names ${unknown.join(', ')}, which is no role. ` +
        `The roles are ${allRoles.join(', ')}.`,
    );
  }
  return {
    required: mfa?.getOptionalBoolean('required') ?? true,
    roles: roles.filter(isRole),
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

  const because = policy.required
    ? held.find(role => policy.roles.includes(role))
    : undefined;
  return because
    ? { outcome: 'missing', because }
    : { outcome: 'not-required' };
}
