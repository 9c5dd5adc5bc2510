import type { Estate } from '../world/estate/Estate.ts';
import { Inventory } from './inventory/Inventory.ts';
import { isA } from './inventory/kinds.ts';
import { isBelow } from './inventory/isBelow.ts';
import { Session, Sessions } from './session.ts';
import type { Lookup } from './collector/select.ts';
import type { Reference } from './soap/value.ts';

/** Users by name, with password and whether they may see anything. */
export type Users = Record<string, { password: string; maySee: boolean }>;

/** A vCenter over an estate: its inventory, its sessions, its users. */
export class VirtualCenter {
  readonly estate: Estate;
  readonly inventory: Inventory;
  readonly sessions: Sessions = new Sessions();
  /** Seconds since 1970. */
  readonly now: () => number;
  private readonly users: Users;
  private rightsTaken = 0;

  constructor(estate: Estate, users: Users, now: () => number) {
    this.estate = estate;
    this.users = users;
    this.now = now;
    this.inventory = new Inventory(estate, now);
  }

  /** Signs a user in; undefined when name or password are wrong. */
  signIn(userName: string, password: string): Session | undefined {
    const user = this.users[userName];
    if (!user || user.password !== password) return undefined;
    const session = new Session(
      { userName, maySee: user.maySee },
      this.now(),
      mine => this.lookupFor(mine),
      () => this.estate.revision,
    );
    this.sessions.add(session);
    return session;
  }

  /** Takes all rights from everybody; gives what brings them back. */
  takeRights(): () => void {
    this.rightsTaken++;
    return () => {
      this.rightsTaken--;
    };
  }

  maySee({ maySee }: Session): boolean {
    return maySee && this.rightsTaken === 0;
  }

  /** What a session finds by an id: the inventory, and its own views. */
  lookupFor(session: Session): Lookup {
    return id => session.views.get(id) ?? this.inventory.object(id);
  }

  /** What a view shows a session: without rights nothing. */
  shownTo(session: Session, container: string, types: string[]): Reference[] {
    if (!this.maySee(session)) return [];
    const lookup = this.lookupFor(session);
    return [...this.inventory.refs()].filter(
      ref =>
        (types.length === 0 || types.some(type => isA(ref.kind, type))) &&
        isBelow(ref, container, lookup),
    );
  }

  onChange(listener: () => void): () => void {
    return this.estate.onChange(listener);
  }
}
