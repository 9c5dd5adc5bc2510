import { createServiceRef } from '@backstage/backend-plugin-api';

/** When somebody was seen last, and how they came in. */
export interface LastSeen {
  lastSeenAt: Date;
  /** Whether that session was proved with a second factor. */
  multiFactor: boolean;
  openSessions: number;
}

/** Who signed in, as far as sessions are kept. */
export interface SignedInPeople {
  /** By ref; who has no session that is kept is left out. */
  lastSeenOf(refs: string[]): Promise<Map<string, LastSeen>>;
  /** The refs of a page of all who signed in, in order, after one of them. */
  refsAfter(after: string, limit: number): Promise<string[]>;
}

/** Who signed in, for whoever shows people. */
export const signedInPeopleServiceRef = createServiceRef<SignedInPeople>({
  id: 'flyloft.signed-in-people',
  scope: 'root',
});
