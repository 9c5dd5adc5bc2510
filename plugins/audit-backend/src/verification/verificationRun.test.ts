import { resolve } from 'node:path';
import { hashedColumns, linkHash } from '../chain/link';
import { aKey, aRow, TrailBench } from '../testing/TrailBench';
import { verifyChain } from './verificationRun';

jest.setTimeout(240_000);

let bench: TrailBench;
beforeAll(async () => {
  bench = await TrailBench.start(resolve(__dirname, '../../migrations'));
});
afterAll(() => bench?.database.drop());

const rows = 12;
beforeEach(async () => {
  await bench.clear();
  for (let row = 1; row <= rows; row += 1) {
    await bench.write(aRow({ resource_id: `g${row}` }));
  }
});

const look = () => verifyChain(bench.db, bench.key);
const faults = async () =>
  (await look()).faults.map(({ kind, sequence, until }) => [
    kind,
    sequence,
    until,
  ]);

describe('an untouched chain', () => {
  it('is intact, and its head can be noted', async () => {
    const found = await look();
    expect(found).toMatchObject({ checked: rows, faults: [], faultCount: 0 });
    expect(found.head).toEqual({
      sequence: `${rows}`,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('holds every kind of value as it was written', async () => {
    await bench.write(
      aRow({
        at: '2026-02-03T04:05:06.789Z',
        address: '2001:DB8:0::1',
        user_agent: 'Ünïcode “quotes” \u{1F680}',
        meta: {
          z: 1e21,
          a: { nested: [1.5, -0, null, true], text: 'line\nline' },
          big: 12345678901234567890,
          empty: {},
        },
      }),
      aRow({
        actor_ref: null,
        actor_kind: 'unknown',
        resource_kind: null,
        address: null,
        meta: null,
      }),
    );
    expect(await faults()).toEqual([]);
  });
});

describe('what the database refuses to everybody', () => {
  it.each([
    ['editing a row', `update audit_events set actor_ref = 'user:default/x'`],
    ['deleting a row', 'delete from audit_events where sequence = 3'],
    ['emptying the table', 'truncate audit_events'],
    ['editing a checkpoint', 'update audit_checkpoints set count = 1'],
    ['deleting a checkpoint', 'delete from audit_checkpoints'],
  ])('%s', async (_, statement) => {
    await expect(bench.db.raw(statement)).rejects.toThrow(/is written once/);
    expect(await faults()).toEqual([]);
  });
});

describe('tampering as the owner of the database is found:', () => {
  it.each([
    ['actor_ref', `'user:default/somebody-else'`],
    ['at', `at + interval '1 second'`],
    ['outcome', `'failed'`],
    ['meta', `jsonb_set(meta, '{after,notes}', '"x"')`],
    ['address', `'10.0.0.8'`],
    ['actor_via', `'plugin:x'`],
  ])('%s of a row edited', async (column, value) => {
    await bench.asOwner(
      `update audit_events set ${column} = ${value} where sequence = 5`,
    );
    expect(await faults()).toEqual([['changed', '5', '5']]);
  });

  it('a row edited and hashed anew: the next no longer follows it', async () => {
    await bench.asOwner(
      `update audit_events set actor_ref = 'x', hash = sha256('forged') where sequence = 5`,
    );
    expect(await faults()).toEqual([
      ['changed', '5', '5'],
      ['replaced', '5', '6'],
    ]);
  });

  it('rows removed from the middle', async () => {
    await bench.asOwner('delete from audit_events where sequence in (5, 6)');
    expect(await faults()).toEqual([['missing', '5', '6']]);
  });

  it('the first rows removed without a checkpoint', async () => {
    await bench.asOwner('delete from audit_events where sequence <= 4');
    expect(await faults()).toEqual([['missing', '1', '4']]);
  });

  it('two rows that changed places', async () => {
    for (const [from, to] of [
      [5, 105],
      [9, 5],
      [105, 9],
    ]) {
      await bench.asOwner(
        `update audit_events set sequence = ${to} where sequence = ${from}`,
      );
    }
    const found = await faults();
    expect(found).toContainEqual(['changed', '5', '5']);
    expect(found).toContainEqual(['changed', '9', '9']);
  });

  it('the tail cut off, for the signed head still names it', async () => {
    await bench.asOwner('delete from audit_events where sequence > 8');
    expect(await faults()).toEqual([['cut', '9', '12']]);
  });

  it('the tail cut off, also after the chain went on', async () => {
    await bench.asOwner('delete from audit_events where sequence > 8');
    await bench.write(aRow());
    expect(await faults()).toEqual([['missing', '9', '12']]);
  });

  it('the tail cut off and the head removed, unless no checkpoint was cut', async () => {
    await bench.asOwner('delete from audit_events where sequence > 8');
    await bench.asOwner('delete from audit_head');
    expect(await faults()).toEqual([['unsigned', '1', '8']]);
  });

  it('a row edited and all after it hashed anew: nobody can sign that', async () => {
    await bench.asOwner(
      `update audit_events set actor_ref = 'user:default/x' where sequence = 5`,
    );
    await hashAnew(5);
    expect(await faults()).toEqual([['replaced', '12', '12']]);
    await bench.asOwner(
      'update audit_head set hash = (select hash from audit_events where sequence = 12)',
    );
    expect((await faults()).map(([kind]) => kind)).toContain('signature');
  });

  it('a chain that is signed by another key', async () => {
    const stranger = aKey('the secret of somebody else, long enough');
    const found = await verifyChain(bench.db, stranger);
    expect(found.faults.map(one => one.kind)).toContain('signature');
  });

  it('a head of before put back, by a point that was noted elsewhere alone', async () => {
    const { rows: before } = await bench.db.raw('select * from audit_head');
    await bench.write(aRow(), aRow());
    const noted = (await look()).head!;
    await bench.asOwner('delete from audit_events where sequence > 12');
    await bench.asOwner(
      'update audit_head set sequence = ?, hash = ?, made_at = ?, signature = ?',
      [
        before[0].sequence,
        before[0].hash,
        before[0].made_at,
        before[0].signature,
      ],
    );
    // As far as cryptography goes within one database: nothing to see.
    expect(await faults()).toEqual([]);
    const found = await verifyChain(bench.db, bench.key, { expected: [noted] });
    expect(found.faults).toMatchObject([{ kind: 'cut', sequence: '13' }]);
  });
});

/** Makes the hashes right again from a row on, as a forger would. */
async function hashAnew(from: number): Promise<void> {
  for (let sequence = from; sequence <= rows; sequence += 1) {
    const { rows: found } = await bench.db.raw(
      `select array[${hashedColumns}] as values, (select hash from audit_events
          where sequence = e.sequence - 1) as previous
        from audit_events e where sequence = ?`,
      [sequence],
    );
    const [{ values, previous }] = found;
    await bench.asOwner(
      'update audit_events set previous_hash = ?, hash = ? where sequence = ?',
      [previous, linkHash(BigInt(sequence), previous, values), sequence],
    );
  }
}
