import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { Client } from 'pg';

const pollMilliseconds = 100;

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

/** Waits until the catalog has processed and stitched everything. */
export async function untilSettled(database: Client): Promise<void> {
  for (;;) {
    const { rows } = await database.query<{ left: number }>(
      `select (select count(*) from catalog.refresh_state
          where next_update_at < now() + interval '10 minutes')::int
        + (select count(*) from catalog.stitch_queue)::int as left`,
    );
    if (rows[0]!.left === 0) return;
    await delay(pollMilliseconds);
  }
}

const entityRows = `
  select 'refresh' as kind, entity_id, xmin::text as version from catalog.refresh_state
  union all
  select 'final', entity_id, xmin::text from catalog.final_entities`;

/** Notes the version of every row that the catalog keeps of entities. */
export async function noteEntityRows(database: Client): Promise<void> {
  await database.query(`create temp table noted as ${entityRows}`);
}

/** How many of these rows were written since they were noted. */
export async function writtenEntityRows(database: Client): Promise<number> {
  const { rows } = await database.query<{ written: number }>(
    `select count(*)::int as written
      from noted n full join (${entityRows}) r using (kind, entity_id)
      where n.version is distinct from r.version`,
  );
  return rows[0]!.written;
}
