import type { World } from './world/World.ts';

/** Moves the world on by the clock, until it is told to stand still. */
export class Ticker {
  private readonly world: World;
  private readonly seconds: number;
  private timer: NodeJS.Timeout | undefined;

  /** @param seconds - between two ticks; 0 means that only control moves the world */
  constructor(world: World, seconds: number) {
    this.world = world;
    this.seconds = seconds;
    this.thaw();
  }

  get running(): boolean {
    return this.timer !== undefined;
  }

  freeze(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  thaw(): void {
    if (this.timer || this.seconds <= 0) return;
    this.timer = setInterval(() => this.world.step(), this.seconds * 1000);
    this.timer.unref();
  }

  async close(): Promise<void> {
    this.freeze();
  }
}
