/** Calls per second, counted in whole seconds as the gateway does. */
export class RateLimit {
  private readonly perSecond: number;
  private readonly now: () => number;
  private second = 0;
  private count = 0;

  constructor(perSecond: number, now: () => number = Date.now) {
    this.perSecond = perSecond;
    this.now = now;
  }

  /** Counts one call: whether it is let in, and what the headers of its answer say. */
  take(): { allowed: boolean; headers: Record<string, string> } {
    const second = Math.floor(this.now() / 1000);
    if (second !== this.second) {
      this.second = second;
      this.count = 0;
    }
    this.count++;
    const allowed = this.count <= this.perSecond;
    return {
      allowed,
      headers: {
        'x-api-ratelimit-limit': String(this.perSecond),
        'x-ratelimit-limit': String(this.perSecond * 3),
        'x-ratelimit-remaining': String(
          Math.max(0, this.perSecond - this.count),
        ),
        'x-ratelimit-reset': '1',
        ...(allowed ? {} : { 'retry-after': '1' }),
      },
    };
  }
}
