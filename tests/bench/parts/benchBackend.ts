import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { Client } from 'pg';

const pollMilliseconds = 100;
const quietPolls = 20;

/** A backend with a catalog on a database of its own, stock but for what is added. */
export interface BenchBackend {
  database: Client;
  url: string;
  /** What scripts authenticate with. */
  token: string;
  add: ReturnType<typeof createBackend>['add'];
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Makes such a backend; it listens where it was told. */
export async function newBackend(port: number): Promise<BenchBackend> {
  const server = new URL(process.env.FLYLOFT_TEST_DATABASE_URL!);
  const admin = new Client(server.href);
  await admin.connect();
  const name = `bench_${randomBytes(6).toString('hex')}`;
  await admin.query(`create database ${name}`);
  server.pathname = `/${name}`;
  const database = new Client(server.href);
  await database.connect();
  const url = `http://localhost:${port}`;
  const token = randomBytes(16).toString('hex');
  const backend = createBackend();
  const data = configuration({ url, port, token, database: server.href });
  backend.add(mockServices.rootConfig.factory({ data }));
  backend.add(import('@backstage/plugin-catalog-backend'));
  return {
    database,
    url,
    token,
    add: backend.add.bind(backend),
    start: async () => {
      await backend.start();
    },
    async close() {
      await backend.stop();
      await database.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

function configuration(to: {
  url: string;
  port: number;
  token: string;
  database: string;
}) {
  return {
    app: { baseUrl: to.url },
    backend: {
      baseUrl: to.url,
      listen: { host: '127.0.0.1', port: to.port },
      database: {
        client: 'pg',
        pluginDivisionMode: 'schema',
        connection: to.database,
        knexConfig: { pool: { min: 0, max: 10 } },
      },
      auth: {
        externalAccess: [
          { type: 'static', options: { token: to.token, subject: 'bench' } },
        ],
      },
    },
    catalog: { processingInterval: { hours: 12 } },
    inventory: {
      platforms: [
        {
          id: 'generated',
          type: 'generated',
          generated: {},
          schedule: { frequency: { days: 1 }, initialDelay: { days: 1 } },
        },
      ],
    },
  };
}

/** Waits until so many guests are entities that readers see. */
export async function untilVisible(
  database: Client,
  guests: number,
): Promise<void> {
  for (;;) {
    const { rows } = await database.query<{ count: number }>(
      `select count(*)::int as count from catalog.final_entities
        where entity_ref like 'resource:default/guest-%' and final_entity is not null`,
    );
    if (rows[0]!.count >= guests) return;
    await delay(pollMilliseconds);
  }
}

/** How many rows of its entities the catalog has written so far. */
export async function catalogWrites(database: Client): Promise<number> {
  const { rows } = await database.query<{ writes: number }>(
    `select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as writes
      from pg_stat_user_tables where schemaname = 'catalog'
        and relname in ('refresh_state', 'refresh_state_references', 'final_entities')`,
  );
  return rows[0]!.writes;
}

/** Waits until the catalog writes nothing any more. */
export async function untilQuiet(database: Client): Promise<void> {
  let last = -1;
  for (let quiet = 0; quiet < quietPolls; quiet++) {
    const writes = await catalogWrites(database);
    if (writes !== last) quiet = 0;
    last = writes;
    await delay(pollMilliseconds);
  }
}
