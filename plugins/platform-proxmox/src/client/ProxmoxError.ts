import { CustomErrorBase } from '@backstage/errors';

/**
 * What became of a call that did not go well.
 *
 * - `unauthenticated`, `refused`, `invalid`, `conflict`, `locked`, `not-found`:
 *   the platform understood and did nothing.
 * - `agent-silent`: the guest's agent did not answer; the platform did.
 * - `node-silent`: an entry node could not reach the node that was meant.
 * - `unavailable`: no usable answer; nothing is known of the thing asked for.
 * - `untrusted`: the other side could not show who it is; nothing was sent.
 * - `malformed`: an answer that is not what the API says.
 * - `unknown-outcome`: a call that changes something got no usable answer. It
 *   may have taken effect: look before doing it again.
 */
export type ProxmoxFailure =
  | 'unauthenticated'
  | 'refused'
  | 'invalid'
  | 'conflict'
  | 'locked'
  | 'not-found'
  | 'agent-silent'
  | 'node-silent'
  | 'unavailable'
  | 'untrusted'
  | 'malformed'
  | 'unknown-outcome';

/** A privilege that was missing, as the platform names it. */
export interface MissingPrivilege {
  path: string;
  privilege: string;
}

/** A call that failed; its message never holds a secret. */
export class ProxmoxError extends CustomErrorBase {
  name = 'ProxmoxError' as const;
  readonly failure: ProxmoxFailure;
  /** The HTTP code, where there was an answer. */
  readonly statusCode: number | null;
  /** The platform's own words, or the network's. */
  readonly reason: string;
  /** Whether the call ran out of time, rather than being refused or cut. */
  readonly timedOut: boolean;

  constructor(
    failure: ProxmoxFailure,
    what: {
      call: string;
      statusCode?: number;
      reason: string;
      timedOut?: boolean;
    },
  ) {
    const code = what.statusCode === undefined ? '' : `${what.statusCode} `;
    super(`${what.call}: ${code}${what.reason}`);
    this.failure = failure;
    this.statusCode = what.statusCode ?? null;
    this.reason = what.reason;
    this.timedOut = what.timedOut ?? false;
  }

  /** The privilege in `Permission check failed (/vms/100, VM.Audit)`. */
  get missingPrivilege(): MissingPrivilege | null {
    const match = /\((\/[^,]*), ([\w.]+(?:\|[\w.]+)*)\)/.exec(this.reason);
    return match && { path: match[1], privilege: match[2] };
  }
}

/** Whether an error is one of the client's, and of one of these kinds. */
export function isProxmoxFailure<F extends ProxmoxFailure>(
  error: unknown,
  ...failures: F[]
): error is ProxmoxError & { failure: F } {
  return (
    error instanceof ProxmoxError &&
    (failures as ProxmoxFailure[]).includes(error.failure)
  );
}
