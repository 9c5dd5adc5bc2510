import type { Knex } from 'knex';
import { trailColumnNames } from '../trail/trailRow';
import type { ChainKey, SignedPoint } from './ChainKey';
import { genesis, hashedColumns, linkHash } from './link';

const rowsPerBatch = 500;
const rowsPerSeal = 1_000n;
const secondsPerSeal = 3_600;

/** The newest row of the chain. */
export interface Head {
  sequence: bigint;
  hash: Buffer;
}

/** What one extension of the chain did. */
export interface Extension {
  moved: number;
  /** The point that was sealed for good, when one was due. */
  seal?: Head;
  /** Why the chain did not end where it was signed, when it did not. */
  mismatch?: string;
}

interface InboxEntry {
  entry: string;
  values: Array<string | null>;
}

/** Takes the lock that only one writer of the whole installation holds. */
export async function lockChain(tx: Knex.Transaction): Promise<void> {
  await tx.raw(
    `select pg_advisory_xact_lock(hashtext('flyloft.audit'), hashtext('chain'))`,
  );
}

/** Writes the chain. Rows come from the inbox and never change again. */
export class ChainStore {
  constructor(
    private readonly db: Knex,
    private readonly key: ChainKey,
  ) {}

  /**
   * Moves the oldest rows of the inbox into the chain, and signs the new head.
   * Undefined when another replica is writing.
   */
  async extend(): Promise<Extension | undefined> {
    return this.db.transaction(async tx => {
      const [lock] = await rowsOf<{ held: boolean }>(
        tx,
        `select pg_try_advisory_xact_lock(hashtext('flyloft.audit'), hashtext('chain')) as held`,
      );
      if (!lock?.held) return undefined;
      const entries = await rowsOf<InboxEntry>(
        tx,
        `select entry, array[${hashedColumns}] as values from audit_inbox
          order by entry limit ${rowsPerBatch}`,
      );
      if (entries.length === 0) return { moved: 0 };
      const { start, mismatch } = await this.start(tx);
      const head = await this.append(tx, start, entries);
      const seal = await this.sealWhenDue(tx, head);
      return { moved: entries.length, seal, mismatch };
    });
  }

  /**
   * Where to go on: after the newest row, or the newest that was ever signed
   * when that is further. Rows that were cut leave a gap then, which stays.
   */
  private async start(
    tx: Knex.Transaction,
  ): Promise<{ start: Head; mismatch?: string }> {
    const end = (await readEnd(tx)) ?? { sequence: 0n, hash: genesis };
    const signed = (await readSignedPoints(tx, 'newest'))
      .filter(one => this.key.verifies(one.point, one.keyId, one.signature))
      .map(({ point }) => ({
        sequence: BigInt(point.sequence),
        hash: point.hash,
      }))
      .sort((a, b) => Number(b.sequence - a.sequence))[0];
    if (signed?.sequence === end.sequence && signed.hash.equals(end.hash)) {
      return { start: end };
    }
    if (!signed && end.sequence === 0n) return { start: end };
    const mismatch = `the newest row is ${end.sequence}, signed was ${
      signed ? `row ${signed.sequence}` : 'none'
    }`;
    const start = signed && signed.sequence > end.sequence ? signed : end;
    return { start, mismatch };
  }

  private async append(
    tx: Knex.Transaction,
    start: Head,
    entries: InboxEntry[],
  ): Promise<Head> {
    let { sequence, hash } = start;
    const links = entries.map(({ entry, values }) => {
      const previous = hash;
      sequence += 1n;
      hash = linkHash(sequence, previous, values);
      return {
        entry,
        sequence: sequence.toString(),
        previous: previous.toString('hex'),
        hash: hash.toString('hex'),
      };
    });
    await tx.raw(
      `insert into audit_events (sequence, previous_hash, hash, ${trailColumnNames})
        select l.sequence, decode(l.previous, 'hex'), decode(l.hash, 'hex'), ${trailColumnNames}
        from jsonb_to_recordset(?::jsonb) as l (entry bigint, sequence bigint, previous text, hash text)
        join audit_inbox i using (entry)`,
      [JSON.stringify(links)],
    );
    await tx.raw('delete from audit_inbox where entry = any(?::bigint[])', [
      entries.map(one => one.entry),
    ]);
    await this.signHead(tx, { sequence, hash });
    return { sequence, hash };
  }

