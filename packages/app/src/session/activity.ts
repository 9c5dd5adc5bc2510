const quietMilliseconds = 60_000;

/**
 * Whether somebody is at the page: did something in it within a minute. What
 * a page asks again by itself must not keep a session open for ever.
 */
export class Activity {
  private lastAt: number;

  constructor(private readonly now: () => number = Date.now) {
    this.lastAt = now();
  }

  /** Listens to what people do in a window. */
  watch(target: Pick<Window, 'addEventListener'>): void {
    const note = () => {
      this.lastAt = this.now();
    };
    for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel']) {
      target.addEventListener(kind, note, { capture: true, passive: true });
    }
  }

  isThere(): boolean {
    return this.now() - this.lastAt < quietMilliseconds;
  }
}
