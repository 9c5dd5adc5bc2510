/** The words in which a test says what shall go wrong. */

/** Faults of the wire: what happens to a call or to its answer. */
export const WIRE_FAULTS = [
  'slow',
  'status',
  'cut',
  'half-body',
  'wrong-json',
  'half-list',
  'empty-list',
] as const;

/** Faults of the data centre: they last until they are cleared. */
export const STATE_FAULTS = [
  'node-silent',
  'node-down',
  'emptied-acl',
] as const;

/** Done once, and over: nothing stays to be cleared. */
export const MOMENTARY_FAULTS = ['expired-ticket', 'cut-streams'] as const;

export const FAULT_KINDS = [
  ...WIRE_FAULTS,
  ...STATE_FAULTS,
  ...MOMENTARY_FAULTS,
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What is asked for. Every scope left out means: all of them. */
export interface FaultRequest {
  kind: FaultKind;
  cluster?: string;
  /** The node whose API is talked to. */
  entry?: string;
  /** The node a call is about; for node faults the node itself, for lists whose guests go. */
  node?: string;
  /** `*` stands for part of one name in the path, `**` for anything. */
  path?: string;
  method?: string;
  /** slow: how long. */
  milliseconds?: number;
  /** status: which, 500 unless told. */
  status?: number;
  reason?: string;
  /** half-body and half-list: how much is left, half unless told. */
  share?: number;
  /** Over after so many calls. */
  times?: number;
  /** Over after so many seconds. */
  seconds?: number;
}

/** A fault in force. */
export interface Fault extends FaultRequest {
  id: number;
  /** How often it struck. */
  hits: number;
}

/** A request for a fault, checked; the text says what is wrong with it. */
export function parseFault(input: unknown): FaultRequest | { problem: string } {
  if (typeof input !== 'object' || input === null)
    return { problem: 'a JSON object is expected' };
  const fault = input as Record<string, unknown>;
  const kind = FAULT_KINDS.find(known => known === fault.kind);
  if (!kind) {
    return { problem: `kind must be one of ${FAULT_KINDS.join(', ')}` };
  }
  const problem = wrongType(fault) ?? missingPart(kind, fault);
  return problem ? { problem } : ({ ...fault, kind } as FaultRequest);
}

function wrongType(fault: Record<string, unknown>): string | undefined {
  for (const name of ['cluster', 'entry', 'node', 'path', 'method', 'reason']) {
    if (fault[name] !== undefined && typeof fault[name] !== 'string') {
      return `${name} must be a text`;
    }
  }
  for (const name of ['milliseconds', 'status', 'share', 'times', 'seconds']) {
    const value = fault[name];
    if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
      return `${name} must be a number, 0 or more`;
    }
  }
  return undefined;
}

function missingPart(
  kind: FaultKind,
  fault: Record<string, unknown>,
): string | undefined {
  if (kind.startsWith('node-') && (!fault.cluster || !fault.node)) {
    return `${kind} needs a cluster and a node`;
  }
  if (kind === 'slow' && fault.milliseconds === undefined) {
    return 'slow needs milliseconds';
  }
  return undefined;
}

/** Turns a path pattern into a test; without a pattern every path passes. */
export function matchesPath(
  pattern: string | undefined,
  path: string,
): boolean {
  if (pattern === undefined) return true;
  const source = pattern
    .split(/(\*\*?)/)
    .map(part => {
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      return part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`).test(path);
}
