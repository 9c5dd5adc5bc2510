import { reaches, type Figure } from '../bench.ts';
import type { BenchReport } from './runBenches.ts';

/** A bench's figures as a table for people. */
export function printReport(report: BenchReport): string {
  const rows = report.figures.map(rowOf);
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, at) => Math.max(cell.length, most[at] ?? 0)),
    [],
  );
  const lines = rows.map(row =>
    row
      .map((cell, at) =>
        at === 0 || at > 2
          ? cell.padEnd(widths[at] ?? 0)
          : cell.padStart(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const title = `${report.name}: ${report.guests} guests, ${report.seconds.toFixed(0)} s`;
  return [title, ...lines.map(line => `  ${line}`), ''].join('\n');
}

function rowOf(figure: Figure): string[] {
  const { against, goal, unit } = figure;
  const reached = reaches(figure);
  return [
    figure.what,
    `${amount(figure.value)} ${unit}`,
    against ? `${against.ratio.toFixed(2)}x` : '',
    against ? `of ${against.what}: ${amount(against.value)} ${unit}` : '',
    goal === undefined
      ? ''
      : `goal ${goal}${against ? 'x' : ` ${unit}`}: ${reached ? 'reached' : 'missed'}`,
  ];
}

const amount = (value: number) =>
  value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
