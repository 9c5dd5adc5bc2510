import fc from 'fast-check';
import { PushBench } from '../__testUtils__/PushBench';
import { at, guest, whole, part } from '../__testUtils__/pushedLines';

jest.setTimeout(240_000);

let bench: PushBench;
beforeEach(async () => {
  bench = await PushBench.create();
});
afterEach(() => bench.drop());

describe('a whole picture', () => {
  it('is taken in like a pull, under its own time', async () => {
    const answer = await bench.push(whole(0, guest('1'), guest('2')));
    expect(answer.body).toMatchObject({
      outcome: 'accepted',
      message: null,
      counts: { guest: { seen: 2, created: 2 }, host: { created: 1 } },
    });
    expect(answer.status).toBe(200);
    expect(await bench.collectedAt()).toBe(at(0));
    await expect(bench.runs.get(answer.body.runId)).resolves.toMatchObject({
      trigger: 'push',
      state: 'succeeded',
      requestedBy: 'token:n8n (n8n on ops-1)',
    });
    // What is not pushed any more is gone.
    await bench.push(whole(1, guest('2')));
    expect(await bench.guests()).toEqual({ 2: 'vm-2 running' });
  });

  it('that would delete much is held; confirmed, the next one does it', async () => {
    const many = Array.from({ length: 40 }, (_, index) => guest(`${index}`));
    await bench.push(whole(0, ...many));
    const held = await bench.push(whole(1, guest('0')));
    expect(held.status).toBe(202);
    expect(held.body).toMatchObject({ outcome: 'held' });
    expect(Object.keys(await bench.guests())).toHaveLength(40);

    await bench.sync.confirm(held.body.runId, 'user:default/ida');
    // No replica may take it up: there is nobody to ask.
    await expect(bench.executor.takeNext()).resolves.toBeNull();
    // Neither does a part stand for the whole.
    await bench.push(part(2, guest('0')));
    expect(Object.keys(await bench.guests())).toHaveLength(40);
    const done = await bench.push(whole(3, guest('0')));
    expect(done.body).toMatchObject({ outcome: 'accepted' });
    expect(await bench.guests()).toEqual({ 0: 'vm-0 running' });
  });

  it('older than what is shown changes nothing', async () => {
    await bench.push(whole(5, guest('1', { name: 'new' })));
    const late = await bench.push(whole(4, guest('1', { name: 'old' })));
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining(`is newer, of ${at(5)}`),
    });
    expect(await bench.guests()).toEqual({ 1: 'new running' });
    // The same again is no older.
    expect(
      (await bench.push(whole(5, guest('1', { name: 'new' })))).status,
    ).toBe(200);
  });

  it('older than a part that came meanwhile changes nothing', async () => {
    await bench.push(whole(0, guest('1')));
    await bench.push(part(5, guest('1', { name: 'new' })));
    expect((await bench.push(whole(4, guest('1')))).status).toBe(409);
    expect(await bench.guests()).toEqual({ 1: 'new running' });
    expect((await bench.push(whole(6, guest('1')))).status).toBe(200);
  });

  it('keeps what it did not look at', async () => {
    const details = {
      biosUuid: '0F5A9C3E-8C1D-4B7A-9E2F-5D6C7B8A9F01',
      nics: [
        {
          key: 'n1',
          macAddress: '50:6B:8D:01:02:03',
          addresses: [{ address: '10.0.0.5', prefixLength: 24 }],
        },
      ],
      raw: { password: 'hunter2', note: 'token=hunter2' },
    };
    await bench.push(whole(0, guest('1', { memoryBytes: 4096, details })));
    await bench.push(whole(1, guest('1')));
    const row = await bench.db('guests').first();
    expect(row).toMatchObject({
      memory_bytes: '4096',
      bios_uuid: details.biosUuid.toLocaleLowerCase('en-US'),
      addresses: ['10.0.0.5'],
      mac_addresses: ['50:6b:8d:01:02:03'],
    });
    const raw = JSON.stringify(await bench.db('guest_raw'));
    expect(raw).not.toContain('hunter2');
  });
});

