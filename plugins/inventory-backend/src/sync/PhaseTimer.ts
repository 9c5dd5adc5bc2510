import type { SyncRun } from '@flyloft/plugin-inventory-common';

/** Measures how long each phase of a run took; a phase may come in pieces. */
export class PhaseTimer {
  private readonly durations = new Map<string, number>();
  private current: { name: string; since: number } | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Ends the phase under way and begins another, or goes on with it. */
  start(name: string): void {
    this.stop();
    this.current = { name, since: this.now() };
  }

  /** Ends the phase under way. */
  stop(): void {
    if (!this.current) return;
    const { name, since } = this.current;
    this.durations.set(
      name,
      (this.durations.get(name) ?? 0) + this.now() - since,
    );
    this.current = null;
  }

  /** The phases in the order in which they first began. */
  get phases(): SyncRun['phases'] {
    return [...this.durations].map(([name, duration]) => ({
      name,
      durationMilliseconds: Math.round(duration),
    }));
  }
}
