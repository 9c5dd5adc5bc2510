import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { PlatformForm } from '@flyloft/plugin-inventory-common';
import type { Observation } from './observation';

/** What the inventory remembers of a guest for its collector's next run. */
export interface KnownGuest {
  externalId: string;
  digest: string | null;
  memory: Record<string, unknown> | null;
}

/** What a collector is given for one run. */
export interface CollectContext {
  /** Fires on cancel and time-out; every call of the collector obeys it. */
  signal: AbortSignal;
  logger: LoggerService;
  /** When the last good run of this platform began; null before the first. */
  lastCollectedAt: Date | null;
  /**
   * Looks up what is known of some guests, at most 1,000 at a time: a
   * collector asks page by page, so that nobody holds 100,000 in memory.
   */
  knownGuests(externalIds: string[]): Promise<Map<string, KnownGuest>>;
  /** Says how far it is; cheap to call often. */
  progress(step: { phase: string; done: number; total: number | null }): void;
}

/** What a test of the connection found. */
export interface PlatformCheck {
  version: string;
  /** Whom the platform takes us for. */
  identity: string;
  /**
   * Privileges that the collector needs and does not have, by name; `what`
   * says what can't be seen without.
   */
  missingPrivileges: Array<{ path: string; privilege: string; what?: string }>;
  /** How many guests we would see; absent where it takes too long to count. */
  guests?: number;
  /** What else people should know before they save, in sentences of ours. */
  remarks?: string[];
}

/** What a collector is given to follow changes. */
export interface WatchContext {
  /** Fires when nobody wants to know any more; every call obeys it. */
  signal: AbortSignal;
  logger: LoggerService;
}

/**
 * What a watch tells. `ready`: from now on it sees changes; told again, it
 * may have missed some. `changed`: something that `collect` yields is
 * different; what it is, the sync that follows finds out.
 */
export type PlatformSignal = 'ready' | 'changed';

/**
 * Reads one configured platform. A collector yields what it saw and what it
 * could not see; it never decides what is missing, and writes nothing.
 */
export interface PlatformCollector {
  /**
   * Streams one whole picture. A record is a promise: what is not yielded and
   * not covered by an `unreachable` or `gap` record will be taken for deleted.
   *
   * @throws the platform's error when the whole is not readable; an abort
   *   rejects with the signal's reason. Either ends the run without effect.
   */
  collect(context: CollectContext): AsyncIterable<Observation>;

  /**
   * Follows the platform's changes until the signal fires, for platforms that
   * tell of them. One replica watches a platform; when the watch ends or
   * throws it is begun again after a pause that grows. `ready` is yielded when
   * it stands and whenever it stands again after a gap. Told once too often
   * costs a sync, and what it fails to tell the next sync on schedule finds:
   * so use (CPU, heartbeats) is no change.
   */
  watch?(context: WatchContext): AsyncIterable<PlatformSignal>;

  /**
   * Looks whether the platform can be reached and read, in seconds.
   *
   * @throws PlatformCheckError saying at which step it ended; of any other
   *   error people see nothing but an id.
   */
  check(signal: AbortSignal): Promise<PlatformCheck>;

  /** Frees connections; called when the backend stops. */
  close?(): Promise<void>;
}

/** One entry of `inventory.platforms` as its collector's maker gets it. */
export interface PlatformConfig {
  id: string;
  title: string;
  /** The part under the type's own name, such as `proxmox`. */
  config: Config;
}

/** Makes collectors of one type of platform. */
export interface PlatformType {
  /** The word in the configuration: `proxmox`. */
  type: string;
  /**
   * What a page asks to add such a platform. Its fields are keys of the
   * `config` below; without it the type is configured in files alone.
   */
  form?: PlatformForm;
  /**
   * @throws InputError naming the key when the configuration is not usable.
   */
  createCollector(platform: PlatformConfig): PlatformCollector;
}
