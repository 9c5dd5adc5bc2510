import {
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogLocationReadPermission,
} from '@backstage/plugin-catalog-common/alpha';
import type { Role } from '@flyloft/backend-kit';
import {
  auditReadPermission,
  auditVerifyPermission,
} from '@flyloft/plugin-audit-common';
import {
  customFieldManagePermission,
  guestDeletePermission,
  guestEditPermission,
  guestOverridePermission,
  guestReadPermission,
  infrastructureReadPermission,
  machineDecidePermission,
  platformManagePermission,
  rawReadPermission,
  syncConfirmPermission,
  syncRunPermission,
  tokenManagePermission,
} from '@flyloft/plugin-inventory-common';
import {
  sessionEndPermission,
  sessionReadPermission,
} from '@flyloft/plugin-sessions-common';
import {
  siteReadPermission,
  siteSecretsManagePermission,
  siteRolesManagePermission,
  siteSettingsManagePermission,
  siteUsersReadPermission,
} from '@flyloft/plugin-site-common';

/** How far a permission reaches: everywhere, or to what the caller's groups own. */
export type Reach = 'all' | 'own';

type Grant = Partial<Record<Role, Reach>>;

const everyone: Grant = { admin: 'all', it: 'all', ops: 'all', viewer: 'all' };
const tenants: Grant = {
  'org-admin': 'own',
  'vdc-admin': 'own',
  engineer: 'own',
};

/**
 * Who may do what. This table is the policy: a permission that is not in it,
 * and a role that is not named beside it, is denied.
 */
export const grants: Readonly<Record<string, Grant>> = {
  [guestReadPermission.name]: { ...everyone, ...tenants },
  [guestEditPermission.name]: {
    admin: 'all',
    it: 'all',
    ops: 'all',
    ...tenants,
  },
  [guestOverridePermission.name]: { admin: 'all', it: 'all', ops: 'all' },
  [guestDeletePermission.name]: { admin: 'all', it: 'all', ops: 'all' },
  [machineDecidePermission.name]: { admin: 'all', it: 'all', ops: 'all' },
  [customFieldManagePermission.name]: { admin: 'all', it: 'all' },
  [infrastructureReadPermission.name]: everyone,
  [syncRunPermission.name]: { admin: 'all', it: 'all', ops: 'all' },
  [syncConfirmPermission.name]: { admin: 'all', it: 'all', ops: 'all' },
  [rawReadPermission.name]: { admin: 'all', it: 'all' },
  [tokenManagePermission.name]: { admin: 'all', it: 'all' },
  [platformManagePermission.name]: { admin: 'all', it: 'all' },

  [auditReadPermission.name]: { admin: 'all', it: 'all', ops: 'all' },
  [auditVerifyPermission.name]: { admin: 'all', it: 'all' },

  [sessionReadPermission.name]: { admin: 'all', it: 'all' },
  [sessionEndPermission.name]: { admin: 'all', it: 'all' },

  [siteReadPermission.name]: { admin: 'all', it: 'all' },
  [siteSettingsManagePermission.name]: { admin: 'all' },
  [siteSecretsManagePermission.name]: { admin: 'all' },
  [siteUsersReadPermission.name]: { admin: 'all', it: 'all' },
  [siteRolesManagePermission.name]: { admin: 'all' },

  [catalogEntityReadPermission.name]: { ...everyone, ...tenants },
  [catalogEntityRefreshPermission.name]: { admin: 'all', it: 'all' },
  [catalogLocationReadPermission.name]: { admin: 'all' },
};

/** How far these roles reach with a permission, the widest first; undefined is not at all. */
export function reachOf(
  permissionName: string,
  held: readonly Role[],
): Reach | undefined {
  const grant = Object.hasOwn(grants, permissionName)
    ? grants[permissionName]
    : undefined;
  const reaches = held.map(role => grant?.[role]);
  if (reaches.includes('all')) return 'all';
  return reaches.includes('own') ? 'own' : undefined;
}
