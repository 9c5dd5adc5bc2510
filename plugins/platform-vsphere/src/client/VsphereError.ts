/**
 * What became of a call.
 *
 * - `unauthenticated`: user or password were refused.
 * - `session-lost`: signed in, but the server no longer knows the session.
 * - `refused`: a privilege is missing.
 * - `not-found`: the object is gone.
 * - `fault`: the server refused for another reason, by name.
 * - `unavailable`: nobody answered, or not in time; asking again may help.
 * - `malformed`: what came is not what vSphere answers.
 * - `untrusted`: the certificate is not to be trusted.
 */
export type VsphereFailure =
  | 'unauthenticated'
  | 'session-lost'
  | 'refused'
  | 'not-found'
  | 'fault'
  | 'unavailable'
  | 'malformed'
  | 'untrusted';

/** A call that failed; its message is for people and holds no secret. */
export class VsphereError extends Error {
  constructor(
    readonly failure: VsphereFailure,
    /** Such as `RetrievePropertiesEx at vc1.example.org`. */
    call: string,
    readonly reason: string,
    /** The fault's name, such as `NoPermission`. */
    readonly fault: string | null = null,
  ) {
    super(`${call}: ${reason}`);
    this.name = 'VsphereError';
  }
}

/** Whether an error is a call that failed in one of these ways. */
export function isVsphereFailure(
  error: unknown,
  ...failures: VsphereFailure[]
): error is VsphereError {
  return error instanceof VsphereError && failures.includes(error.failure);
}

const failureByFault: Record<string, VsphereFailure> = {
  InvalidLogin: 'unauthenticated',
  NotAuthenticated: 'session-lost',
  NoPermission: 'refused',
  ManagedObjectNotFound: 'not-found',
};

/** How a fault is taken, by its name. */
export function failureOfFault(fault: string): VsphereFailure {
  return failureByFault[fault] ?? 'fault';
}
