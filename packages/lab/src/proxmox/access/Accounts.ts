import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../http/ApiError.ts';
import { parseAuthId } from './authId.ts';

/** What an administrator may set of a user. */
export interface UserDetails {
  enable?: boolean;
  /** Seconds since 1970; 0 or absent: never. */
  expire?: number;
  comment?: string;
  email?: string;
  firstname?: string;
  lastname?: string;
}

/** What an administrator may set of a token. */
export interface TokenDetails {
  /** True (Proxmox' default): the token has only what its own ACL entries grant. */
  privsep: boolean;
  expire?: number;
  comment?: string;
}

export interface Token extends TokenDetails {
  readonly tokenId: string;
}

export interface User extends UserDetails {
  readonly userId: string;
  readonly groups: ReadonlySet<string>;
  readonly tokens: ReadonlyMap<string, Token>;
}

export interface Group {
  readonly groupId: string;
  comment?: string;
}

interface StoredToken extends Token {
  secretHash: Buffer;
}

interface StoredUser extends User {
  passwordHash: Buffer | undefined;
  groups: Set<string>;
  tokens: Map<string, StoredToken>;
}

// The passwords of a lab are no secrets; a plain hash is only for comparing
// in constant time.
const hash = (text: string) => createHash('sha256').update(text).digest();

/** Users, their tokens and groups. Knows nothing of what they may do. */
export class Accounts {
  private readonly users = new Map<string, StoredUser>();
  private readonly groups = new Map<string, Group>();

  addUser(
    userId: string,
    details: UserDetails & { password?: string; groups?: Iterable<string> },
  ): void {
    if (!parseAuthId(userId) || userId.includes('!')) {
      throw ApiError.badParameters({
        userid: 'invalid format - value does not look like a valid user name\n',
      });
    }
    if (this.users.has(userId)) {
      throw ApiError.failed(
        `create user failed: user '${userId}' already exists`,
      );
    }
    const { password, groups = [], ...rest } = details;
    for (const group of groups) this.group(group);
    this.users.set(userId, {
      ...rest,
      userId,
      enable: rest.enable ?? true,
      passwordHash: password === undefined ? undefined : hash(password),
      groups: new Set(groups),
      tokens: new Map(),
    });
  }

  /** @param append - adds the groups to those the user is in */
  updateUser(
    userId: string,
    details: UserDetails & { groups?: Iterable<string> },
    append = false,
  ): void {
    const user = this.stored(userId);
    const { groups, ...rest } = details;
    for (const [key, value] of Object.entries(rest)) {
      if (value !== undefined) Object.assign(user, { [key]: value });
    }
    if (!groups) return;
    for (const group of groups) this.group(group);
    user.groups = new Set(append ? [...user.groups, ...groups] : groups);
  }

  setPassword(userId: string, password: string): void {
    this.stored(userId).passwordHash = hash(password);
  }

  removeUser(userId: string): void {
    this.stored(userId);
    this.users.delete(userId);
  }

  find(userId: string): User | undefined {
    return this.users.get(userId);
  }

  /** As `find`, but an unknown user is an error. */
  user(userId: string): User {
    return this.stored(userId);
  }

  list(): User[] {
    return [...this.users.values()];
  }

  addGroup(groupId: string, comment?: string): void {
    if (this.groups.has(groupId)) {
      throw ApiError.failed(`group '${groupId}' already exists`);
    }
    this.groups.set(groupId, { groupId, comment });
  }

  group(groupId: string): Group {
    const group = this.groups.get(groupId);
    if (!group) throw ApiError.failed(`group '${groupId}' does not exist`);
    return group;
  }

  removeGroup(groupId: string): void {
    this.group(groupId);
    this.groups.delete(groupId);
    for (const user of this.users.values()) user.groups.delete(groupId);
  }

  listGroups(): Group[] {
    return [...this.groups.values()];
  }

  membersOf(groupId: string): string[] {
    return this.list()
      .filter(user => user.groups.has(groupId))
      .map(user => user.userId);
  }

  addToken(
    userId: string,
    tokenId: string,
    secret: string,
    details: TokenDetails,
  ): void {
    const user = this.stored(userId);
    if (user.tokens.has(tokenId)) {
      throw ApiError.badParameters({ tokenid: 'Token already exists.' });
    }
    user.tokens.set(tokenId, {
      ...details,
      tokenId,
      secretHash: hash(secret),
    });
  }

  token(userId: string, tokenId: string): Token {
    const token = this.stored(userId).tokens.get(tokenId);
    if (!token) {
      throw ApiError.failed(`no such token '${tokenId}' for user '${userId}'`);
    }
    return token;
  }

  updateToken(
    userId: string,
    tokenId: string,
    details: Partial<TokenDetails>,
  ): void {
    const token = this.token(userId, tokenId);
    for (const [key, value] of Object.entries(details)) {
      if (value !== undefined) Object.assign(token, { [key]: value });
    }
  }

  removeToken(userId: string, tokenId: string): void {
    this.token(userId, tokenId);
    this.stored(userId).tokens.delete(tokenId);
  }

  /** True for the right password of a user who may sign in now. */
  isPassword(userId: string, password: string, nowSeconds: number): boolean {
    const stored = this.users.get(userId);
    if (!stored?.passwordHash || !this.isUsable(userId, nowSeconds)) {
      return false;
    }
    return timingSafeEqual(stored.passwordHash, hash(password));
  }

  /** True for the right secret of a token that has not expired. */
  isTokenSecret(
    userId: string,
    tokenId: string,
    secret: string,
    nowSeconds: number,
  ): boolean {
    const token = this.users.get(userId)?.tokens.get(tokenId);
    if (!token || !this.isUsable(userId, nowSeconds)) return false;
    if (token.expire && token.expire < nowSeconds) return false;
    return timingSafeEqual(token.secretHash, hash(secret));
  }

  /** True for a user who exists, is enabled and has not expired. */
  isUsable(userId: string, nowSeconds: number): boolean {
    const user = this.users.get(userId);
    if (!user?.enable) return false;
    return !user.expire || user.expire >= nowSeconds;
  }

  private stored(userId: string): StoredUser {
    const user = this.users.get(userId);
    if (!user) throw ApiError.failed(`no such user ('${userId}')`);
    return user;
  }
}
