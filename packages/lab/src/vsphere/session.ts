import { randomUUID } from 'node:crypto';
import type { FilterSpec } from './collector/filterSpec.ts';
import { Updates } from './collector/Updates.ts';
import type { Lookup } from './collector/select.ts';
import type { ManagedObject } from './inventory/ManagedObject.ts';
import type { Reference } from './soap/value.ts';

const IDLE_SECONDS = 30 * 60;

/** A retrieval of which pages are still to come. */
export interface Continuation {
  spec: FilterSpec;
  left: Reference[];
  pageSize: number;
}

/** One signed-in client, and what is bound to it. */
export class Session {
  readonly key: string = `52${randomUUID().slice(2)}`;
  readonly userName: string;
  readonly maySee: boolean;
  readonly views: Map<string, ManagedObject> = new Map();
  readonly continuations: Map<string, Continuation> = new Map();
  readonly updates: Updates;
  lastActive: number;
  readonly loginTime: number;
  /** Fires when the session ends: whoever waits in it is sent away. */
  readonly ended: AbortController = new AbortController();

  constructor(
    who: { userName: string; maySee: boolean },
    now: number,
    lookup: (session: Session) => Lookup,
    revision: () => number,
  ) {
    this.userName = who.userName;
    this.maySee = who.maySee;
    this.lastActive = now;
    this.loginTime = now;
    this.updates = new Updates(lookup(this), revision);
  }
}

/** The sessions of a vCenter, by key. */
export class Sessions {
  private readonly known: Map<string, Session> = new Map();

  add(session: Session): void {
    this.known.set(session.key, session);
  }

  /** By cookie; one that was idle for too long is gone. */
  find(cookie: string | undefined, now: number): Session | undefined {
    const key = /vmware_soap_session="?([^";]+)"?/.exec(cookie ?? '')?.[1];
    const session = key === undefined ? undefined : this.known.get(key);
    if (!session) return undefined;
    if (now - session.lastActive > IDLE_SECONDS) {
      this.end(session);
      return undefined;
    }
    session.lastActive = now;
    return session;
  }

  has(key: string): boolean {
    return this.known.has(key);
  }

  end(session: Session): void {
    this.known.delete(session.key);
    session.ended.abort();
  }

  endAll(): void {
    for (const session of this.known.values()) this.end(session);
  }
}
