import { ApiError } from '../http/ApiError.ts';
import { Accounts, type TokenDetails, type UserDetails } from './Accounts.ts';
import {
  AclTree,
  isAclPath,
  normalizePath,
  type SubjectKind,
} from './AclTree.ts';
import { parseAuthId } from './authId.ts';
import type { Caller } from './caller.ts';
import {
  Permissions,
  type PoolMembership,
  type Privileges,
} from './Permissions.ts';
import {
  builtInRoles,
  privilegesOf,
  type MajorVersion,
  type Role,
} from './privileges.ts';
import { Tickets } from './Tickets.ts';

export interface AccessOptions {
  /** Decides which privileges and roles there are. */
  version: MajorVersion;
  /** Told to who signs in; a standalone node has none. */
  clusterName?: string;
  /** Milliseconds since 1970. */
  now?: () => number;
  pools?: PoolMembership;
}

/** What a request brings along to say who sends it. */
export interface Credentials {
  ticket?: string;
  /** `user@realm!token=secret` */
  apiToken?: string;
  csrfToken?: string;
  /** True for anything but GET: a ticket then needs its CSRF token too. */
  changes: boolean;
}

/** Entries of the access control list to add or to take away. */
export interface AclChange {
  path: string;
  roles: readonly string[];
  users?: readonly string[];
  groups?: readonly string[];
  tokens?: readonly string[];
  propagate?: boolean;
  remove?: boolean;
}

/** What signing in yields. */
export interface SignIn {
  userId: string;
  ticket: string;
  csrfToken: string;
}

const noPools: PoolMembership = { poolsOf: () => [], memberPaths: () => [] };

/**
 * Who there is on a cluster, how they prove it, and what they may do. It
 * starts as a new installation: root@pam without a password, realms pam and
 * pve, the roles of its version, no entry in the access control list.
 */
export class Access {
  readonly version: MajorVersion;
  readonly clusterName: string | undefined;
  readonly accounts = new Accounts();
  readonly acl = new AclTree();
  readonly tickets: Tickets;
  readonly roles: Map<string, Role>;
  private readonly now: () => number;
  private readonly rights: Permissions;

  constructor(options: AccessOptions) {
    this.version = options.version;
    this.clusterName = options.clusterName;
    this.now = options.now ?? Date.now;
    this.tickets = new Tickets(this.now);
    this.roles = builtInRoles(options.version);
    this.rights = new Permissions({
      accounts: this.accounts,
      acl: this.acl,
      roles: this.roles,
      pools: options.pools ?? noPools,
    });
    this.accounts.addUser('root@pam', {});
  }

  addUser(
    userId: string,
    details: UserDetails & {
      password?: string;
      groups?: Iterable<string>;
    } = {},
  ): void {
    this.accounts.addUser(userId, details);
    this.rights.changed();
  }

  addGroup(groupId: string, comment?: string): void {
    this.accounts.addGroup(groupId, comment);
  }

  /** Also forgets what the list grants the user and their tokens. */
  removeUser(userId: string): void {
    for (const tokenId of this.accounts.user(userId).tokens.keys()) {
      this.acl.forget('token', `${userId}!${tokenId}`);
    }
    this.accounts.removeUser(userId);
    this.acl.forget('user', userId);
    this.rights.changed();
  }

  removeGroup(groupId: string): void {
    this.accounts.removeGroup(groupId);
    this.acl.forget('group', groupId);
    this.rights.changed();
  }

  addToken(
    userId: string,
    tokenId: string,
    secret: string,
    details: Partial<TokenDetails> = {},
  ): void {
    this.accounts.addToken(userId, tokenId, secret, {
      privsep: true,
      ...details,
    });
    this.rights.changed();
  }

  removeToken(userId: string, tokenId: string): void {
    this.accounts.removeToken(userId, tokenId);
    this.acl.forget('token', `${userId}!${tokenId}`);
    this.rights.changed();
  }

  /**
   * Defines a role of one's own; built-in ones can't be changed, and
   * privileges of the other version don't exist.
   */
  setRole(roleId: string, privileges: Iterable<string>): void {
    if (this.roles.get(roleId)?.special) {
      throw ApiError.failed(
        `auto-generated role '${roleId}' cannot be modified`,
      );
    }
    const known = new Set(privilegesOf(this.version));
    const wanted = new Set(privileges);
    for (const privilege of wanted) {
      if (known.has(privilege)) continue;
      throw ApiError.badParameters({
        privs: `invalid format - invalid privilege '${privilege}'\n`,
      });
    }
    this.roles.set(roleId, {
      privileges: wanted,
      special: false,
    });
    this.rights.changed();
  }

  removeRole(roleId: string): void {
    const role = this.roles.get(roleId);
    if (!role) throw ApiError.failed(`role '${roleId}' does not exist`);
    if (role.special) {
      throw ApiError.failed(
        `auto-generated role '${roleId}' cannot be deleted`,
      );
    }
    this.roles.delete(roleId);
    for (const entry of this.acl.entries()) {
      if (entry.role === roleId) this.acl.remove(entry);
    }
    this.rights.changed();
  }

