import { compared, type Bench } from '../bench.ts';
import { median } from '../figures.ts';

const goal = 8;
const memoryGoalMegabytes = 64;

/** What one round of the part measured. */
interface Round {
  exportMilliseconds: number;
  copyMilliseconds: number;
  /** The most memory beyond that before the export. */
  megabytes: number;
  rows: number;
}

/**
 * The export of all guests in all columns over HTTP into a file, against
 * COPY of the same rows into a file, with the memory it takes.
 */
export const csvBench: Bench = {
  name: 'csv export',
  async run({ parts, guests, rounds }) {
    const part = parts.start('csvExport', { guests, rounds });
    try {
      const measured = await part.all<Round>();
      const of = (figure: keyof Round) =>
        median(measured.map(round => round[figure]));
      return [
        compared(
          `export of ${of('rows')} guests`,
          of('exportMilliseconds') / 1000,
          's',
          { what: 'COPY of their rows', value: of('copyMilliseconds') / 1000 },
          goal,
        ),
        {
          what: 'memory beyond that before the export',
          value: of('megabytes'),
          unit: 'MB',
          goal: memoryGoalMegabytes,
        },
      ];
    } finally {
      await part.stop();
    }
  },
};
