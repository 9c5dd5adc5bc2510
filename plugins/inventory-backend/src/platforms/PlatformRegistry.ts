import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import {
  InputError,
  isError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { configOf } from '@flyloft/plugin-inventory-common';
import {
  PlatformCheckError,
  type PlatformCollector,
} from '@flyloft/plugin-inventory-node';
import type { SecretStore } from '@flyloft/plugin-secrets-node';
import type { ConfiguredPlatform } from './ConfiguredPlatform';
import type { PlatformEntryStore, StoredPlatform } from './PlatformEntryStore';
import type { HeldPlatform, PlatformSource } from './PlatformSource';
import type { PlatformTypeRegistry } from './PlatformTypeRegistry';

/** What a registry works with. */
export interface PlatformRegistryOptions {
  /** Those of the configuration files. They win. */
  fixed: readonly ConfiguredPlatform[];
  entries: PlatformEntryStore;
  types: PlatformTypeRegistry;
  secrets: SecretStore;
  /** The interval of platforms that name none. */
  usualIntervalSeconds(): Promise<number>;
  logger: LoggerService;
  now?: () => number;
}

interface Loaded {
  platform: ConfiguredPlatform;
  version: number;
  /** Why it can't be collected; null when it can. */
  problem: string | null;
  madeAt: number;
  /** How many runs read it now. */
  users: number;
  retired: boolean;
}

/** A platform that could not be made is tried again after so long. */
const retryMilliseconds = 15_000;

/**
 * The platforms as they are configured at this moment: those of the files,
 * and those of the portal as their rows say. A collector that was replaced is
 * closed as soon as no run reads it.
 */
export class PlatformRegistry implements PlatformSource {
  private readonly fixed: ReadonlyMap<string, Loaded>;
  private readonly loaded = new Map<string, Loaded>();
  private refreshing: Promise<void> | null = null;
  private following: Promise<void> | null = null;
  private closed = false;

  constructor(private readonly options: PlatformRegistryOptions) {
    this.fixed = new Map(
      options.fixed.map(platform => [platform.id, madeOf(platform, 0, 0)]),
    );
  }

  all(): ConfiguredPlatform[] {
    return [...this.fixed.values(), ...this.loaded.values()].map(
      ({ platform }) => platform,
    );
  }

  /** Whether the files configure a platform of this id. */
  isFixed(id: string): boolean {
    return this.fixed.has(id);
  }

  /** Why a platform can't be collected as it is configured; null when it can. */
  problemOf(id: string): string | null {
    return this.loaded.get(id)?.problem ?? null;
  }

  async acquire(id: string): Promise<HeldPlatform | null> {
    if (!this.fixed.has(id)) {
      const entry = await this.options.entries.find(id);
      if (!entry?.enabled) {
        this.retire(id);
        return null;
      }
      await this.load(entry);
    }
    const held = this.fixed.get(id) ?? this.loaded.get(id);
    if (!held) return null;
    held.users += 1;
    return { platform: held.platform, release: () => this.release(held) };
  }

  /**
   * Takes up what changed in the rows until now; cheap when nothing did. One
   * that is under way may have read them before: those who ask meanwhile share
   * the next.
   */
  async refresh(): Promise<void> {
    if (!this.refreshing) return this.begin();
    this.following ??= this.refreshing
      .catch(() => {})
      .then(() => {
        this.following = null;
        return this.refreshing ?? this.begin();
      });
    return this.following;
  }

  private begin(): Promise<void> {
    this.refreshing = this.takeUp().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async takeUp(): Promise<void> {
    const usual = await this.options.usualIntervalSeconds();
    for (const { platform } of [
      ...this.fixed.values(),
      ...this.loaded.values(),
    ]) {
      if (platform.usesSiteInterval) platform.intervalSeconds = usual;
    }
    const versions = await this.options.entries.versions();
    const wanted = new Map(
      versions
        .filter(({ id, enabled }) => enabled && !this.fixed.has(id))
        .map(({ id, version }) => [id, version]),
    );
    for (const id of [...this.loaded.keys()]) {
      if (!wanted.has(id)) this.retire(id);
    }
    for (const [id, version] of wanted) {
      if (this.isCurrent(id, version)) continue;
      const entry = await this.options.entries.find(id);
      if (entry?.enabled) await this.load(entry);
    }
  }

  private isCurrent(id: string, version: number): boolean {
    const loaded = this.loaded.get(id);
    if (loaded?.version !== version) return false;
    return (
      loaded.problem === null || this.now() - loaded.madeAt < retryMilliseconds
    );
  }

  private async load(entry: StoredPlatform): Promise<void> {
    if (this.isCurrent(entry.id, entry.version)) return;
    const made = await this.make(entry);
    // Two may have loaded at once, or the portal may be going down.
    if (this.closed || this.isCurrent(entry.id, entry.version)) {
      this.closeUnused({ ...made, retired: true });
      return;
    }
    this.retire(entry.id);
    this.loaded.set(entry.id, made);
    if (made.problem) {
      this.options.logger.warn(
        `The platform '${entry.id}' can't be collected: ${made.problem}`,
      );
    } else {
      this.options.logger.info(
        `The platform '${entry.id}' is collected as of its version ${entry.version}`,
      );
    }
  }

  private async make(entry: StoredPlatform): Promise<Loaded> {
    const { id, type, title, intervalSeconds, timeoutSeconds, version } = entry;
    const settings = {
      id,
      type,
      title,
      intervalSeconds:
        intervalSeconds ?? (await this.options.usualIntervalSeconds()),
      usesSiteInterval: intervalSeconds === null,
      timeoutSeconds,
      initialDelaySeconds: 0,
    };
    try {
      const config = await this.configOf(entry);
      const platform = this.options.types.create({ ...settings, config });
      return madeOf(platform, version, this.now());
    } catch (error) {
      const problem = this.wordsFor(id, error);
      const config = new ConfigReader({});
      const platform = { ...settings, config, collector: unusable(problem) };
      return { ...madeOf(platform, version, this.now()), problem };
    }
  }

  private async configOf({ type, values, secretRefs }: StoredPlatform) {
    const form = this.options.types.formOf(type);
    const secrets: Record<string, string> = {};
    for (const [field, ref] of Object.entries(secretRefs)) {
      secrets[field] = await this.options.secrets.get(ref);
    }
    return new ConfigReader(configOf(form, values, secrets) as never);
  }

  /** Words of ours for people; what else went wrong stands in the log. */
  private wordsFor(id: string, error: unknown): string {
    const speaks = [InputError, NotFoundError, ServiceUnavailableError];
    if (isError(error) && speaks.some(kind => error instanceof kind)) {
      return error.message;
    }
    this.options.logger.error(
      `The platform '${id}' could not be made ready: ${error}`,
    );
    return 'Its settings could not be read; the log has the details';
  }

  private release(held: Loaded): void {
    held.users -= 1;
    this.closeUnused(held);
  }

  private retire(id: string): void {
    const loaded = this.loaded.get(id);
    if (!loaded) return;
    this.loaded.delete(id);
    loaded.retired = true;
    this.closeUnused(loaded);
  }

  private closeUnused({ platform, users, retired }: Loaded): void {
    if (!retired || users > 0) return;
    Promise.resolve(platform.collector.close?.()).catch(error =>
      this.options.logger.warn(
        `The collector of '${platform.id}' could not be closed: ${error}`,
      ),
    );
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  /** Closes everything; nothing is collected from here on. */
  async close(): Promise<void> {
    this.closed = true;
    await this.refreshing?.catch(() => {});
    await Promise.all(this.all().map(({ collector }) => collector.close?.()));
  }
}

const madeOf = (
  platform: ConfiguredPlatform,
  version: number,
  madeAt: number,
): Loaded => ({
  platform,
  version,
  madeAt,
  problem: null,
  users: 0,
  retired: false,
});

/** Ends every run with the reason, so that all pages show it. */
function unusable(problem: string): PlatformCollector {
  return {
    collect: () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(new InputError(problem)),
      }),
    }),
    check: () => Promise.reject(new PlatformCheckError('answer', problem)),
  };
}
