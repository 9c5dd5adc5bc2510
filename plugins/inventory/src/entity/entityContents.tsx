import type { Entity } from '@backstage/catalog-model';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { shownKindOf } from './shownKind';

/** The live tab on the catalog's pages of what the inventory knows. */
export const entityContents = [
  EntityContentBlueprint.make({
    name: 'inventory',
    params: {
      path: '/inventory',
      title: 'Inventory',
      group: 'overview',
      filter: (entity: Entity) => shownKindOf(entity) !== undefined,
      loader: () =>
        import('./InventoryEntityContent').then(m => (
          <m.InventoryEntityContent />
        )),
    },
  }),
];
