import type { ProxmoxFailure } from './ProxmoxError';

/** The parts of an answer that say what became of a call. */
export interface RefusedAnswer {
  statusCode: number;
  /** The reason phrase, or the body's message behind a proxy that drops it. */
  reason: string;
  /** Whether the call was to change something. */
  mutating: boolean;
}

// Proxmox says most things with a 500 and words.
const wordings: Array<[RegExp, ProxmoxFailure]> = [
  [
    /guest agent|guest-agent|guest-\S+' failed|(?:VM|CT) \d+ (?:is )?not running|container .*not running/i,
    'agent-silent',
  ],
  [/can't lock file|(?:VM|CT) is locked/i, 'locked'],
  [/already exists/i, 'conflict'],
  [
    /configuration file .* does not exist|unable to find configuration file|no such \S+/i,
    'not-found',
  ],
  [/hostname lookup '.*' failed|no route to host/i, 'node-silent'],
];

/** Says by code and words what a refusing answer means. */
export function classifyAnswer({
  statusCode,
  reason,
  mutating,
}: RefusedAnswer): ProxmoxFailure {
  if (statusCode === 401) return 'unauthenticated';
  if (statusCode === 403) return 'refused';
  if (statusCode === 404) return 'not-found';
  // The entry node's word for the way to another node: it may have got there.
  if (statusCode >= 595 && statusCode <= 599) {
    return mutating ? 'unknown-outcome' : 'node-silent';
  }
  if (statusCode === 501 || (statusCode >= 400 && statusCode < 500)) {
    return 'invalid';
  }
  if (statusCode === 500) {
    const known = wordings.find(([words]) => words.test(reason))?.[1];
    if (known === 'node-silent' && mutating) return 'unknown-outcome';
    if (known) return known;
  }
  return mutating ? 'unknown-outcome' : 'unavailable';
}

/** Whether another entry node, or another try, may answer the same question. */
export function isRepeatable(failure: ProxmoxFailure): boolean {
  return (
    failure === 'unavailable' ||
    failure === 'node-silent' ||
    failure === 'malformed' ||
    failure === 'untrusted'
  );
}
