const firstRestMilliseconds = 15_000;
const longestRestMilliseconds = 300_000;
// One guest with a broken file answers 500 on every node; a broken node does so
// for everything.
const faltersBeforeRest = 3;

/** Remembers how an entry node answered, and how long to leave it alone. */
export class NodeHealth {
  private restUntil = 0;
  private rests = 0;
  private falters = 0;

  constructor(private readonly now: () => number) {}

  /** When it may be asked again first; in the past for a good one. */
  get restingUntil(): number {
    return this.restUntil;
  }

  get isResting(): boolean {
    return this.restUntil > this.now();
  }

  succeeded(): void {
    this.rests = 0;
    this.falters = 0;
    this.restUntil = 0;
  }

  /** It could not be reached: let it rest, longer each time. */
  failed(): void {
    // Calls that were under way together count as one failure.
    if (this.isResting) return;
    const rest = Math.min(
      firstRestMilliseconds * 2 ** this.rests,
      longestRestMilliseconds,
    );
    this.rests += 1;
    this.restUntil = this.now() + rest;
  }

  /** It gave no usable answer; several in a row count as a failure. */
  faltered(): void {
    this.falters += 1;
    if (this.falters < faltersBeforeRest) return;
    this.falters = 0;
    this.failed();
  }
}
