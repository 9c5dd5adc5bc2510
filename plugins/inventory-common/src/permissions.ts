import {
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';

import { inventoryGuestResourceType } from './guests/guestResource';
import { machineDecidePermission } from './machines/machinePermission';
import { manualPermissions } from './manual/manualPermissions';

/**
 * To see a guest, its addresses and its history. Conditional: the policy may
 * narrow it to guests with certain owners (rule `IS_OWNED_BY`).
 */
export const guestReadPermission = createPermission({
  name: 'inventory.guest.read',
  attributes: { action: 'read' },
  resourceType: inventoryGuestResourceType,
});

/** To see hosts, clusters, networks, storages, images, platforms and sync runs. */
export const infrastructureReadPermission = createPermission({
  name: 'inventory.infrastructure.read',
  attributes: { action: 'read' },
});

/** To start and cancel a sync. */
export const syncRunPermission = createPermission({
  name: 'inventory.sync.run',
  attributes: { action: 'update' },
});

/** To confirm a held sync, which may delete many guests at once. */
export const syncConfirmPermission = createPermission({
  name: 'inventory.sync.confirm',
  attributes: { action: 'update' },
});

/** To read a guest's answer as its platform gave it, secrets cut. */
export const rawReadPermission = createPermission({
  name: 'inventory.raw.read',
  attributes: { action: 'read' },
});

/** To make, list and revoke the tokens of sources that push and of scripts. */
export const tokenManagePermission = createPermission({
  name: 'inventory.token.manage',
  attributes: { action: 'update' },
});

/** To add, edit, test, disable and remove platforms. */
export const platformManagePermission = createPermission({
  name: 'inventory.platform.manage',
  attributes: { action: 'update' },
});

/** Every permission of the inventory; the policy's table must name them all. */
export const inventoryPermissions: Permission[] = [
  guestReadPermission,
  infrastructureReadPermission,
  syncRunPermission,
  syncConfirmPermission,
  rawReadPermission,
  tokenManagePermission,
  platformManagePermission,
  machineDecidePermission,
  ...manualPermissions,
];
