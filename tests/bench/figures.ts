/** The middle of some measurements. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that this part of the measurements does not exceed. */
export function percentile(values: readonly number[], part: number): number {
  if (values.length === 0) throw new Error('Nothing was measured');
  const sorted = values.toSorted((left, right) => left - right);
  const index = Math.ceil(part * sorted.length) - 1;
  return sorted[Math.max(0, index)] as number;
}
