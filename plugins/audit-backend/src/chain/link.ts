import { createHash } from 'node:crypto';
import { trailColumns } from '../trail/trailRow';

/** What stands before the first row. */
export const genesis = Buffer.alloc(32);

/**
 * SQL for what a row's hash is made over: its columns as text, in their order.
 * PostgreSQL writes them, so that the same row gives the same text at any time
 * and for any program.
 */
export const hashedColumns = Object.entries(trailColumns)
  .map(([name, type]) => {
    if (type === 'timestamptz') {
      return `to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    }
    return type === 'inet' ? `host(${name})` : `${name}::text`;
  })
  .join(', ');

/**
 * A row's hash: SHA-256 over the version of this rule, its place, the hash
 * before it, and its columns.
 */
export function linkHash(
  sequence: bigint,
  previous: Buffer,
  values: ReadonlyArray<string | null>,
): Buffer {
  return createHash('sha256')
    .update(
      JSON.stringify([
        'flyloft-audit-1',
        sequence.toString(),
        previous.toString('hex'),
        ...values,
      ]),
    )
    .digest();
}
