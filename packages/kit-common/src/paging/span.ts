const units = {
  m: { word: 'minute', seconds: 60 },
  h: { word: 'hour', seconds: 3_600 },
  d: { word: 'day', seconds: 86_400 },
  w: { word: 'week', seconds: 7 * 86_400 },
} as const;

/** A span of time up to now, as it stands in a URL: `45m`, `12h`, `7d`, `4w`. */
export interface Span {
  count: number;
  unit: keyof typeof units;
}

/** Reads a span; null when it is none. */
export function parseSpan(text: string): Span | null {
  const [, count, unit] = /^([1-9]\d{0,3})([mhdw])$/.exec(text) ?? [];
  return count && unit
    ? { count: Number(count), unit: unit as Span['unit'] }
    : null;
}

/** How long a span is. */
export const spanSeconds = ({ count, unit }: Span) =>
  count * units[unit].seconds;

/** A span in words: `7 days`, `hour`. */
export function spanWords({ count, unit }: Span): string {
  const { word } = units[unit];
  return count === 1 ? word : `${count} ${word}s`;
}
