/** One kind of thing that is counted in each bucket. */
export interface BarSeries {
  key: string;
  label: string;
  /** A count per bucket, in the order of the buckets. */
  values: readonly number[];
}

/**
 * The tops of stacked bars: the first is that of the whole stack, each next
 * one leaves out the series before it. Drawn in this order, each covers the
 * lower part of the one before and leaves its own part to be seen.
 */
export function stackTops(series: readonly BarSeries[]): number[][] {
  const tops: number[][] = [];
  let above: number[] | undefined;
  for (const { values } of series.toReversed()) {
    const below = above;
    above = values.map((value, at) => value + (below?.[at] ?? 0));
    tops.unshift(above);
  }
  return tops;
}

/** What a bucket holds in all. */
export function totalAt(series: readonly BarSeries[], bucket: number): number {
  return series.reduce((sum, { values }) => sum + (values[bucket] ?? 0), 0);
}
