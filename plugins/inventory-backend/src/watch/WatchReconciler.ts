import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import type { PlatformCollector } from '@flyloft/plugin-inventory-node';
import { PlatformWatch } from './PlatformWatch';
import type { WatchStore } from './WatchStore';
import { usualWatchTimes, type WatchTimes } from './watchTimes';

/** A platform as watching needs it. */
export interface WatchedPlatform {
  id: string;
  collector: Pick<PlatformCollector, 'watch'>;
}

/** What a reconciler works with. */
export interface WatchReconcilerOptions {
  store: WatchStore;
  /** The platforms that are configured now. */
  platforms(): readonly WatchedPlatform[];
  /** Asks for a sync because of changes; answers the one queued or under way. */
  requestSync(platformId: string): Promise<Pick<SyncRun, 'state'>>;
  /** Names this process among its replicas. */
  watcher: string;
  logger: LoggerService;
  times?: Partial<WatchTimes>;
  random?: () => number;
}

interface Watching {
  collector: WatchedPlatform['collector'];
  watch: PlatformWatch;
}

/**
 * Keeps every platform that can tell of changes watched, each by one replica:
 * looks at every beat what is configured and what this process holds, and
 * begins and ends watches until both agree.
 */
export class WatchReconciler {
  private readonly watching = new Map<string, Watching>();
  private readonly times: WatchTimes;
  private loop: Promise<void> | null = null;
  private stopped = false;
  private wake: () => void = () => {};
  private lastHold = performance.now();

  constructor(private readonly options: WatchReconcilerOptions) {
    this.times = { ...usualWatchTimes, ...options.times };
  }

  /** Begins to work. */
  start(): void {
    this.loop ??= this.work();
  }

  /** Ends all watches and leaves them to other replicas. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    const ids = [...this.watching.keys()];
    await Promise.all(ids.map(id => this.end(id)));
    try {
      await this.options.store.release(this.options.watcher, ids);
    } catch (error) {
      // Another replica takes them when they have been silent for long enough.
      this.options.logger.warn(`Watches could not be given up: ${error}`);
    }
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.reconcile();
      } catch (error) {
        this.options.logger.error(
          `Watches of platforms could not be settled; trying again: ${error}`,
        );
        await this.endIfSilent();
      }
      await this.pause();
    }
  }

  /** One pass: afterwards this process watches what it holds, and no more. */
  async reconcile(): Promise<void> {
    const { store, watcher } = this.options;
    const wanted = new Map(
      this.options
        .platforms()
        .filter(({ collector }) => collector.watch)
        .map(platform => [platform.id, platform.collector]),
    );
    const held = await store.hold(
      watcher,
      [...wanted.keys()],
      this.times.leaseSeconds,
    );
    this.lastHold = performance.now();
    for (const [id, { collector }] of this.watching) {
      // Whose configuration changed has another collector.
      if (!held.has(id) || wanted.get(id) !== collector) await this.end(id);
      if (!wanted.has(id)) await store.release(watcher, [id]);
    }
    for (const [id, collector] of wanted) {
      if (held.has(id) && !this.watching.has(id) && !this.stopped) {
        this.begin(id, collector);
      }
    }
  }

  private begin(id: string, collector: WatchedPlatform['collector']): void {
    const { store, watcher, requestSync, random, logger } = this.options;
    this.watching.set(id, {
      collector,
      watch: new PlatformWatch({
        platformId: id,
        watch: context => collector.watch!(context),
        requestSync: () => requestSync(id),
        lastSyncMilliseconds: () => store.lastSyncMilliseconds(id),
        note: state => store.note(watcher, id, state),
        times: this.times,
        random: random ?? Math.random,
        logger: logger.child({ platform: id }),
      }),
    });
  }

  private async end(id: string): Promise<void> {
    const watching = this.watching.get(id);
    this.watching.delete(id);
    await watching?.watch.stop();
  }

  /** Who could not say for long that it is alive has lost its watches. */
  private async endIfSilent(): Promise<void> {
    const silence = (performance.now() - this.lastHold) / 1000;
    if (silence < this.times.leaseSeconds) return;
    await Promise.all([...this.watching.keys()].map(id => this.end(id)));
  }

  private async pause(): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, this.times.beatMilliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
