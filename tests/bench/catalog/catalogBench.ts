import path from 'node:path';
import { freePort } from '../../../scripts/parts/ports/ports.ts';
import { compared, type Bench } from '../bench.ts';
import { median } from '../figures.ts';

const goal = 1;
const partOfGuests = 10;

/**
 * New guests until they are entities that readers see, against a stock
 * provider that hands the same entities over in one full mutation; and what a
 * sync that finds nothing new makes the catalog write.
 */
export const catalogBench: Bench = {
  name: 'catalog',
  async run({ parts, directory, guests: inventory, rounds }) {
    const guests = Math.ceil(inventory / partOfGuests);
    const entitiesFile = path.join(directory, 'entities.json');
    const told: Told[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const name of ['catalogProjection', 'catalogStock']) {
        const port = await freePort();
        const part = parts.start(name, { guests, port, entitiesFile });
        try {
          told.push(...(await part.all<Told>()));
        } finally {
          await part.stop();
        }
      }
    }
    return [
      compared(
        `${guests} new guests to visible entities`,
        valueOf(told, 'projected'),
        'ms',
        { what: 'a stock full mutation', value: valueOf(told, 'stock') },
        goal,
      ),
      {
        what: 'rows that an unchanged sync makes the catalog write',
        value: valueOf(told, 'unchangedWrites'),
        unit: 'count',
        goal: 0,
      },
    ];
  },
};

type Told = Partial<Record<'projected' | 'stock' | 'unchangedWrites', number>>;

const valueOf = (told: Told[], name: keyof Told) =>
  median(told.flatMap(one => one[name] ?? []));
