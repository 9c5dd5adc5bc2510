import type { ChainFault, ChainPoint } from '@flyloft/plugin-audit-common';
import type { Knex } from 'knex';
import type { ChainKey } from '../chain/ChainKey';
import {
  readEnd,
  readSignedPoints,
  type Head,
  type StoredPoint,
} from '../chain/ChainStore';
import { genesis, hashedColumns } from '../chain/link';
import { ChainWalk, type ChainRow } from './ChainWalk';

const rowsPerPage = 2_000;

/** What a look at the chain found. */
export interface ChainFindings {
  checked: number;
  head: ChainPoint | null;
  faults: ChainFault[];
  faultCount: number;
}

/** What a look at the chain may be told. */
export interface VerifyOptions {
  /** Points noted elsewhere before: they must still stand, or have been purged. */
  expected?: ChainPoint[];
  /** No further than this row; the signed head is not compared then. */
  until?: bigint;
  /** Told now and then how many rows were looked at. */
  onProgress?: (checked: number) => Promise<void>;
  signal?: AbortSignal;
}

/**
 * Looks through the whole chain, at one moment's picture: every row against
 * its hash and its neighbour, every signature, and both ends.
 */
export async function verifyChain(
  db: Knex,
  key: ChainKey,
  options: VerifyOptions = {},
): Promise<ChainFindings> {
  const tx = await db.transaction(undefined, {
    isolationLevel: 'repeatable read',
    readOnly: true,
  });
  try {
    const stored = await readSignedPoints(tx, 'all');
    const genuine = stored.filter(one =>
      key.verifies(one.point, one.keyId, one.signature),
    );
    const walk = new ChainWalk(startOf(genuine), landmarksOf(genuine, options));
    for (const one of stored) {
      if (!genuine.includes(one)) walk.badSignature(one.point);
    }
    await walkRows(tx, walk, options);
    const head = genuine.find(one => one.point.kind === 'head')?.point;
    if (options.until === undefined) {
      walk.finish(head && { sequence: BigInt(head.sequence), hash: head.hash });
    }
    const end = await readEnd(tx);
    return { ...walk.findings(), head: end ? pointText(end) : null };
  } finally {
    await tx.rollback();
  }
}

/** A point of the chain in words that can be noted. */
export const pointText = ({ sequence, hash }: Head): ChainPoint => ({
  sequence: sequence.toString(),
  hash: hash.toString('hex'),
});

/** The first row's predecessor: what was purged last, or nothing. */
function startOf(points: StoredPoint[]): Head {
  const purged = points
    .filter(({ point }) => point.kind === 'purge')
    .map(({ point }) => ({
      sequence: BigInt(point.sequence),
      hash: point.hash,
    }))
    .sort((a, b) => Number(b.sequence - a.sequence));
  return purged[0] ?? { sequence: 0n, hash: genesis };
}

function landmarksOf(points: StoredPoint[], { expected }: VerifyOptions) {
  return [
    ...points.map(({ point }) => ({
      sequence: BigInt(point.sequence),
      hash: point.hash,
      what: `the signed ${point.kind} of ${point.madeAt}`,
    })),
    ...(expected ?? []).map(one => ({
      sequence: BigInt(one.sequence),
      hash: Buffer.from(one.hash, 'hex'),
      what: 'the point that you named',
    })),
  ];
}

async function walkRows(
  tx: Knex.Transaction,
  walk: ChainWalk,
  { until, onProgress, signal }: VerifyOptions,
): Promise<void> {
  let after = '0';
  for (;;) {
    signal?.throwIfAborted();
    const { rows } = await tx.raw<{ rows: ChainRow[] }>(
      `select sequence, previous_hash, hash, array[${hashedColumns}] as values
        from audit_events where sequence > ?
        ${until === undefined ? '' : `and sequence <= ${until}`}
        order by sequence limit ${rowsPerPage}`,
      [after],
    );
    for (const row of rows) walk.visit(row);
    await onProgress?.(walk.findings().checked);
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerPage) return;
    after = last.sequence;
  }
}
