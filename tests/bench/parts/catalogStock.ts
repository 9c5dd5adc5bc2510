import { readFile } from 'node:fs/promises';
import { createBackendModule } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import {
  catalogProcessingExtensionPoint,
  type EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { InventoryRelationsProcessor } from '../../../plugins/catalog-backend-module-inventory/src/relations/InventoryRelationsProcessor';
import { newBackend, untilVisible } from './benchBackend';
import { runPart, tell } from './part';

/** What the stock provider is to do. */
interface StockInput {
  guests: number;
  port: number;
  entitiesFile: string;
}

// The stock way: one provider that hands over everything at once.
void runPart<StockInput>(async ({ guests, port, entitiesFile }) => {
  const entities: Entity[] = JSON.parse(await readFile(entitiesFile, 'utf8'));
  const backend = await newBackend(port);
  let connection: EntityProviderConnection | undefined;
  backend.add(
    createBackendModule({
      pluginId: 'catalog',
      moduleId: 'stock',
      register(reg) {
        reg.registerInit({
          deps: { catalog: catalogProcessingExtensionPoint },
          async init({ catalog }) {
            // Without it the entities would have fewer relations to write.
            catalog.addProcessor(new InventoryRelationsProcessor());
            catalog.addEntityProvider({
              getProviderName: () => 'stock',
              connect: async given => {
                connection = given;
              },
            });
          },
        });
      },
    }),
  );
  await backend.start();
  const began = Date.now();
  await connection!.applyMutation({
    type: 'full',
    entities: entities.map(entity => ({ entity, locationKey: 'stock' })),
  });
  await untilVisible(backend.database, guests);
  tell({ stock: Date.now() - began });
  return () => backend.close();
});
