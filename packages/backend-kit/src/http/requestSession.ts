/** Who is behind a request, as far as the portal's entrance knows. */
export interface RequestSession {
  /** The session that its token was issued in. */
  sessionId: string;
  userEntityRef: string;
}

const sessions = new WeakMap<object, RequestSession>();

/** Notes the session of a request; the check of sessions does, nobody else. */
export function noteSession(request: object, session: RequestSession): void {
  sessions.set(request, session);
}

/** The session of a request; undefined for services and who isn't signed in. */
export function sessionOf(request: object): RequestSession | undefined {
  return sessions.get(request);
}
