import { compared, type Bench } from '../bench.ts';
import { median } from '../figures.ts';

/** What the part tells of one round, in milliseconds. */
interface Round {
  changed: number;
  preview: number;
  apply: number;
  undo: number;
  update: number;
}

const goal = 4;

/**
 * A bulk edit of a tenth of the guests, found by a filter: looked at, applied
 * with versions, history and a place in the feed, and undone; against one
 * UPDATE of the same rows that keeps no history at all.
 */
export const bulkEditBench: Bench = {
  name: 'bulk edit',
  async run({ parts, guests, rounds }) {
    const part = parts.start('bulkEdit', { guests, rounds });
    try {
      const measured = await part.all<Round>();
      const middle = (of: (round: Round) => number) => median(measured.map(of));
      const update = {
        what: 'one UPDATE of the same guests',
        value: middle(round => round.update),
      };
      return [
        {
          what: 'guests edited',
          value: middle(round => round.changed),
          unit: 'count',
        },
        compared(
          'preview',
          middle(round => round.preview),
          'ms',
          update,
        ),
        compared(
          'apply',
          middle(round => round.apply),
          'ms',
          update,
          goal,
        ),
        compared(
          'undo',
          middle(round => round.undo),
          'ms',
          update,
          goal,
        ),
      ];
    } finally {
      await part.stop();
    }
  },
};
