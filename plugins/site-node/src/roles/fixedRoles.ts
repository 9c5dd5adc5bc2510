import { rolesOf, type RoleGroups } from '@flyloft/backend-kit';
import type { RoleService } from './RoleService';

/** Roles that never change, for tests: these groups hold them. */
export function fixedRoles(roleGroups: RoleGroups): RoleService {
  return {
    rolesOf: async memberships => rolesOf(memberships, roleGroups),
    forget() {},
  };
}
