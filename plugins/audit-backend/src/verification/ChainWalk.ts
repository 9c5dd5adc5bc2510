import type { ChainFault } from '@flyloft/plugin-audit-common';
import { linkHash } from '../chain/link';

const mostFaults = 100;

/** A row with its link, as the database has it. */
export interface ChainRow {
  sequence: string;
  previous_hash: Buffer;
  hash: Buffer;
  values: Array<string | null>;
}

interface Point {
  sequence: bigint;
  hash: Buffer;
}

/**
 * Walks along the chain and notes where it is broken. Each row is judged by
 * its own hash and its neighbour's, so that one fault does not hide the next.
 */
export class ChainWalk {
  private readonly faults: ChainFault[] = [];
  private readonly landmarks: Map<bigint, Array<Point & { what: string }>>;
  private last: Point;
  private checked = 0;
  private faultCount = 0;

  /**
   * @param start - What stands before the first row.
   * @param landmarks - Points that are proved by a signature or from outside.
   */
  constructor(
    private readonly start: Point,
    landmarks: Array<Point & { what: string }>,
  ) {
    this.last = start;
    this.landmarks = Map.groupBy(
      landmarks.filter(one => one.sequence > start.sequence),
      one => one.sequence,
    );
  }

  /** Takes the next row, in the order of the sequence. */
  visit(row: ChainRow): void {
    const sequence = BigInt(row.sequence);
    if (sequence <= this.start.sequence) {
      this.fault(
        'unsigned',
        sequence,
        sequence,
        `Row ${sequence} stands below row ${this.start.sequence}, up to which all was purged`,
      );
      return;
    }
    this.checked += 1;
    const expected = this.last.sequence + 1n;
    if (sequence > expected) {
      const until = sequence - 1n;
      this.fault(
        'missing',
        expected,
        until,
        `${rowsText(expected, until)} missing`,
      );
    } else if (!row.previous_hash.equals(this.last.hash)) {
      this.fault(
        'replaced',
        this.last.sequence,
        sequence,
        `Row ${sequence} does not follow the row ${this.last.sequence} that stands before it: one of them is another's work`,
      );
    }
    const hash = linkHash(sequence, row.previous_hash, row.values);
    if (!hash.equals(row.hash)) {
      this.fault(
        'changed',
        sequence,
        sequence,
        `Row ${sequence} was changed after it was written`,
      );
    }
    this.last = { sequence, hash: row.hash };
    for (const mark of this.landmarks.get(sequence) ?? []) {
      if (mark.hash.equals(row.hash)) continue;
      this.fault(
        'replaced',
        sequence,
        sequence,
        `Row ${sequence} is not the one of ${mark.what}: it and rows before it were written anew`,
      );
    }
    this.landmarks.delete(sequence);
  }

  /** Notes a signature that no known key made. */
  badSignature(point: {
    kind: string;
    sequence: string;
    madeAt: string;
  }): void {
    const sequence = BigInt(point.sequence);
    this.fault(
      'signature',
      sequence,
      sequence,
      `The ${point.kind} of ${point.madeAt} at row ${sequence} is not signed by a known key`,
    );
  }

  /** Compares the end with the signed head, and misses what was never met. */
  finish(head: Point | undefined): void {
    const { sequence } = this.last;
    const furthest = [head?.sequence ?? 0n, ...this.landmarks.keys()].reduce(
      (a, b) => (a > b ? a : b),
    );
    if (furthest > sequence) {
      const from = sequence + 1n;
      this.fault(
        'cut',
        from,
        furthest,
        `${rowsText(from, furthest)} cut off the end`,
      );
    }
    if (head && head.sequence < sequence) {
      const from = head.sequence + 1n;
      this.fault(
        'unsigned',
        from,
        sequence,
        `${rowsText(from, sequence)} not covered by the signed head`,
      );
    }
    if (!head && this.checked > 0) {
      this.fault(
        'unsigned',
        this.start.sequence + 1n,
        sequence,
        'There is no signed head: nothing says where the chain ends',
      );
    }
  }

  findings() {
    const { checked, faults, faultCount } = this;
    return { checked, faults, faultCount };
  }

  private fault(
    kind: ChainFault['kind'],
    from: bigint,
    until: bigint,
    message: string,
  ): void {
    this.faultCount += 1;
    if (this.faults.length >= mostFaults) return;
    const sequence = from.toString();
    this.faults.push({ kind, sequence, until: until.toString(), message });
  }
}

function rowsText(from: bigint, until: bigint): string {
  return from === until ? `Row ${from} is` : `Rows ${from} to ${until} are`;
}
