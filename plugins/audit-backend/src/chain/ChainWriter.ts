import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ChainStore } from './ChainStore';

const pauseMilliseconds = 1_000;
const failedPauseMilliseconds = 5_000;

/**
 * Extends the chain as rows come in: at once when this replica wrote them,
 * within a second when another did. Every replica runs one; they take turns.
 */
export class ChainWriter {
  private running: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private again = false;
  private stopped = false;
  private failing = false;

  constructor(
    private readonly chain: ChainStore,
    private readonly logger: LoggerService,
    /** Told when the chain does not end where it was signed. */
    private readonly onMismatch: (words: string) => void,
  ) {}

  start(): void {
    this.stopped = false;
    this.nudge();
  }

  /** Says that something waits. */
  nudge(): void {
    if (this.stopped) return;
    this.again = true;
    clearTimeout(this.timer);
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  /** Moves what waits, then stops. */
  async stop(): Promise<void> {
    this.nudge();
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    let pause = pauseMilliseconds;
    try {
      while (this.again) {
        this.again = false;
        await this.extendToEnd();
      }
      this.failing = false;
    } catch (error) {
      if (!this.failing) {
        this.logger.warn(`The audit chain can't be extended: ${error}`);
      }
      this.failing = true;
      pause = failedPauseMilliseconds;
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => this.nudge(), pause);
    this.timer.unref();
  }

  private async extendToEnd(): Promise<void> {
    for (;;) {
      const done = await this.chain.extend();
      if (done?.mismatch) this.onMismatch(done.mismatch);
      if (done?.seal) {
        const { sequence, hash } = done.seal;
        // In the log as well: who keeps it elsewhere can prove a cut tail.
        this.logger.info(
          `The audit chain stands at ${sequence}:${hash.toString('hex')}`,
        );
      }
      if (!done || done.moved === 0) return;
    }
  }
}
