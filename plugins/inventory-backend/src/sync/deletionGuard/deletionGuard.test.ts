import fc from 'fast-check';
import { deletionHold, type ScopeFigures } from './deletionGuard';

const figures = (part: Partial<ScopeFigures>): ScopeFigures => ({
  kind: 'guest',
  level: 'platform',
  externalId: 'west',
  name: 'West',
  known: 100,
  wouldDelete: 0,
  deletedInDay: 0,
  listed: 100,
  ...part,
});

it.each([
  ['nothing goes', { wouldDelete: 0 }, false],
  ['ten of forty go', { known: 40, wouldDelete: 10 }, false],
  ['eleven of forty go', { known: 40, wouldDelete: 11 }, true],
  ['a fifth of a hundred goes', { known: 100, wouldDelete: 20 }, false],
  ['more than a fifth goes', { known: 100, wouldDelete: 21 }, true],
  [
    'five of six go, some are still listed',
    { known: 6, wouldDelete: 5, listed: 1 },
    false,
  ],
  [
    'the only one goes and nothing is listed',
    { known: 1, wouldDelete: 1, listed: 0 },
    true,
  ],
  [
    'the last image goes',
    { kind: 'image' as const, known: 1, wouldDelete: 1, listed: 0 },
    false,
  ],
  [
    'eleven images go and nothing is listed',
    { kind: 'image' as const, known: 11, wouldDelete: 11, listed: 0 },
    true,
  ],
  [
    'all go of a host, nothing is listed',
    { level: 'host' as const, known: 3, wouldDelete: 3, listed: 0 },
    false,
  ],
  [
    'five go, after sixteen today',
    { known: 84, wouldDelete: 5, deletedInDay: 16 },
    true,
  ],
  [
    'four go, after sixteen today',
    { known: 84, wouldDelete: 4, deletedInDay: 16 },
    false,
  ],
  [
    'nothing goes, after fifty today',
    { known: 50, wouldDelete: 0, deletedInDay: 50 },
    false,
  ],
])('when %s', (_case, part, held) => {
  expect(deletionHold([figures(part)], null) !== null).toBe(held);
});

it('says what would go, and names the widest scope that tripped', () => {
  const hold = deletionHold(
    [
      figures({
        level: 'host',
        externalId: 'pve3',
        name: 'pve3',
        known: 30,
        wouldDelete: 30,
      }),
      figures({
        level: 'cluster',
        externalId: 'c',
        name: 'pve-west',
        known: 90,
        wouldDelete: 30,
      }),
      figures({ known: 400, wouldDelete: 30, listed: 370 }),
    ],
    null,
  );
  expect(hold).toMatchObject({
    scope: 'cluster pve-west',
    wouldDelete: 30,
    of: 90,
    message:
      'Going on would delete 30 of 90 guests of cluster pve-west. Nothing was changed. Confirm it if they are really gone.',
  });
  expect(hold!.scopes).toHaveLength(3);
});

describe('a confirmation', () => {
  const before = figures({ known: 100, wouldDelete: 60, listed: 40 });
  const confirmed = deletionHold([before], null)!;

  it.each([
    ['what was held', 60, true],
    ['that and a fifth more', 80, true],
    ['yet more', 81, false],
  ])('covers %s', (_case, wouldDelete, goesOn) => {
    const now = { ...before, wouldDelete, listed: 100 - wouldDelete };
    expect(deletionHold([now], confirmed) === null).toBe(goesOn);
  });

  it('does not cover a part that had lost nothing', () => {
    const other = figures({
      level: 'host',
      externalId: 'pve4',
      name: 'pve4',
      known: 30,
      wouldDelete: 20,
    });
    expect(deletionHold([before, other], confirmed)).toMatchObject({
      scope: 'host pve4',
    });
  });

  it('covers a part that had lost a few, and lost one more', () => {
    const host = figures({
      level: 'host',
      externalId: 'pve3',
      name: 'pve3',
      known: 30,
      wouldDelete: 10,
    });
    const held = deletionHold([before, host], null)!;
    expect(deletionHold([{ ...host, wouldDelete: 11 }], held)).toBeNull();
  });
});

it('never lets more than a fifth and more than ten go unasked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5_000 }),
      fc.integer({ min: 0, max: 5_000 }),
      fc.integer({ min: 0, max: 5_000 }),
      (listed, wouldDelete, deletedInDay) => {
        const known = listed + wouldDelete;
        const hold = deletionHold(
          [figures({ known, wouldDelete, deletedInDay, listed })],
          null,
        );
        const gone = wouldDelete + deletedInDay;
        if (wouldDelete > 0 && gone > 10 && gone > (known + deletedInDay) / 5) {
          expect(hold).not.toBeNull();
        }
      },
    ),
  );
});

it('takes other limits where the site sets them', () => {
  const part = figures({ known: 100, wouldDelete: 30 });
  expect(deletionHold([part], null)).not.toBeNull();
  expect(deletionHold([part], null, { atLeast: 10, percent: 40 })).toBeNull();
  expect(deletionHold([part], null, { atLeast: 30, percent: 1 })).toBeNull();
  expect(
    deletionHold([part], null, { atLeast: 29, percent: 29 }),
  ).not.toBeNull();
});
