/**
 * An answer other than 200. Proxmox says what went wrong in the reason phrase
 * of the status line, and (since 8.3) once more as `message` in the body, where
 * most of them end in a line feed.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly errors?: Readonly<Record<string, string>>;

  /**
   * @param message - ends in `\n` where the real one does; only its first line
   *   reaches the status line
   * @param errors - what is wrong, by parameter
   */
  constructor(
    status: number,
    message: string,
    errors?: Readonly<Record<string, string>>,
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.errors = errors;
  }

  /** What Perl's `die "…\n"` in a handler becomes: 500, "not found" included. */
  static failed(text: string): ApiError {
    return new ApiError(500, `${text}\n`);
  }

  /** 400 with what is wrong, by parameter. */
  static badParameters(errors: Readonly<Record<string, string>>): ApiError {
    return new ApiError(400, 'Parameter verification failed.\n', errors);
  }

  /** 403; `what` is for instance `/vms/100, VM.Audit`. */
  static refused(what: string): ApiError {
    return new ApiError(403, `Permission check failed (${what})\n`);
  }

  /** 401; the server sends it late. */
  static unauthenticated(text = 'Authentication failed!'): ApiError {
    return new ApiError(401, `${text}\n`);
  }
}
