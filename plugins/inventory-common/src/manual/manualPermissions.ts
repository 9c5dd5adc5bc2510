import { createPermission } from '@backstage/plugin-permission-common';
import { inventoryGuestResourceType } from '../guests/guestResource';

/**
 * To add notes, tags and values of custom fields to a guest. Conditional: the
 * policy may narrow it to guests with certain owners.
 */
export const guestEditPermission = createPermission({
  name: 'inventory.guest.edit',
  attributes: { action: 'update' },
  resourceType: inventoryGuestResourceType,
});

/**
 * To show another value than the platform's, and to say who owns a guest,
 * which addresses it has, its project and its stage: what others rely on.
 */
export const guestOverridePermission = createPermission({
  name: 'inventory.guest.override',
  attributes: { action: 'update' },
});

/** To delete guests by hand, and to restore what was deleted so. */
export const guestDeletePermission = createPermission({
  name: 'inventory.guest.delete',
  attributes: { action: 'delete' },
});

/** To define, change, remove and restore custom fields. */
export const customFieldManagePermission = createPermission({
  name: 'inventory.customField.manage',
  attributes: { action: 'update' },
});

/** Every permission on what people add. */
export const manualPermissions = [
  guestEditPermission,
  guestOverridePermission,
  guestDeletePermission,
  customFieldManagePermission,
];
