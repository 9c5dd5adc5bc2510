import {
  createConditionTransformer,
  createPermissionResourceRef,
  createPermissionRule,
  type ConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  inventoryGuestResourceType,
  type Guest,
} from '@flyloft/plugin-inventory-common';
import { z } from 'zod';
import type { OwnedBy } from './scope';

/** Guests as the permission framework knows them. */
export const guestResourceRef = createPermissionResourceRef<
  Pick<Guest, 'id' | 'ownerRef' | 'technicalOwner' | 'businessOwner'>,
  OwnedBy
>().with({ pluginId: 'inventory', resourceType: inventoryGuestResourceType });

/** Allows guests that one of those named owns, in either role. */
export const isOwnedBy = createPermissionRule({
  name: 'IS_OWNED_BY',
  description: 'Allow guests with one of these owners',
  resourceRef: guestResourceRef,
  paramsSchema: z.object({
    owners: z
      .array(z.string())
      .describe('Entity references of users and groups'),
  }),
  apply: (guest, { owners }) =>
    [
      guest.ownerRef,
      guest.technicalOwner?.ref ?? null,
      guest.businessOwner?.ref ?? null,
    ].some(ref => ref !== null && owners.includes(ref)),
  toQuery: ({ owners }) => ({ owners }),
});

/** Every rule a policy may put on guests. */
export const guestRules = [isOwnedBy];

/** Reads the policy's conditions as criteria on owners. */
export const ownedByCriteriaOf: ConditionTransformer<OwnedBy> =
  createConditionTransformer([isOwnedBy]);