  private async signHead(tx: Knex.Transaction, head: Head): Promise<void> {
    const point = pointOf('head', head, head.sequence);
    await tx.raw(
      `insert into audit_head (sequence, hash, made_at, key_id, signature)
        values (:sequence, :hash, :madeAt, :keyId, :signature)
        on conflict (only_one) do update set sequence = excluded.sequence,
          hash = excluded.hash, made_at = excluded.made_at,
          key_id = excluded.key_id, signature = excluded.signature`,
      this.signed(point),
    );
  }

  private async sealWhenDue(
    tx: Knex.Transaction,
    head: Head,
  ): Promise<Head | undefined> {
    const [last] = await rowsOf<{ sequence: string; made_at: Date }>(
      tx,
      'select sequence, made_at from audit_checkpoints order by id desc limit 1',
    );
    const due =
      !last ||
      head.sequence - BigInt(last.sequence) >= rowsPerSeal ||
      Date.now() - last.made_at.getTime() >= secondsPerSeal * 1000;
    if (!due) return undefined;
    await this.checkpoint(tx, pointOf('seal', head, head.sequence));
    return head;
  }

  /** Leaves a signed point that nothing removes. */
  async checkpoint(tx: Knex.Transaction, point: SignedPoint): Promise<void> {
    await tx.raw(
      `insert into audit_checkpoints (kind, sequence, hash, count, made_at, key_id, signature)
        values (:kind, :sequence, :hash, :count, :madeAt, :keyId, :signature)`,
      this.signed(point),
    );
  }

  private signed(point: SignedPoint) {
    return {
      ...point,
      keyId: this.key.id,
      signature: this.key.sign(point),
    };
  }
}

/** A point to be signed, at this moment. */
export function pointOf(
  kind: SignedPoint['kind'],
  head: Head,
  count: bigint,
): SignedPoint {
  return {
    kind,
    sequence: head.sequence.toString(),
    hash: head.hash,
    count: count.toString(),
    madeAt: new Date().toISOString(),
  };
}

/** Where the chain ends: at its newest row, or at what the last purge removed. */
export async function readEnd(
  db: Knex | Knex.Transaction,
): Promise<Head | undefined> {
  const [row] = await rowsOf<{ sequence: string; hash: Buffer }>(
    db,
    `select sequence, hash from (
        (select sequence, hash from audit_events order by sequence desc limit 1)
        union all
        (select sequence, hash from audit_checkpoints where kind = 'purge'
          order by sequence desc limit 1)) ends
      order by sequence desc limit 1`,
  );
  return row && { sequence: BigInt(row.sequence), hash: row.hash };
}

/** A signed point as it is stored. */
export interface StoredPoint {
  point: SignedPoint;
  keyId: string;
  signature: Buffer;
}

/** The signed head and checkpoints: all of them, or the head and the newest. */
export async function readSignedPoints(
  db: Knex | Knex.Transaction,
  which: 'all' | 'newest',
): Promise<StoredPoint[]> {
  const rows = await rowsOf<{
    kind: SignedPoint['kind'];
    sequence: string;
    hash: Buffer;
    count: string;
    made_at: Date;
    key_id: string;
    signature: Buffer;
  }>(
    db,
    `(select kind, sequence, hash, count, made_at, key_id, signature
        from audit_checkpoints order by sequence desc, id desc
        ${which === 'newest' ? 'limit 10' : ''})
      union all
      select 'head', sequence, hash, sequence, made_at, key_id, signature from audit_head`,
  );
  return rows.map(row => ({
    point: {
      kind: row.kind,
      sequence: row.sequence,
      hash: row.hash,
      count: row.count,
      madeAt: row.made_at.toISOString(),
    },
    keyId: row.key_id,
    signature: row.signature,
  }));
}

async function rowsOf<Row>(
  db: Knex | Knex.Transaction,
  text: string,
): Promise<Row[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(text);
  return rows;
}
