import { randomUUID } from 'node:crypto';

/** One version of a secret, as KV v2 keeps it. */
export interface StoredVersion {
  data: Record<string, unknown>;
  createdAt: Date;
  deletedAt: Date | null;
  destroyed: boolean;
}

/** A token and until when it is good. */
export interface StoredToken {
  id: string;
  policies: string[];
  ttlSeconds: number;
  expiresAt: number;
  renewable: boolean;
}

const mostVersions = 10;

/** What a Vault keeps: versions of secrets by path, and tokens. In memory only. */
export class VaultStore {
  sealed = false;
  /** How often AppRoles signed in. */
  logins = 0;
  private readonly secrets = new Map<string, Map<number, StoredVersion>>();
  private readonly newest = new Map<string, number>();
  private readonly tokens = new Map<string, StoredToken>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Keeps a new version; `cas` must be the newest there is, 0 for none. */
  write(
    path: string,
    data: Record<string, unknown>,
    cas: number | undefined,
  ): number | 'mismatch' {
    const current = this.newest.get(path) ?? 0;
    if (cas !== undefined && cas !== current) return 'mismatch';
    const versions = this.secrets.get(path) ?? new Map<number, StoredVersion>();
    this.secrets.set(path, versions);
    versions.set(current + 1, {
      data,
      createdAt: new Date(this.now()),
      deletedAt: null,
      destroyed: false,
    });
    versions.delete(current + 1 - mostVersions);
    this.newest.set(path, current + 1);
    return current + 1;
  }

  read(
    path: string,
    version: number | undefined,
  ): { number: number; version: StoredVersion } | null {
    const number = version || (this.newest.get(path) ?? 0);
    const found = this.secrets.get(path)?.get(number);
    return found ? { number, version: found } : null;
  }

  /** Forgets a path with all its versions. */
  forget(path: string): void {
    this.secrets.delete(path);
    this.newest.delete(path);
  }

  /** The names right below a path; those with more below end with a slash. */
  list(prefix: string): string[] {
    const names = [...this.secrets.keys()]
      .filter(path => path.startsWith(prefix))
      .map(path => path.slice(prefix.length))
      .map(rest => rest.replace(/\/.*$/s, '/'));
    return [...new Set(names)].sort();
  }

  addToken(
    token: Pick<StoredToken, 'policies' | 'ttlSeconds' | 'renewable'>,
    id = `hvs.${randomUUID()}`,
  ): StoredToken {
    const stored = {
      ...token,
      id,
      expiresAt: this.now() + token.ttlSeconds * 1000,
    };
    this.tokens.set(id, stored);
    return stored;
  }

  token(id: string): StoredToken | null {
    const token = this.tokens.get(id);
    return token && token.expiresAt > this.now() ? token : null;
  }

  renew(token: StoredToken): void {
    token.expiresAt = this.now() + token.ttlSeconds * 1000;
  }

  revoke(id: string): void {
    this.tokens.delete(id);
  }

  secondsLeft(token: StoredToken): number {
    return Math.max(0, Math.round((token.expiresAt - this.now()) / 1000));
  }
}
