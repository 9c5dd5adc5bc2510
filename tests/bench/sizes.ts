import type { BenchOptions } from './bench.ts';

/** How large benches run: to measure, and to see that they still do. */
export const sizes = {
  full: { guests: 100_000, rounds: 3, requests: 400 },
  small: { guests: 2_000, rounds: 1, requests: 24 },
} as const satisfies Record<string, BenchOptions>;
