import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ownerOf } from '../../../plugins/inventory-backend/src/owners/ownerMapping';
import { copyRow } from '../../../plugins/inventory-backend/src/sync/staging/copyText';
import {
  guestRecord,
  guestRowColumns,
} from '../../../plugins/inventory-backend/src/sync/staging/guestRecord';
import { worldOf, worldOwners, type WorldState } from './world';

const sqlFile = join(__dirname, '../sync/floor.sql');
const rowsPerChunk = 1_000;

/**
 * What the database alone takes for the least that a sync must do, with the
 * very rows that the engine stages: they are made beforehand and cost nothing
 * here. The statements stand in floor.sql.
 */
export async function floorOf(
  db: Knex,
  state: WorldState,
): Promise<{ milliseconds: number; copyMilliseconds: number }> {
  const { create, copy, compare } = statements();
  const chunks = chunksOf(state);
  await db.raw(create);
  try {
    const began = performance.now();
    await copyInto(db, copy, chunks);
    const copied = performance.now();
    await db.transaction(async tx => {
      // As the engine does, and for the same reason.
      await tx.raw(`set local work_mem = '64MB'`);
      await tx.raw(`set local jit = off`);
      await tx.raw(compare);
    });
    return {
      milliseconds: performance.now() - began,
      copyMilliseconds: copied - began,
    };
  } finally {
    await db.raw('drop table floor_guests');
  }
}

/** The parts of floor.sql, checked against what the engine stages today. */
function statements() {
  const text = readFileSync(sqlFile, 'utf8');
  const [create, copy, compare] = text
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map(part => part.trim());
  if (!create || !copy || !compare) {
    throw new Error(`${sqlFile} must hold three statements`);
  }
  const copied = /\(([^)]*)\)/
    .exec(copy)?.[1]
    ?.split(',')
    .map(column => column.trim());
  const staged = guestRowColumns.map(({ column }) => column);
  if (copied?.join() !== staged.join()) {
    throw new Error(
      `${sqlFile} copies other columns than the engine stages, which are: ${staged.join(', ')}`,
    );
  }
  return { create, copy, compare };
}

function chunksOf(state: WorldState): Buffer[] {
  const chunks: Buffer[] = [];
  let text = '';
  let rows = 0;
  for (const observation of worldOf(state)) {
    if (observation.kind !== 'guest') continue;
    const owner = ownerOf(worldOwners, {
      platformId: 'fake',
      pool: observation.facts.pool ?? null,
      tags: observation.facts.tags ?? [],
    });
    text += copyRow(guestRecord(observation, owner, () => {}));
    rows += 1;
    if (rows % rowsPerChunk === 0) {
      chunks.push(Buffer.from(text));
      text = '';
    }
  }
  return [...chunks, Buffer.from(text)];
}

async function copyInto(db: Knex, copy: string, chunks: Buffer[]) {
  const connection: Client = await db.client.acquireConnection();
  try {
    await pipeline(Readable.from(chunks), connection.query(copyFrom(copy)));
  } finally {
    await db.client.releaseConnection(connection);
  }
}
