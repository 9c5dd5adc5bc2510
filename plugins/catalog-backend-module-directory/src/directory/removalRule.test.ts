import { DirectoryMember, judgeRemoval } from './removalRule';

const limit = { share: 0.2, count: 10 };

const users = (count: number): DirectoryMember[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'user',
    id: `u${index}`,
    name: `user ${index}`,
  }));
const groups: DirectoryMember[] = [
  { kind: 'group', id: 'g0', name: 'engineers' },
  { kind: 'group', id: 'g1', name: 'viewers' },
];

const judge = (knownUsers: number, readUsers: number, readGroups = groups) =>
  judgeRemoval(
    [...users(knownUsers), ...groups],
    [...users(readUsers), ...readGroups],
    limit,
  );

describe('judgeRemoval', () => {
  it.each([
    // known, read, refused: both figures must be passed
    [100, 100, false],
    [100, 90, false],
    [100, 80, false],
    [100, 79, true],
    [40, 29, true],
    [40, 30, false],
    [12, 2, false],
    [1000, 801, false],
    [1000, 799, true],
    [0, 50, false],
    [50, 70, false],
  ])('of %i users %i are left: refused %s', (known, read, refused) => {
    expect(judge(known, read).verdict).toBe(refused ? 'refuse' : 'look-for');
  });

  it('refuses an empty answer, however few there were', () => {
    expect(judge(3, 0)).toEqual({
      verdict: 'refuse',
      reason: expect.stringContaining('no user at all, and there were 3'),
    });
    expect(judge(3, 3, [])).toEqual({
      verdict: 'refuse',
      reason: expect.stringContaining('no group at all, and there were 2'),
    });
  });

  it('names who is to be looked for, users and groups', () => {
    const verdict = judge(3, 2, groups.slice(1));
    expect(verdict).toEqual({
      verdict: 'look-for',
      missing: [users(3)[2], groups[0]],
    });
  });

  it('takes a renamed member for the same one', () => {
    const verdict = judgeRemoval(
      [{ kind: 'user', id: 'u0', name: 'before' }],
      [{ kind: 'user', id: 'u0', name: 'after' }],
      limit,
    );
    expect(verdict).toEqual({ verdict: 'look-for', missing: [] });
  });

  it('takes nobody for gone in an empty catalog', () => {
    expect(judgeRemoval([], [], limit)).toEqual({
      verdict: 'look-for',
      missing: [],
    });
  });
});
