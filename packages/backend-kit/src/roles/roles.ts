import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** The roles that rights and the multi-factor rule speak about, strongest first. */
export const roles = [
  'admin',
  'it',
  'ops',
  'org-admin',
  'vdc-admin',
  'engineer',
  'viewer',
] as const;

/** What somebody is to Flyloft. One person may hold several roles, or none. */
export type Role = (typeof roles)[number];

/** The catalog groups that hold each role, as full entity refs. */
export type RoleGroups = Readonly<Record<Role, readonly string[]>>;

/** Whether a word of the configuration names a role. */
export function isRole(word: string): word is Role {
  return (roles as readonly string[]).includes(word);
}

/**
 * Reads `flyloft.roles`. A role that is left out is held by nobody; a role that
 * does not exist is refused, because its group would silently have no rights.
 */
export function readRoleGroups(config: Config): RoleGroups {
  const section = config.getOptionalConfig('flyloft.roles');
  const unknown = section?.keys().filter(key => !isRole(key)) ?? [];
  if (unknown.length > 0) {
    throw new InputError(
      `flyloft.roles names ${unknown.join(', ')}, which is no role. ` +
        `The roles are ${roles.join(', ')}.`,
    );
  }
  const groupsOf = (role: Role) =>
    (section?.getOptionalStringArray(role) ?? []).map(toGroupRef);
  return Object.fromEntries(
    roles.map(role => [role, groupsOf(role)]),
  ) as Record<Role, string[]>;
}

/** The roles that membership in these groups gives, strongest first. */
export function rolesOf(
  memberships: Iterable<string>,
  roleGroups: RoleGroups,
): Role[] {
  const held = new Set(
    [...memberships].map(ref => ref.toLocaleLowerCase('en-US')),
  );
  return roles.filter(role => roleGroups[role].some(group => held.has(group)));
}

/**
 * The catalog's ref for a group as an identity provider names it: `engineers`,
 * or with its path `/teams/team-web`, whose last part is the group's name.
 */
export function groupRefOfClaim(claim: string): string {
  const name = claim.split('/').filter(Boolean).at(-1) ?? '';
  return stringifyEntityRef({
    kind: 'group',
    namespace: DEFAULT_NAMESPACE,
    // The same replacement as the directory's import makes in entity names.
    name: name.replace(/[^a-zA-Z0-9\-_.]/g, '-'),
  });
}

function toGroupRef(text: string): string {
  const ref = parseEntityRef(text, {
    defaultKind: 'group',
    defaultNamespace: DEFAULT_NAMESPACE,
  });
  if (ref.kind.toLocaleLowerCase('en-US') !== 'group') {
    throw new InputError(
      `flyloft.roles gives a role to ${text}; only groups hold roles.`,
    );
  }
  return stringifyEntityRef(ref);
}
