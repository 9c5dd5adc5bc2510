import { resolve } from 'node:path';
import { InboxStore } from '../trail/InboxStore';
import { aRow, TrailBench } from '../testing/TrailBench';
import { verifyChain } from '../verification/verificationRun';
import { ChainStore } from './ChainStore';

jest.setTimeout(240_000);

let bench: TrailBench;
beforeAll(async () => {
  bench = await TrailBench.start(resolve(__dirname, '../../migrations'));
});
afterAll(() => bench?.database.drop());
beforeEach(() => bench.clear());

const look = () => verifyChain(bench.db, bench.key);

it('has no gap and loses no row, however many replicas write and extend at once', async () => {
  const replicas = Array.from({ length: 4 }, () => {
    const db = bench.database.connect();
    return { inbox: new InboxStore(db), chain: new ChainStore(db, bench.key) };
  });
  const ids = await Promise.all(
    replicas.map(async ({ inbox, chain }) => {
      const own: string[] = [];
      for (let count = 0; count < 25; count += 1) {
        const rows = [aRow(), aRow()];
        own.push(...rows.map(row => row.id));
        await inbox.add(rows);
        await chain.extend();
      }
      return own;
    }),
  );
  await bench.write();
  const found = await bench.db('audit_events').orderBy('sequence').pluck('id');
  expect(found).toHaveLength(200);
  expect(new Set(found)).toEqual(new Set(ids.flat()));
  expect(await look()).toMatchObject({
    checked: 200,
    faultCount: 0,
    head: { sequence: '200' },
  });
});

it('seals the chain for good every thousand rows', async () => {
  for (let count = 0; count < 5; count += 1) {
    await bench.inbox.add(Array.from({ length: 500 }, () => aRow()));
  }
  await bench.write();
  const seals = await bench
    .db('audit_checkpoints')
    .orderBy('sequence')
    .pluck('sequence');
  expect(seals.map(Number)).toEqual([500, 1500, 2500]);
});

it('says when the chain does not end where it was signed, and goes on behind the gap', async () => {
  await bench.write(aRow(), aRow(), aRow());
  await bench.asOwner('delete from audit_events where sequence = 3');
  await bench.inbox.add([aRow()]);
  expect(await bench.chain.extend()).toMatchObject({
    moved: 1,
    mismatch: expect.stringContaining('newest row is 2, signed was row 3'),
  });
  await bench.inbox.add([aRow()]);
  expect((await bench.chain.extend())?.mismatch).toBeUndefined();
  expect((await look()).faults).toMatchObject([
    { kind: 'missing', sequence: '3' },
  ]);
});
