import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import type { RunLease, SyncRunStore } from '../syncRuns/SyncRunStore';
import { LeaseLostError } from './LeaseLostError';

/** A person asked that the run end. */
export class RunCancelled extends Error {
  constructor(readonly by: string) {
    super(`Cancelled by ${by}`);
    this.name = 'RunCancelled';
  }
}

/** How a lease keeps itself alive. */
export interface LeaseTimes {
  /** How often a heartbeat is written. */
  beatMilliseconds: number;
  /** Progress is written at most this often. */
  progressMilliseconds: number;
  /** Silence of this length makes a run another replica's. */
  leaseSeconds: number;
}

/**
 * Keeps one claimed run alive: writes heartbeats with the latest progress,
 * and fires its signal when the run shall end, because a person cancelled it
 * or because the lease was, or may have been, lost.
 */
export class Lease {
  private readonly controller = new AbortController();
  private progress: SyncRun['progress'] = null;
  private timer: NodeJS.Timeout | null = null;
  private beating: Promise<void> = Promise.resolve();
  private lastWrite: number;
  private lastGoodBeat: number;
  private ended = false;

  constructor(
    readonly run: RunLease,
    private readonly runs: SyncRunStore,
    private readonly times: LeaseTimes,
    private readonly logger: LoggerService,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lastWrite = this.now();
    this.lastGoodBeat = this.now();
    this.schedule(times.beatMilliseconds);
  }

  /** Fires when the run shall end, with the reason. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Ends the run for a reason of this process. */
  abort(reason: Error): void {
    this.controller.abort(reason);
  }

  /** Notes how far the run is; written with the next beat, soon. */
  report(progress: NonNullable<SyncRun['progress']>): void {
    this.progress = progress;
    const due = this.lastWrite + this.times.progressMilliseconds - this.now();
    this.schedule(
      Math.min(Math.max(due, 0), this.times.beatMilliseconds),
      true,
    );
  }

  /** Stops the heartbeats and waits for the one under way. */
  async end(): Promise<void> {
    this.ended = true;
    if (this.timer) clearTimeout(this.timer);
    await this.beating;
  }

  private progressDue = false;

  private schedule(milliseconds: number, forProgress = false): void {
    // A beat for progress is planned once, however often progress is told.
    if (this.ended || (forProgress && this.progressDue)) return;
    this.progressDue = forProgress;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.progressDue = false;
      this.beating = this.beat();
    }, milliseconds);
  }

  private async beat(): Promise<void> {
    this.lastWrite = this.now();
    try {
      const beat = await this.runs.beat(this.run, this.progress);
      if (beat.lease === 'lost') {
        this.abort(new LeaseLostError(this.run.runId));
        return;
      }
      this.lastGoodBeat = this.now();
      if (beat.cancelRequestedBy !== null) {
        this.abort(new RunCancelled(beat.cancelRequestedBy));
      }
    } catch (error) {
      this.logger.warn(
        `Sync run ${this.run.runId}: the heartbeat could not be written: ${error}`,
      );
      const silence = (this.now() - this.lastGoodBeat) / 1000;
      // Another replica may have taken it over by now.
      if (silence > this.times.leaseSeconds) {
        this.abort(new LeaseLostError(this.run.runId));
      }
    }
    this.schedule(this.times.beatMilliseconds);
  }
}
