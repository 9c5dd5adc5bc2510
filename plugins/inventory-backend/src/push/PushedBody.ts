import {
  pushBeginSchema,
  pushedRecordSchema,
  pushEndSchema,
  type PushBegin,
  type PushedRecord,
} from '@flyloft/plugin-inventory-common';
import type {
  CollectContext,
  KnownGuest,
  Observation,
  PlatformCollector,
} from '@flyloft/plugin-inventory-node';
import { z } from 'zod';
import { PushError } from './PushError';
import { pushedObservation } from './pushedObservation';
import { readLines, type NumberedLine, type PushLimits } from './readLines';

/** Guests whose known digests are asked for at a time. */
const pageSize = 500;

// Clocks of sources differ a little from ours.
const clockSkewMilliseconds = 60_000;

const kinds = [
  'cluster',
  'host',
  'network',
  'storage',
  'image',
  'guest',
  'unreachable',
  'gap',
];

/**
 * A pushed body as a collector: the engine takes it in as it takes in a pull.
 * It can be collected once. What is wrong with it is thrown with the number of
 * the line, and remembered in `fault`.
 */
export class PushedBody implements PlatformCollector {
  private readonly lines: AsyncGenerator<NumberedLine>;
  private begun: PushBegin | null = null;
  /** What was wrong with the body; null while nothing is. */
  fault: PushError | null = null;

  constructor(
    body: AsyncIterable<Buffer>,
    limits: PushLimits,
    private readonly now: () => number = Date.now,
  ) {
    this.lines = readLines(body, limits);
  }

  /**
   * Reads the first line, before a run is begun for it.
   *
   * @throws PushError when it is none
   */
  async begin(): Promise<PushBegin> {
    return this.noting(async () => {
      const line = await this.nextLine('a first line {"kind":"begin", …}');
      const begin = parsed(pushBeginSchema, line);
      if (Date.parse(begin.collectedAt) > this.now() + clockSkewMilliseconds) {
        throw new PushError(
          'invalid',
          `line ${line.number}: collectedAt: ${begin.collectedAt} has not come yet; set the clock of the source`,
        );
      }
      this.begun = begin;
      return begin;
    });
  }

  async *collect(context: CollectContext): AsyncGenerator<Observation> {
    let page: PushedRecord[] = [];
    let done = 0;
    const records = this.records();
    for (;;) {
      const next = await this.noting(() => records.next());
      if (!next.done) page.push(next.value);
      if (page.length >= pageSize || (next.done && page.length > 0)) {
        const known = await knownOf(page, context);
        for (const record of page) yield pushedObservation(record, known);
        done += page.length;
        page = [];
        context.progress({ phase: 'Taking records in', done, total: null });
      }
      if (next.done) return;
    }
  }

  async check(): Promise<never> {
    throw new Error('A pushed body has no connection to test');
  }

  /** The records, until the last line says that all are there. */
  private async *records(): AsyncGenerator<PushedRecord> {
    const seen = new Map<string, number>();
    let count = 0;
    for (;;) {
      const line = await this.nextLine('a last line {"kind":"end","count":…}');
      const value = jsonOf(line);
      if (kindOf(value) === 'end') {
        this.requireCount(parsedValue(pushEndSchema, value, line), count, line);
        await this.requireNothingMore();
        return;
      }
      const record = this.recordOf(value, line);
      requireOnce(seen, record, line);
      count += 1;
      yield record;
    }
  }

  private recordOf(value: unknown, line: NumberedLine): PushedRecord {
    const kind = kindOf(value);
    if (typeof kind !== 'string' || !kinds.includes(kind)) {
      throw new PushError(
        'invalid',
        `line ${line.number}: kind: must be one of ${kinds.join(', ')} or, in the last line, end`,
      );
    }
    const record = parsedValue(pushedRecordSchema, value, line);
    if (record.kind === 'unreachable' && this.begun?.complete !== true) {
      throw new PushError(
        'invalid',
        `line ${line.number}: kind: only a whole picture can say what is unreachable; push it with "complete": true`,
      );
    }
    return record;
  }

  private requireCount(
    end: { count: number },
    count: number,
    line: NumberedLine,
  ): void {
    if (end.count === count) return;
    throw new PushError(
      'invalid',
      `line ${line.number}: count: ${end.count}, but ${count} records came before it`,
    );
  }

  private async requireNothingMore(): Promise<void> {
    const more = await this.lines.next();
    if (more.done) return;
    throw new PushError(
      'invalid',
      `line ${more.value.number}: nothing may follow the last line {"kind":"end", …}`,
    );
  }

  private async nextLine(expected: string): Promise<NumberedLine> {
    let next: IteratorResult<NumberedLine>;
    try {
      next = await this.lines.next();
    } catch (error) {
      if (error instanceof PushError) throw error;
      // The connection ended, however the platform words it.
      throw new PushError(
        'invalid',
        `The body was cut short: ${expected} is missing`,
      );
    }
    if (!next.done) return next.value;
    throw new PushError(
      'invalid',
      `The body ended early: ${expected} is missing`,
    );
  }

  private async noting<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof PushError) this.fault = error;
      // Lets go of the body, without waiting for a sender that says nothing.
      this.lines.return(undefined).catch(() => {});
      throw error;
    }
  }
}

async function knownOf(
  page: PushedRecord[],
  context: CollectContext,
): Promise<Map<string, KnownGuest>> {
  const ids = page.flatMap(record =>
    record.kind === 'guest' ? [record.externalId] : [],
  );
  return ids.length > 0 ? context.knownGuests(ids) : new Map();
}

/** A thing that stands in two lines has two truths: neither is taken. */
function requireOnce(
  seen: Map<string, number>,
  record: PushedRecord,
  line: NumberedLine,
): void {
  if (record.kind === 'gap') return;
  const scope = record.kind === 'unreachable' ? `${record.scope} ` : '';
  const key = `${record.kind} ${scope}'${record.externalId}'`;
  const before = seen.get(key);
  if (before !== undefined) {
    throw new PushError(
      'invalid',
      `line ${line.number}: externalId: ${key} stands in line ${before} already`,
    );
  }
  seen.set(key, line.number);
}

function kindOf(value: unknown): unknown {
  return (value as { kind?: unknown } | null)?.kind;
}

function jsonOf(line: NumberedLine): unknown {
  try {
    return JSON.parse(line.text);
  } catch {
    throw new PushError(
      'invalid',
      `line ${line.number}: not JSON; each line holds one JSON object`,
    );
  }
}

function parsed<T>(schema: z.ZodType<T>, line: NumberedLine): T {
  return parsedValue(schema, jsonOf(line), line);
}

function parsedValue<T>(
  schema: z.ZodType<T>,
  value: unknown,
  line: NumberedLine,
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue!.path.join('.') || 'the record';
  throw new PushError(
    'invalid',
    `line ${line.number}: ${where}: ${issue!.message}`,
  );
}
