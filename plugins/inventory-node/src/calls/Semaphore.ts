interface Turn {
  start(): void;
}

/** Lets a fixed number in at a time, in the order they came. */
export class Semaphore {
  private free: number;
  private readonly waiting: Turn[] = [];

  constructor(readonly size: number) {
    this.free = size;
  }

  /** How many are in or waiting. */
  get load(): number {
    return this.size - this.free + this.waiting.length;
  }

  /** Runs a task when its turn comes; an abort leaves the queue. */
  async run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    await this.enter(signal);
    try {
      return await task();
    } finally {
      this.leave();
    }
  }

  private async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn: Turn = { start: resolve };
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(turn), 1);
        reject(signal.reason);
      };
      turn.start = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      this.waiting.push(turn);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next.start();
    else this.free += 1;
  }
}
