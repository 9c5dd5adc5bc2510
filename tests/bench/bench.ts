import type { PortalParts } from './running/PartProcess.ts';

/** How large a bench is run. */
export interface BenchOptions {
  guests: number;
  /** How often what takes long is repeated; the median counts. */
  rounds: number;
  /** Requests per measured endpoint. */
  requests: number;
}

/** What a bench is given. */
export interface BenchContext extends BenchOptions {
  projectRoot: string;
  /** A directory of this bench's own. */
  directory: string;
  /** A PostgreSQL server on which databases may be made. */
  databaseUrl: string;
  parts: PortalParts;
}

/** One measured figure. */
export interface Figure {
  what: string;
  /** The median, or what `what` says. */
  value: number;
  unit: 'ms' | 's' | 'MB' | 'kB' | 'count';
  /** What it is held against, and how many times that it is. */
  against?: { what: string; value: number; ratio: number };
  /** The most that the ratio (without one, the value) should be. */
  goal?: number;
}

/** A measurement of the portal: it never judges, it tells. */
export interface Bench {
  name: string;
  run(context: BenchContext): Promise<Figure[]>;
}

/** A figure as a multiple of another. */
export function compared(
  what: string,
  value: number,
  unit: Figure['unit'],
  against: { what: string; value: number },
  goal?: number,
): Figure {
  const ratio = value / against.value;
  return { what, value, unit, against: { ...against, ratio }, goal };
}

/** Whether a figure reaches its goal; undefined where there is none. */
export function reaches(figure: Figure): boolean | undefined {
  if (figure.goal === undefined) return undefined;
  return (figure.against?.ratio ?? figure.value) <= figure.goal;
}
