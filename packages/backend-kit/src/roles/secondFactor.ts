import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { isRole, roles as allRoles, type Role } from './roles';

const usualRoles: readonly Role[] = ['admin', 'it', 'ops'];

/**
 * Reads which roles need a second factor (`flyloft.signIn.mfa`); what is left
 * out has the shipped, strict value.
 *
 * @throws InputError for a word that is no role.
 */
export function readSecondFactorRoles(config: Config): readonly Role[] {
  const mfa = config.getOptionalConfig('flyloft.signIn.mfa');
  const named = mfa?.getOptionalStringArray('roles') ?? usualRoles;
  const unknown = named.filter(role => !isRole(role));
  if (unknown.length > 0) {
    throw new InputError(
      `flyloft.signIn.mfa.roles names ${unknown.join(', ')}, which is no role. ` +
        `The roles are ${allRoles.join(', ')}.`,
    );
  }
  const isRequired = mfa?.getOptionalBoolean('required') ?? true;
  return isRequired ? named.filter(isRole) : [];
}

/** Says whether a second factor was proved when a token's session began. */
export interface SecondFactorService {
  /** Who keeps sessions says how it is known. */
  learnFrom(source: (token: string) => Promise<boolean>): void;

  /** False also where nobody keeps sessions: nothing was proved then. */
  isProven(token: string): Promise<boolean>;
}

/** Where sessions tell it, and the policy asks. */
export const secondFactorServiceRef = createServiceRef<SecondFactorService>({
  id: 'flyloft.second-factor',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({ service, deps: {}, factory: secondFactor }),
});

/** One of its own, for the backend and for tests. */
export function secondFactor(): SecondFactorService {
  let ask = async (_token: string) => false;
  return {
    learnFrom(source) {
      ask = source;
    },
    isProven: token => ask(token),
  };
}
