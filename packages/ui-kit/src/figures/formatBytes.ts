/** The binary units people use, smallest first. */
export const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
export type ByteUnit = (typeof byteUnits)[number];

/** How many bytes one of the unit is. */
export function bytesPer(unit: ByteUnit): number {
  return 1024 ** byteUnits.indexOf(unit);
}

/** The largest unit in which a number of bytes is at least one. */
export function unitFor(bytes: number): ByteUnit {
  const magnitude = Math.abs(bytes);
  const fitting = byteUnits.filter(unit => magnitude >= bytesPer(unit));
  return fitting.at(-1) ?? 'B';
}

/** Says a size with its binary unit: `8 GiB`, `1.5 TiB`, `0 B`. */
export function formatBytes(bytes: number): string {
  // 1023.97 GiB would round to "1024 GiB": such values belong to the next unit.
  const unit = unitFor(Math.round(bytes * 1.0001));
  const figure = bytes / bytesPer(unit);
  const digits = figure >= 100 || unit === 'B' ? 0 : 1;
  return `${new Intl.NumberFormat('en-GB', {
    maximumFractionDigits: digits,
  }).format(figure)} ${unit}`;
}

/** Groups thousands: `12,408`. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat('en-GB').format(count);
}

/** A count with its noun: `1 cluster`, `12,408 guests`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}
