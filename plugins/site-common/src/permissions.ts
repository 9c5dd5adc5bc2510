import {
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';

/** To see the settings of the site and how the secret store is. */
export const siteReadPermission = createPermission({
  name: 'site.read',
  attributes: { action: 'read' },
});

/** To change the settings of the site. */
export const siteSettingsManagePermission = createPermission({
  name: 'site.settings.manage',
  attributes: { action: 'update' },
});

/** To rotate keys of secrets and to move secrets to another store. */
export const siteSecretsManagePermission = createPermission({
  name: 'site.secrets.manage',
  attributes: { action: 'update' },
});

/** To see who there is, which roles they hold and who gave them. */
export const siteUsersReadPermission = createPermission({
  name: 'site.users.read',
  attributes: { action: 'read' },
});

/** To give roles in the portal and to take them back. */
export const siteRolesManagePermission = createPermission({
  name: 'site.roles.manage',
  attributes: { action: 'update' },
});

/** Every permission of the site; the policy's table must name them all. */
export const sitePermissions: Permission[] = [
  siteReadPermission,
  siteSettingsManagePermission,
  siteSecretsManagePermission,
  siteUsersReadPermission,
  siteRolesManagePermission,
];
