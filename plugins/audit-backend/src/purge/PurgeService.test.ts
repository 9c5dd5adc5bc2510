import { resolve } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { aRow, TrailBench } from '../testing/TrailBench';
import { verifyChain } from '../verification/verificationRun';
import { PurgeService } from './PurgeService';
import { PurgeStore } from './PurgeStore';

jest.setTimeout(240_000);

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();

let bench: TrailBench;
beforeAll(async () => {
  bench = await TrailBench.start(resolve(__dirname, '../../migrations'));
});
afterAll(() => bench?.database.drop());
beforeEach(async () => {
  await bench.clear();
  await bench.write(
    ...[40, 39, 38, 12, 11, 10, 1].map(days => aRow({ at: ago(days) })),
  );
});

const aPurge = (retentionDays: number) =>
  new PurgeService({
    db: bench.db,
    key: bench.key,
    store: new PurgeStore(bench.db, bench.chain),
    auditor: mockServices.auditor.mock({
      createEvent: async () => ({ success: jest.fn(), fail: jest.fn() }),
    }),
    retentionDays: async () => retentionDays,
  });
const sequences = async () =>
  (await bench.db('audit_events').orderBy('sequence').pluck('sequence')).map(
    Number,
  );
const look = () => verifyChain(bench.db, bench.key);

it('removes what is older, and the rest still proves itself', async () => {
  expect(await aPurge(30).run()).toBe(3);
  expect(await sequences()).toEqual([4, 5, 6, 7]);
  expect(await look()).toMatchObject({ checked: 4, faultCount: 0 });
  await bench.write(aRow());
  expect(await aPurge(5).run()).toBe(3);
  expect(await look()).toMatchObject({ checked: 2, faultCount: 0 });
});

it('finds more removed than the checkpoint says', async () => {
  await aPurge(30).run();
  await bench.asOwner('delete from audit_events where sequence = 4');
  expect((await look()).faults).toMatchObject([
    { kind: 'missing', sequence: '4', until: '4' },
  ]);
});

it('finds a forged checkpoint', async () => {
  await bench.asOwner('delete from audit_events where sequence <= 3');
  await bench.asOwner(
    `insert into audit_checkpoints (kind, sequence, hash, count, made_at, key_id, signature)
      select 'purge', 3, previous_hash, 3, now(), ?, 'forged' from audit_events where sequence = 4`,
    [bench.key.id],
  );
  expect((await look()).faults.map(one => one.kind).sort()).toEqual([
    'missing',
    'signature',
  ]);
});

it('removes nothing when what would go is broken: it is evidence', async () => {
  await bench.asOwner(
    `update audit_events set actor_ref = 'x' where sequence = 2`,
  );
  await expect(aPurge(30).run()).rejects.toThrow(
    /Row 2 was changed.*Nothing was removed/,
  );
  expect(await sequences()).toHaveLength(7);
});

it('keeps everything for ever when told to, and the newest row always', async () => {
  expect(await aPurge(0).run()).toBe(0);
  await bench.clear();
  await bench.write(aRow({ at: ago(90) }), aRow({ at: ago(80) }));
  expect(await aPurge(30).run()).toBe(1);
  expect(await sequences()).toEqual([2]);
});
