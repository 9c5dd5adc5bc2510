import { createServiceRef } from '@backstage/backend-plugin-api';

/** A sign-in that succeeded, from which a session is made. */
export interface OpenedSession {
  /** Made by the caller, who puts it into the token as the claim `sid`. */
  id: string;
  userEntityRef: string;
  /** The portal's token that was issued in it. */
  token: string;
  /** What the browser renews it with, if it was given anything. */
  refreshToken: string | undefined;
  address: string | undefined;
  userAgent: string | undefined;
  multiFactor: boolean;
}

/** What signing in, renewing and signing out do to sessions. */
export interface SessionsService {
  /** Opens a session. Without its row its token is refused everywhere. */
  open(session: OpenedSession): Promise<void>;

  /**
   * Finds the session that a browser wants to renew.
   *
   * @throws AuthenticationError with the reason when it is over or unknown.
   */
  requireOpen(refreshToken: string): Promise<{ id: string }>;

  /** Notes what was issued when a session was renewed. */
  renewed(
    id: string,
    issued: { token: string; refreshToken: string | undefined },
  ): Promise<void>;

  /** Ends the session of who signs out; answers whose and which it was. */
  signOut(
    refreshToken: string,
  ): Promise<{ id: string; userEntityRef: string } | undefined>;
}

/** Sessions, for the module that signs people in. */
export const sessionsServiceRef = createServiceRef<SessionsService>({
  id: 'flyloft.sessions',
  scope: 'root',
});
