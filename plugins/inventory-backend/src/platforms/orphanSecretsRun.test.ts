import { forgetOrphanSecrets } from './orphanSecretsRun';

const now = new Date('2026-11-21T12:00:00Z');
const kept = (name: string, changedAt: string) => ({
  ref: `secret:inventory/platforms/${name}` as never,
  version: 1,
  place: 'postgresql' as const,
  createdAt: new Date(changedAt),
  changedAt: new Date(changedAt),
  changedBy: null,
});

it('forgets what no platform names, and never what is younger than an hour', async () => {
  const used = kept('west/password/1', '2026-11-01T00:00:00Z');
  const left = kept('west/password/2', '2026-11-21T11:00:00Z');
  const young = kept('west/password/3', '2026-11-21T11:00:01Z');
  const deleted: string[] = [];
  const forgotten = await forgetOrphanSecrets(
    {
      list: async prefix => (prefix === 'platforms' ? [used, left, young] : []),
      delete: async ref => {
        deleted.push(ref);
      },
    },
    {
      list: async () => [{ secretRefs: { password: used.ref } }] as never,
    },
    now,
  );
  expect(deleted).toEqual([left.ref]);
  expect(forgotten).toBe(1);
});

it('forgets nothing when the platforms can not be read', async () => {
  const forget = jest.fn();
  await expect(
    forgetOrphanSecrets(
      {
        list: async () => [kept('west/password/1', '2026-11-01T00:00:00Z')],
        delete: forget,
      },
      {
        list: async () => {
          throw new Error('no database');
        },
      },
      now,
    ),
  ).rejects.toThrow('no database');
  expect(forget).not.toHaveBeenCalled();
});
