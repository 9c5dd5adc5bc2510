import { CustomErrorBase } from '@backstage/errors';

/**
 * What became of a call that did not go well.
 *
 * - `unauthenticated`: the API server does not know us.
 * - `refused`: it knows us, and we may not.
 * - `not-found`: there is no such thing or no such kind of thing.
 * - `expired`: what was asked for is too old to be told (410).
 * - `invalid`: the question was not understood.
 * - `unavailable`: no usable answer; asking again may help.
 * - `untrusted`: the other side could not show who it is; nothing was sent.
 * - `malformed`: an answer that is not what the API says.
 */
export type KubernetesFailure =
  | 'unauthenticated'
  | 'refused'
  | 'not-found'
  | 'expired'
  | 'invalid'
  | 'unavailable'
  | 'untrusted'
  | 'malformed';

/** A call that failed; its message never holds a secret. */
export class KubernetesError extends CustomErrorBase {
  name = 'KubernetesError' as const;
  readonly failure: KubernetesFailure;
  /** The HTTP code, where there was an answer. */
  readonly statusCode: number | null;
  /** The API server's own words, or the network's. */
  readonly reason: string;
  /** How long the API server asks us to wait. */
  readonly retryAfterMilliseconds: number | null;
  /** With `expired`: goes on after the same key in a newer picture. */
  readonly continueToken: string | null;

  constructor(
    failure: KubernetesFailure,
    what: {
      call: string;
      statusCode?: number;
      reason: string;
      retryAfterMilliseconds?: number;
      continueToken?: string;
    },
  ) {
    const code = what.statusCode === undefined ? '' : `${what.statusCode} `;
    super(`${what.call}: ${code}${what.reason}`);
    this.failure = failure;
    this.statusCode = what.statusCode ?? null;
    this.reason = what.reason;
    this.retryAfterMilliseconds = what.retryAfterMilliseconds ?? null;
    this.continueToken = what.continueToken ?? null;
  }
}

/** Whether an error is one of the client's, and of one of these kinds. */
export function isKubernetesFailure(
  error: unknown,
  ...failures: KubernetesFailure[]
): error is KubernetesError {
  return error instanceof KubernetesError && failures.includes(error.failure);
}
