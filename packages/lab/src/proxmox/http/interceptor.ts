/**
 * The hook through which faults are made: it stands between the wire and the
 * API, before anything is checked and again before anything is sent. The
 * server itself knows nothing of faults.
 */

/** What is known of a request when its head was read. */
export interface RequestSummary {
  readonly method: string;
  /** The path below the format (`/cluster/resources`); the whole path outside the API. */
  readonly path: string;
  readonly query: string;
  readonly clientAddress: string;
  /** Aborted when the client goes away or the server closes: give up waiting. */
  readonly signal: AbortSignal;
}

/** An answer before it is written. Content-Length and gzip are made from `body` later. */
export interface Reply {
  readonly status: number;
  readonly reason: string;
  readonly contentType?: string;
  readonly location?: string;
  readonly body: string | Buffer;
}

/** Instead of an answer. */
export type Cut =
  /** Close the connection without a byte. */
  | { readonly cut: 'before-head' }
  /** Send the head and the given share (0 to 1) of the body, then close. */
  | { readonly cut: 'in-body'; readonly share: number };

export interface Interceptor {
  /**
   * Called before authentication. May wait (a slow node), return a reply that
   * is sent instead (5xx, 59x), or cut. Undefined: go on.
   */
  beforeHandling?(
    request: RequestSummary,
  ): Promise<Reply | Cut | undefined> | Reply | Cut | undefined;
  /**
   * Called with the finished reply. May wait, return another reply (wrong
   * JSON, a shorter list), or cut. Undefined: send it as it is.
   */
  beforeSending?(
    request: RequestSummary,
    reply: Reply,
  ): Promise<Reply | Cut | undefined> | Reply | Cut | undefined;
}