  /** Adds to the access control list, or takes away from it; all or nothing. */
  setAcl(change: AclChange): void {
    const path = normalizePath(change.path);
    if (!isAclPath(path)) {
      throw ApiError.badParameters({
        path: `invalid ACL path '${change.path}'`,
      });
    }
    const subjects = this.subjectsOf(change);
    for (const role of change.roles) {
      if (!this.roles.has(role)) {
        throw ApiError.failed(`role '${role}' does not exist`);
      }
    }
    for (const role of change.roles) {
      for (const { kind, subject } of subjects) {
        const entry = { path, kind, subject, role };
        if (change.remove) this.acl.remove(entry);
        else this.acl.add({ ...entry, propagate: change.propagate ?? true });
      }
    }
    this.rights.changed();
  }

  /**
   * Empties the access control list, as an administrator's mistake would.
   * @returns puts the entries back that were there
   */
  emptyAcl(): () => void {
    const before = this.acl.entries();
    this.acl.replace([]);
    this.rights.changed();
    return () => {
      this.acl.replace(before);
      this.rights.changed();
    };
  }

  /** Refuses every ticket given out so far; signing in again works. */
  expireTickets(): void {
    this.tickets.expireAll();
  }

  /** To be called after `accounts` or `acl` were changed directly. */
  changed(): void {
    this.rights.changed();
  }

  /**
   * Checks a password, or a ticket given as one, which renews it.
   * @throws ApiError 401
   */
  signIn(userId: string, password: string): SignIn {
    const known = password.startsWith('PVE:')
      ? this.tickets.userOf(password) === userId &&
        this.accounts.isUsable(userId, this.nowSeconds())
      : this.accounts.isPassword(userId, password, this.nowSeconds());
    if (!known) throw ApiError.unauthenticated('authentication failure');
    return {
      userId,
      ticket: this.tickets.issue(userId),
      csrfToken: this.tickets.csrfToken(userId),
    };
  }

  /**
   * Says who sends a request; a ticket wins over a token.
   * @throws ApiError 401
   */
  authenticate(credentials: Credentials): Caller {
    const { ticket, apiToken, csrfToken, changes } = credentials;
    if (ticket !== undefined) {
      const userId = this.tickets.userOf(ticket);
      if (!userId || !this.accounts.isUsable(userId, this.nowSeconds())) {
        throw ApiError.unauthenticated();
      }
      if (changes && !this.tickets.isCsrfToken(userId, csrfToken ?? '')) {
        throw ApiError.unauthenticated(
          'Permission denied - invalid csrf token',
        );
      }
      return this.caller(userId);
    }
    if (apiToken === undefined) throw ApiError.unauthenticated('No ticket');
    return this.callerByToken(apiToken);
  }

  /** Somebody by name: what a request of theirs could do. */
  caller(authId: string): Caller {
    const id = parseAuthId(authId);
    const on = (path: string) => this.rights.on(authId, path);
    return {
      authId,
      userId: id?.userId ?? '',
      tokenId: id?.tokenId,
      isRoot: authId === 'root@pam',
      has: (path, privilege) => on(path).has(privilege),
      any: (path, privileges) => privileges.some(one => on(path).has(one)),
      all: (path, privileges) => privileges.every(one => on(path).has(one)),
      privileges: on,
    };
  }

  /** The caller of a route that is open to the world: nobody. */
  nobody(): Caller {
    return this.caller('');
  }

  /** Every privilege on a path, with whether it propagates. */
  permissions(authId: string, path: string): Privileges {
    return this.rights.on(authId, normalizePath(path));
  }

  /** The privileges on every path that matters, as GET /access/permissions has them. */
  permissionsOf(authId: string): Record<string, Privileges> {
    return this.rights.summary(authId);
  }

  /** The `cap` told to who signs in. */
  capabilitiesOf(authId: string): Record<string, Record<string, 1>> {
    return this.rights.capabilities(authId);
  }

  private callerByToken(apiToken: string): Caller {
    const at = apiToken.lastIndexOf('=');
    const id = parseAuthId(apiToken.slice(0, Math.max(at, 0)));
    const secret = apiToken.slice(at + 1);
    const genuine =
      id?.tokenId !== undefined &&
      this.accounts.isTokenSecret(
        id.userId,
        id.tokenId,
        secret,
        this.nowSeconds(),
      );
    if (!genuine) throw ApiError.unauthenticated();
    return this.caller(`${id.userId}!${id.tokenId}`);
  }

  private subjectsOf({
    users = [],
    groups = [],
    tokens = [],
    remove,
  }: AclChange): Array<{ kind: SubjectKind; subject: string }> {
    // What is gone may still be taken off the list.
    if (!remove) {
      for (const user of users) this.accounts.user(user);
      for (const group of groups) this.accounts.group(group);
      for (const token of tokens) {
        const id = parseAuthId(token);
        this.accounts.token(id?.userId ?? token, id?.tokenId ?? '');
      }
    }
    return [
      ...users.map(subject => ({ kind: 'user' as const, subject })),
      ...groups.map(subject => ({ kind: 'group' as const, subject })),
      ...tokens.map(subject => ({ kind: 'token' as const, subject })),
    ];
  }

  private nowSeconds(): number {
    return Math.floor(this.now() / 1000);
  }
}
