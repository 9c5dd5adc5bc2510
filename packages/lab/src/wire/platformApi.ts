import type { Interceptor, Reply } from '../proxmox/http/index.ts';
import type { Estate } from '../world/estate/Estate.ts';
import type { World } from '../world/World.ts';

/** With whom an estate's API is reached; made once and kept over restarts. */
export interface EstateSecrets {
  username: string;
  password: string;
  token: string;
  /** May sign in, and see nothing. */
  unprivilegedUsername: string;
  unprivilegedPassword: string;
  unprivilegedToken: string;
}

/** How an API's lists are spoiled by faults; it alone knows how they look. */
export interface SpoiltLists {
  /** Whether a call of that operation lists machines. */
  isList(operation: string): boolean;
  /** The same answer with only a share of its machines, of one host's when one is named. */
  halved(
    reply: Reply,
    share: number,
    host: string | undefined,
  ): Reply | undefined;
  /** The answer a lost right would give. */
  emptied(reply: Reply): Reply | undefined;
}

/** What faults and tests reach into behind the wire. */
export interface ApiAccess {
  /** Takes all rights from everybody; gives what brings them back. */
  emptyAcl(): () => void;
  /** Ends every session. */
  expireSessions(): void;
  /** Drops every watch. */
  dropStreams(): void;
}

export interface PlatformApiOptions {
  world: World;
  estate: Estate;
  secrets: EstateSecrets;
  tls: { key: string; cert: string };
  port: number;
  interceptor: Interceptor;
}

export interface RunningApi {
  port: number;
  access: ApiAccess;
  close(): Promise<void>;
}

/** One platform's protocol over an estate. */
export interface PlatformApi {
  lists: SpoiltLists;
  start(options: PlatformApiOptions): Promise<RunningApi>;
}
