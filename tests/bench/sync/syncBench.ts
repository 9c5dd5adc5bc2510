import { compared, type Bench, type Figure } from '../bench.ts';
import { median } from '../figures.ts';

const syncGoal = 3;
const memoryGoalMegabytes = 400;
const editGoal = 3;
const secondGoal = 1.5;
const megabyte = 1_000_000;

type Told =
  | {
      sync: string;
      milliseconds: number;
      phases: Record<string, number>;
      memoryBytes: number;
    }
  | { floor: string; milliseconds: number; copyMilliseconds: number }
  | { edits: { idle: number[]; busy: number[] } }
  | { second: { first: number; second: number } };

/**
 * A platform's sync: the first one, one that finds nothing changed and one
 * that finds one guest in a hundred changed, without the time that the
 * collector takes, against what PostgreSQL alone takes for the same rows.
 */
export const syncBench: Bench = {
  name: 'sync',
  async run({ parts, guests, rounds }) {
    const part = parts.start('sync', { guests, rounds });
    try {
      const told = await part.all<Told>();
      return [
        ...['first', 'unchanged', '1 % changed'].flatMap(name =>
          syncFigures(name, told),
        ),
        ...editFigures(told),
        secondFigure(told),
      ];
    } finally {
      await part.stop();
    }
  },
};

function syncFigures(name: string, told: Told[]): Figure[] {
  const syncs = told.filter(one => 'sync' in one && one.sync === name) as Array<
    Extract<Told, { sync: string }>
  >;
  const floors = told.filter(
    one => 'floor' in one && one.floor === name,
  ) as Array<Extract<Told, { floor: string }>>;
  const floor = median(floors.map(one => one.milliseconds));
  const phases = Object.keys(syncs[0]?.phases ?? {}).map(phase => ({
    what: `${name}, phase ${phase}`,
    value: median(syncs.map(one => one.phases[phase] ?? 0)),
    unit: 'ms' as const,
  }));
  return [
    compared(
      `${name} sync without collecting`,
      median(syncs.map(one => one.milliseconds)),
      'ms',
      { what: 'COPY and one comparison', value: floor },
      syncGoal,
    ),
    ...phases,
    {
      what: `${name}, memory above idle, the most`,
      value: Math.max(...syncs.map(one => one.memoryBytes)) / megabyte,
      unit: 'MB',
      goal: memoryGoalMegabytes,
    },
  ];
}

function secondFigure(told: Told[]): Figure {
  const pairs = told.flatMap(one => ('second' in one ? [one.second] : []));
  return compared(
    "a second platform's first sync",
    median(pairs.map(one => one.second)),
    'ms',
    {
      what: 'the first one, as large',
      value: median(pairs.map(one => one.first)),
    },
    secondGoal,
  );
}

function editFigures(told: Told[]): Figure[] {
  const edits = told.flatMap(one => ('edits' in one ? [one.edits] : []));
  const idle = median(edits.flatMap(one => one.idle));
  return [
    compared(
      'an edit during a first sync',
      median(edits.flatMap(one => one.busy)),
      'ms',
      { what: 'an edit while idle', value: idle },
      editGoal,
    ),
  ];
}
