import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { InputError } from '@backstage/errors';
import type { UnreachableScope } from '@flyloft/plugin-inventory-node';
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyChunks, type StagedValue } from './copyText';
import { guestRowColumns } from './guestRecord';
import { thingTables, type ThingField } from './things';

type StagedKind = 'guests' | keyof typeof thingTables;

/** The names of one run's staging tables. */
export type StagingTables = Record<StagedKind | 'unreachable', string>;

/** The staging tables of a run; only this run's own id is in their names. */
export function stagingTables(runId: string): StagingTables {
  const name = (what: string) => `staged_${BigInt(runId)}_${what}`;
  return {
    guests: name('guests'),
    clusters: name('clusters'),
    hosts: name('hosts'),
    networks: name('networks'),
    storages: name('storages'),
    images: name('images'),
    unreachable: name('unreachable'),
  };
}

interface Column {
  column: string;
  type: string;
}

const columnsOf: Record<keyof StagingTables, readonly Column[]> = {
  guests: guestRowColumns,
  clusters: thingColumns(thingTables.clusters.fields),
  hosts: thingColumns(thingTables.hosts.fields),
  networks: thingColumns(thingTables.networks.fields),
  storages: thingColumns(thingTables.storages.fields),
  images: thingColumns(thingTables.images.fields),
  unreachable: [
    { column: 'scope', type: 'text not null' },
    { column: 'external_id', type: 'text not null' },
    { column: 'reason', type: 'text not null' },
  ],
};

function thingColumns<Observed>(
  fields: ReadonlyArray<ThingField<Observed>>,
): Column[] {
  return [
    { column: 'external_id', type: 'text not null' },
    { column: 'cluster_external_id', type: 'text' },
    { column: 'host_external_id', type: 'text' },
    { column: 'known', type: 'integer not null' },
    ...fields,
  ];
}

/** A page of rows on their way into staging. */
export interface StagedPage {
  /** Made one by one as they are copied. */
  guests: Iterable<StagedValue[]>;
  things: Record<keyof typeof thingTables, StagedValue[][]>;
  unreachable: UnreachableScope[];
}

/**
 * Keeps what a run collected until it is compared: unlogged tables of the
 * run's own, which nobody else sees and which a crash may lose.
 */
export class StagingStore {
  constructor(private readonly db: Knex) {}

  async create(runId: string): Promise<StagingTables> {
    const tables = stagingTables(runId);
    await this.drop(runId);
    for (const kind of Object.keys(columnsOf) as Array<keyof StagingTables>) {
      const columns = columnsOf[kind]
        .map(({ column, type }) => `${column} ${type}`)
        .join(', ');
      await this.db.raw(
        `create unlogged table ?? (id uuid not null default gen_random_uuid(), ${columns})
          with (autovacuum_enabled = off)`,
        [tables[kind]],
      );
    }
    return tables;
  }

  /** Copies one page into the run's tables. */
  async copy(tables: StagingTables, page: StagedPage): Promise<void> {
    const rows: Record<keyof StagingTables, Iterable<StagedValue[]>> = {
      guests: page.guests,
      clusters: page.things.clusters,
      hosts: page.things.hosts,
      networks: page.things.networks,
      storages: page.things.storages,
      images: page.things.images,
      unreachable: page.unreachable.map(seen => [
        seen.scope,
        seen.externalId,
        seen.reason,
      ]),
    };
    for (const kind of Object.keys(rows) as Array<keyof StagingTables>) {
      const chunks = copyChunks(rows[kind]);
      const first = chunks.next();
      if (first.done) continue;
      const columns = columnsOf[kind].map(({ column }) => column).join(', ');
      const statement = this.db.raw(`copy ?? (${columns}) from stdin`, [
        tables[kind],
      ]);
      await this.copyBytes(statement.toQuery(), inTurns(first.value, chunks));
    }
  }

  private async copyBytes(
    statement: string,
    chunks: AsyncIterable<Buffer>,
  ): Promise<void> {
    const connection: Client = await this.db.client.acquireConnection();
    try {
      await pipeline(
        Readable.from(chunks),
        connection.query(copyFrom(statement)),
      );
    } finally {
      await this.db.client.releaseConnection(connection);
    }
  }

  /**
   * Closes the staging of a run: what follows joins these tables, and the
   * planner must know their size.
   *
   * @throws InputError when a thing was listed twice: the collector paged
   *   wrongly, and which of the two is true can't be told.
   */
  async finish(tables: StagingTables): Promise<void> {
    const kinds = ['guests', ...Object.keys(thingTables)] as StagedKind[];
    for (const kind of kinds) {
      await this.db.raw(
        'analyze ?? (external_id, host_external_id, cluster_external_id)',
        [tables[kind]],
      );
      const { rows } = await this.db.raw<{
        rows: Array<{ external_id: string }>;
      }>(
        'select external_id from ?? group by 1 having count(*) > 1 order by 1 limit 3',
        [tables[kind]],
      );
      if (rows.length > 0) {
        const ids = rows.map(row => `'${row.external_id}'`).join(', ');
        throw new InputError(
          `The platform's answer lists some ${kind} twice: ${ids}`,
        );
      }
    }
  }

  async drop(runId: string): Promise<void> {
    const names = Object.values(stagingTables(runId));
    await this.db.raw(
      `drop table if exists ${names.map(() => '??').join(', ')}`,
      names,
    );
  }

  /** Drops what runs left behind that were killed. */
  async dropAbandoned(): Promise<void> {
    const { rows } = await this.db.raw<{ rows: Array<{ run_id: string }> }>(
      `select distinct split_part(t.tablename, '_', 2) as run_id
        from pg_tables t
        where t.schemaname = current_schema() and t.tablename ~ '^staged_[0-9]+_'
          and not exists (
            select from sync_runs r
            where r.id = split_part(t.tablename, '_', 2)::bigint
              and r.state = 'running')`,
    );
    for (const { run_id } of rows) await this.drop(run_id);
  }
}

/** Makes the next chunk only after whatever else the process has to do. */
async function* inTurns(
  first: Buffer,
  rest: Iterable<Buffer>,
): AsyncGenerator<Buffer> {
  yield first;
  for (const chunk of rest) {
    yield chunk;
    await turn();
  }
}