describe('a part', () => {
  beforeEach(() => bench.push(whole(0, guest('1'), guest('2'))));

  it('deletes nothing, and makes the whole no fresher', async () => {
    const answer = await bench.push(
      part(5, guest('2', { powerState: 'stopped' })),
    );
    expect(answer.body).toMatchObject({ outcome: 'accepted' });
    expect(await bench.guests()).toEqual({
      1: 'vm-1 running',
      2: 'vm-2 stopped',
    });
    const rows = await bench.db('guests').select('visibility');
    expect(rows.every(({ visibility }) => visibility === 'visible')).toBe(true);
    expect(await bench.collectedAt()).toBe(at(0));
  });

  it('that is late leaves newer facts alone, of the whole and of a part', async () => {
    await bench.push(part(5, guest('1', { name: 'five' })));
    const late = await bench.push(
      part(3, guest('1', { name: 'three' }), guest('2', { name: 'three' })),
    );
    expect(await bench.guests()).toEqual({
      1: 'five running',
      2: 'three running',
    });
    expect(late.body.gaps).toContainEqual(
      expect.objectContaining({ scope: 'older records' }),
    );
    await bench.push(whole(10, guest('1'), guest('2')));
    expect(
      (await bench.push(part(9, guest('1', { name: 'nine' })))).status,
    ).toBe(409);
    expect(await bench.guests()).toMatchObject({ 1: 'vm-1 running' });
  });

  it('leaves an id that another machine took to the next whole picture', async () => {
    const machine = (digit: string) => ({
      details: {
        biosUuid: `${digit}f5a9c3e-8c1d-4b7a-9e2f-5d6c7b8a9f01`,
        createdAt: `2026-0${digit}-01T00:00:00Z`,
        nics: [{ key: 'n', macAddress: `50:6b:8d:01:02:0${digit}` }],
        disks: [{ key: 'd', volume: `volume-${digit}` }],
      },
    });
    await bench.push(whole(1, guest('1', machine('1')), guest('2')));
    const [before] = await bench.db('guests').where({ external_id: '1' });
    await bench.push(part(2, guest('1', { name: 'other', ...machine('2') })));
    expect(await bench.db('guests').where({ external_id: '1' })).toEqual([
      before,
    ]);
    await bench.push(
      whole(3, guest('1', { name: 'other', ...machine('2') }), guest('2')),
    );
    const now = await bench
      .db('guests')
      .where({ external_id: '1', deleted_at: null })
      .first();
    expect(now.name).toBe('other');
    expect(now.id).not.toBe(before.id);
  });

  it('never overwrites newer facts, in whatever order pushes come', async () => {
    // Each push names a guest after its own minute: the name tells how new it is.
    const anyPush = fc.record({
      minute: fc.integer({ min: 1, max: 20 }),
      complete: fc.boolean(),
      ids: fc.uniqueArray(fc.constantFrom('1', '2', '3'), { minLength: 1 }),
    });
    let hour = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyPush, { maxLength: 6 }), async pushes => {
        // A world of its own: an hour after the last one.
        hour += 60;
        await bench.push(whole(hour, guest('1'), guest('2')));
        const newest: Record<string, number> = { 1: hour, 2: hour };
        let wholeAt = hour;
        for (const { minute, complete, ids } of pushes) {
          const time = hour + minute;
          const records = ids.map(id => guest(id, { name: `${time}` }));
          const { body } = await bench.push(
            complete ? whole(time, ...records) : part(time, ...records),
          );
          if (body.outcome !== 'accepted') continue;
          expect(time).toBeGreaterThanOrEqual(wholeAt);
          if (complete) wholeAt = time;
          const shown = await bench.guests();
          for (const [id, words] of Object.entries(shown)) {
            const name = Number(words.split(' ')[0]);
            if (Number.isNaN(name)) continue;
            expect(name).toBeGreaterThanOrEqual(newest[id] ?? 0);
            newest[id] = name;
          }
          if (!complete) {
            expect(Object.keys(shown)).toEqual(
              expect.arrayContaining(Object.keys(newest)),
            );
          } else {
            for (const id of Object.keys(newest)) {
              if (!(id in shown)) delete newest[id];
            }
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});

it('is never asked for: on demand it says why, and for all it is left out', async () => {
  await expect(
    bench.sync.start({
      platformId: 'remote',
      requestedBy: 'ida',
      trigger: 'person',
    }),
  ).rejects.toThrow(/'remote' is fed by push: its source sends/);
  const all = await bench.sync.start({ requestedBy: 'ida', trigger: 'person' });
  expect(all.map(({ platformId }) => platformId)).toEqual(['west']);
});

it('waits for the one under way, by telling the source to come again', async () => {
  await bench.runs.begin({
    platformId: 'remote',
    requestedBy: 'another',
    executor: 'replica-2',
    takesConfirmation: true,
  });
  const answer = await bench.push(whole(0, guest('1')));
  expect(answer.status).toBe(409);
  expect(answer.body.error.message).toContain('push again when it is done');
});

it('is not queued again by anybody when its process died', async () => {
  await bench.runs.begin({
    platformId: 'remote',
    requestedBy: 'another',
    executor: 'replica-2',
    takesConfirmation: true,
  });
  await bench
    .db('sync_runs')
    .update({ heartbeat_at: new Date(Date.now() - 60_000) });
  await bench.runs.reap(30);
  const states = await bench.db('sync_runs').pluck('state');
  expect(states).toEqual(['failed']);
});
