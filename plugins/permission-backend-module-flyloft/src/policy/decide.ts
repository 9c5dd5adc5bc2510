import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import type { Role } from '@flyloft/backend-kit';
import { inventoryGuestResourceType } from '@flyloft/plugin-inventory-common';
import { reachOf } from './grants';

/** Who asks, as far as the policy cares. */
export type Caller = {
  roles: readonly Role[];
  /** The user and their groups. */
  ownershipEntityRefs: readonly string[];
};

/** What everybody with a role may see in the catalog: people, and what describes software. */
const openKinds = [
  'User',
  'Group',
  'API',
  'Component',
  'System',
  'Domain',
  'Location',
  'Template',
];

/** Decides one permission. Whatever the table of grants does not give is denied. */
export function decide(permission: Permission, caller: Caller): PolicyDecision {
  const reach = reachOf(permission.name, caller.roles);
  if (reach === 'all') return { result: AuthorizeResult.ALLOW };
  if (reach === 'own' && isResourcePermission(permission)) {
    return narrowToOwn(permission, [...caller.ownershipEntityRefs]);
  }
  return { result: AuthorizeResult.DENY };
}

function narrowToOwn(
  permission: ResourcePermission,
  owners: string[],
): PolicyDecision {
  if (isResourcePermission(permission, RESOURCE_TYPE_CATALOG_ENTITY)) {
    const { isEntityKind, isEntityOwner } = catalogConditions;
    return createCatalogConditionalDecision(permission, {
      anyOf: [
        isEntityKind({ kinds: openKinds }),
        {
          allOf: [
            isEntityKind({ kinds: ['Resource'] }),
            isEntityOwner({ claims: owners }),
          ],
        },
      ],
    });
  }
  if (isResourcePermission(permission, inventoryGuestResourceType)) {
    // Written out: the rule lives in the inventory's backend, which is no library.
    return {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'inventory',
      resourceType: inventoryGuestResourceType,
      conditions: {
        rule: 'IS_OWNED_BY',
        resourceType: inventoryGuestResourceType,
        params: { owners },
      },
    };
  }
  return { result: AuthorizeResult.DENY };
}
