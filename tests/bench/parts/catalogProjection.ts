import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { platformTypesExtensionPoint } from '@flyloft/plugin-inventory-node';
import type { Client } from 'pg';
import {
  newBackend,
  noteEntityRows,
  untilSettled,
  untilVisible,
  writtenEntityRows,
  type BenchBackend,
} from './benchBackend';
import { runPart, tell } from './part';
import { worldOf } from './world';

const pollMilliseconds = 100;

/** What the projection is to do. */
interface ProjectionInput {
  guests: number;
  port: number;
  /** Where the entities go that it made, for the stock provider. */
  entitiesFile: string;
}

// The portal's way: new guests, from the end of their sync until all of them
// are entities; then a sync that finds nothing new.
void runPart<ProjectionInput>(async ({ guests, port, entitiesFile }) => {
  const backend = await newBackend(port);
  const { database } = backend;
  backend.add(import('@flyloft/plugin-inventory-backend'));
  backend.add(import('@flyloft/plugin-catalog-backend-module-inventory'));
  backend.add(generatedPlatform(guests));
  await backend.start();
  const finishedAt = await sync(backend);
  await untilVisible(database, guests);
  tell({ projected: Date.now() - finishedAt });
  await untilSettled(database);
  await noteEntityRows(database);
  await sync(backend);
  await untilFollowed(database);
  await untilSettled(database);
  tell({ unchangedWrites: await writtenEntityRows(database) });
  await writeFile(entitiesFile, JSON.stringify(await entitiesIn(database)));
  return () => backend.close();
});

/** A type of platform whose guests are made up, each time the same ones. */
function generatedPlatform(guests: number) {
  let round = 0;
  const collector = {
    async *collect() {
      yield* worldOf({ guests, round: round++, changeEvery: 0 });
    },
    check: async () => ({
      version: '1',
      identity: 'bench',
      missingPrivileges: [],
    }),
  };
  return createBackendModule({
    pluginId: 'inventory',
    moduleId: 'generated',
    register(reg) {
      reg.registerInit({
        deps: { types: platformTypesExtensionPoint },
        async init({ types }) {
          types.addPlatformType({
            type: 'generated',
            createCollector: () => collector,
          });
        },
      });
    },
  });
}

/** Syncs, and tells when the sync ended. */
async function sync(backend: BenchBackend): Promise<number> {
  const runs = await call<{ items: Array<{ id: string }> }>(
    backend,
    'POST',
    '',
  );
  const { id } = runs.items[0]!;
  for (;;) {
    const run = await call<{ state: string; finishedAt: string | null }>(
      backend,
      'GET',
      `/${id}`,
    );
    if (run.finishedAt) {
      if (run.state === 'succeeded') return Date.parse(run.finishedAt);
      throw new Error(`The sync ended as ${run.state}`);
    }
    await delay(pollMilliseconds);
  }
}

async function call<T>(
  { url, token }: BenchBackend,
  method: string,
  path: string,
): Promise<T> {
  const answer = await fetch(`${url}/api/inventory/sync-runs${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
    ...(method === 'POST' && { body: '{}' }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
  return JSON.parse(text) as T;
}

/** Waits until the projection has looked at the feed once from start to end. */
async function untilFollowed(database: Client): Promise<void> {
  const seen = new Set<string>();
  // The first one may have begun before the sync ended, the second did not.
  while (seen.size < 3) {
    const { rows } = await database.query<{ next: string }>(
      `select next_run_start_at::text as next from catalog.backstage_backend_tasks__tasks
        where id = 'flyloft-inventory-follow'`,
    );
    seen.add(rows[0]!.next);
    await delay(pollMilliseconds);
  }
}

async function entitiesIn(database: Client): Promise<unknown[]> {
  const { rows } = await database.query<{ entity: string }>(
    `select unprocessed_entity as entity from catalog.refresh_state
      where location_key = 'flyloft-inventory' order by entity_ref`,
  );
  return rows.map(row => JSON.parse(row.entity));
}
