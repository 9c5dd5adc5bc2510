import { setTimeout as pause } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import type { PlatformCollector } from '@flyloft/plugin-inventory-node';
import { abortable } from '../sync/abortable';
import type { WatchState } from './WatchStore';
import { reconnectPause, syncSpacing, type WatchTimes } from './watchTimes';

/** What a watch of one platform works with. */
export interface PlatformWatchOptions {
  platformId: string;
  watch: NonNullable<PlatformCollector['watch']>;
  /** Asks for a sync; answers the one queued or under way. */
  requestSync(): Promise<Pick<SyncRun, 'state'>>;
  lastSyncMilliseconds(): Promise<number | null>;
  note(state: WatchState): Promise<void>;
  times: WatchTimes;
  random: () => number;
  logger: LoggerService;
}

/**
 * Follows one platform until it is stopped, and asks for a sync when something
 * changed. It reads nothing itself: what changed is for the sync to say, which
 * begins after the change and so can't show an older picture.
 */
export class PlatformWatch {
  private readonly stopping = new AbortController();
  private readonly done: Promise<unknown>;
  private changed = false;
  private stoodBefore = false;
  private wake: () => void = () => {};

  constructor(private readonly options: PlatformWatchOptions) {
    this.done = Promise.all([this.follow(), this.syncOnChange()]);
  }

  /** Ends the watch and waits until it is over. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.done;
  }

  private get signal(): AbortSignal {
    return this.stopping.signal;
  }

  private async follow(): Promise<void> {
    const { times, random, logger } = this.options;
    for (let ended = 1; !this.signal.aborted; ended += 1) {
      const { steady, problem } = await this.once();
      if (this.signal.aborted) return;
      if (steady) ended = 1;
      const milliseconds = reconnectPause(ended, times, random());
      if (problem !== null) {
        logger.warn(
          `The watch ended; trying again in ${Math.ceil(milliseconds / 1000)} s: ${problem}`,
        );
      }
      await this.note({ state: 'waiting', problem });
      await this.rest(milliseconds);
    }
  }

  /** Watches until that ends. */
  private async once(): Promise<{ steady: boolean; problem: string | null }> {
    const { watch, logger, times } = this.options;
    let readyAt: number | null = null;
    let problem: string | null = null;
    // Frees the source's connection when it ends in any way.
    const stop = new AbortController();
    const signal = AbortSignal.any([this.signal, stop.signal]);
    try {
      await this.note({ state: 'connecting', problem: null });
      for await (const signalled of abortable(
        watch({ signal, logger }),
        this.signal,
      )) {
        if (signalled === 'ready') {
          readyAt ??= performance.now();
          await this.note({ state: 'watching', problem: null });
        }
        // The portal syncs when it starts; after a gap, anything may have happened.
        if (signalled === 'changed' || this.stoodBefore) this.tell();
        this.stoodBefore = true;
      }
    } catch (error) {
      if (!this.signal.aborted)
        problem = error instanceof Error ? error.message : String(error);
    } finally {
      stop.abort();
    }
    const steady =
      readyAt !== null &&
      performance.now() - readyAt >= times.steadyMilliseconds;
    return { steady, problem };
  }

  private tell(): void {
    this.changed = true;
    this.wake();
  }

  private async syncOnChange(): Promise<void> {
    const { times, logger, requestSync, lastSyncMilliseconds } = this.options;
    let notBefore = 0;
    while (!this.signal.aborted) {
      await this.untilChanged();
      const wait = Math.max(
        times.settleMilliseconds,
        notBefore - performance.now(),
      );
      await this.rest(wait);
      if (this.signal.aborted) return;
      this.changed = false;
      try {
        const run = await requestSync();
        if (run.state === 'running') {
          // It may have read what changed before the change: another one must follow.
          this.changed = true;
          continue;
        }
        notBefore =
          performance.now() + syncSpacing(await lastSyncMilliseconds(), times);
      } catch (error) {
        logger.error(`A sync for changes could not be asked for: ${error}`);
        this.changed = true;
        await this.rest(times.longestPauseMilliseconds / 10);
      }
    }
  }

  private async untilChanged(): Promise<void> {
    while (!this.changed && !this.signal.aborted) {
      await new Promise<void>(resolve => {
        this.wake = resolve;
      });
    }
  }

  private async rest(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.signal }).catch(
      error => {
        if (!this.signal.aborted) throw error;
      },
    );
  }

  /** For people only: a watch goes on when it can't be written. */
  private async note(state: WatchState): Promise<void> {
    try {
      await this.options.note(state);
    } catch (error) {
      this.options.logger.warn(
        `How the watch does could not be noted: ${error}`,
      );
    }
  }
}
