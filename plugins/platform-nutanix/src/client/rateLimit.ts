/** The headers of an answer, as undici gives them. */
export type AnswerHeaders = Record<string, string | string[] | undefined>;

const longestWaitMilliseconds = 30_000;

function header(headers: AnswerHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function positive(text: string | undefined): number | null {
  const number = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(number) && number > 0 ? number : null;
}

/**
 * How many calls a second Prism Central lets us make: the lower of its limit
 * for the API (`X-Api-Ratelimit-Limit`) and for the gateway
 * (`X-Ratelimit-Limit`); null while it has told none.
 */
export function callsPerSecond(headers: AnswerHeaders): number | null {
  const told = ['x-api-ratelimit-limit', 'x-ratelimit-limit'].flatMap(
    name => positive(header(headers, name)) ?? [],
  );
  return told.length > 0 ? Math.max(1, Math.floor(Math.min(...told))) : null;
}

/**
 * How long a 429 asks us to wait: `Retry-After` in seconds or as a date, else
 * the time until the window is over, else longer with every try.
 */
export function waitMilliseconds(
  headers: AnswerHeaders,
  attempt: number,
  now: number,
): number {
  const retryAfter = header(headers, 'retry-after');
  const date = Date.parse(retryAfter ?? '');
  const seconds =
    positive(retryAfter) ??
    (Number.isNaN(date) ? null : (date - now) / 1000) ??
    positive(header(headers, 'x-ratelimit-reset'));
  const wait = seconds === null ? 500 * 2 ** attempt : seconds * 1000;
  return Math.min(Math.max(wait, 0), longestWaitMilliseconds);
}

/**
 * Says when the next call may begin, so that no second holds more calls than
 * allowed. It keeps the moments of the last second's calls.
 */
export class CallPace {
  private limit: number | null = null;
  private begun: number[] = [];

  /** Takes over the limit that an answer told. */
  learn(headers: AnswerHeaders): void {
    this.limit = callsPerSecond(headers) ?? this.limit;
  }

  /** Milliseconds to wait before a call; 0 books it for now. */
  delay(now: number): number {
    this.begun = this.begun.filter(at => now - at < 1000);
    if (this.limit !== null && this.begun.length >= this.limit) {
      return Math.max(1, 1000 - (now - this.begun[0]!));
    }
    this.begun.push(now);
    return 0;
  }
}
