import type { LoggerService } from '@backstage/backend-plugin-api';
import type { TrailRow } from './trailRow';

const mostRows = 10_000;
const rowsPerWrite = 200;
const firstPauseMilliseconds = 500;
const longestPauseMilliseconds = 30_000;

/**
 * Rows that need not be written before their command goes on. They wait here
 * while the database is away; beyond a bound the newest are counted and lost,
 * which is logged, and said in the trail as soon as it can be written again.
 */
export class Backlog {
  private readonly rows: TrailRow[] = [];
  private lost = 0;
  private pauseMilliseconds = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly write: (rows: TrailRow[]) => Promise<void>,
    private readonly options: {
      logger: LoggerService;
      /** Makes the row that says how many were lost. */
      lossRow: (count: number) => TrailRow;
      most?: number;
    },
  ) {}

  add(row: TrailRow): void {
    if (this.rows.length >= (this.options.most ?? mostRows)) {
      this.lost += 1;
      if (this.lost === 1) {
        this.options.logger.error(
          'The audit trail can not be written and too much waits: further rows stand in this log alone',
        );
      }
      return;
    }
    this.rows.push(row);
    if (!this.timer) this.flush();
  }

  /** Writes what waits, as far as the database takes it. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  /** Writes once more and stops; answers how many rows could not be kept. */
  async close(): Promise<number> {
    await this.flush();
    clearTimeout(this.timer);
    return this.rows.length + this.lost;
  }

  private async writeAll(): Promise<void> {
    while (this.rows.length > 0) {
      const batch = this.rows.slice(0, rowsPerWrite);
      try {
        await this.write(batch);
      } catch (error) {
        this.retryLater(error);
        return;
      }
      this.rows.splice(0, batch.length);
      this.pauseMilliseconds = 0;
      if (this.rows.length === 0 && this.lost > 0) {
        this.rows.push(this.options.lossRow(this.lost));
        this.lost = 0;
      }
    }
  }

  private retryLater(error: unknown): void {
    if (this.pauseMilliseconds === 0) {
      this.options.logger.warn(
        `The audit trail can't be written; ${this.rows.length} rows wait: ${error}`,
      );
    }
    this.pauseMilliseconds = Math.min(
      Math.max(firstPauseMilliseconds, this.pauseMilliseconds * 2),
      longestPauseMilliseconds,
    );
    const jitter = 0.5 + Math.random() / 2;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, this.pauseMilliseconds * jitter);
    this.timer.unref();
  }
}
