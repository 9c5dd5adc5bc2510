import type { LabGroup, LabUser, People } from '../directory/people.ts';

/** A user as Keycloak's admin API shows it. */
export function userRepresentation(user: LabUser, options: { brief: boolean }) {
  const brief = {
    id: user.id,
    username: user.username,
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    emailVerified: true,
    enabled: true,
    totp: user.secondFactor,
    createdTimestamp: user.createdTimestamp,
  };
  if (options.brief) return brief;
  return {
    ...brief,
    disableableCredentialTypes: user.secondFactor ? ['otp'] : [],
    requiredActions: [],
    notBefore: 0,
    attributes: {},
  };
}

/** A group as Keycloak's admin API shows it: its subgroups are counted, not listed. */
export function groupRepresentation(
  group: LabGroup,
  people: People,
  options: { brief: boolean },
) {
  const parent = people.groups.find(each => each.name === group.parent);
  const brief = {
    id: group.id,
    name: group.name,
    path: parent ? `/${parent.name}/${group.name}` : `/${group.name}`,
    ...(parent && { parentId: parent.id }),
    subGroupCount: people.groups.filter(each => each.parent === group.name)
      .length,
    subGroups: [],
  };
  if (options.brief) return brief;
  return { ...brief, attributes: {}, realmRoles: [], clientRoles: {} };
}
