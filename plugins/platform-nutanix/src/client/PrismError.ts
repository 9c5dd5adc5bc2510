import { CustomErrorBase } from '@backstage/errors';

/**
 * What became of a call that did not go well.
 *
 * - `unauthenticated`, `refused`, `invalid`, `not-found`: Prism Central
 *   understood and did nothing.
 * - `rate-limited`: it asked us to wait, longer than a run can.
 * - `unavailable`: no usable answer; nothing is known of the thing asked for.
 * - `untrusted`: the other side could not show who it is; nothing was sent.
 * - `malformed`: an answer that is not what the API says, or says itself that
 *   it is not whole.
 */
export type PrismFailure =
  | 'unauthenticated'
  | 'refused'
  | 'invalid'
  | 'not-found'
  | 'rate-limited'
  | 'unavailable'
  | 'untrusted'
  | 'malformed';

/** A call that failed; its message never holds a secret. */
export class PrismError extends CustomErrorBase {
  name = 'PrismError' as const;
  readonly failure: PrismFailure;
  /** The HTTP code, where there was an answer. */
  readonly statusCode: number | null;
  /** Prism Central's own words, or the network's. */
  readonly reason: string;

  constructor(
    failure: PrismFailure,
    what: { call: string; statusCode?: number; reason: string },
  ) {
    const code = what.statusCode === undefined ? '' : `${what.statusCode} `;
    super(`${what.call}: ${code}${what.reason}`);
    this.failure = failure;
    this.statusCode = what.statusCode ?? null;
    this.reason = what.reason;
  }
}

/** Whether an error is one of the client's, and of one of these kinds. */
export function isPrismFailure<F extends PrismFailure>(
  error: unknown,
  ...failures: F[]
): error is PrismError & { failure: F } {
  return (
    error instanceof PrismError &&
    (failures as PrismFailure[]).includes(error.failure)
  );
}

/** What an HTTP code that is no success means. */
export function classifyStatus(statusCode: number): PrismFailure {
  if (statusCode === 401) return 'unauthenticated';
  if (statusCode === 403) return 'refused';
  if (statusCode === 404) return 'not-found';
  if (statusCode === 408 || statusCode >= 500) return 'unavailable';
  // A redirect would lead a credential elsewhere: it is never followed.
  return 'invalid';
}
