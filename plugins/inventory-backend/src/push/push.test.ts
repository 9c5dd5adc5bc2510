import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import express from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { FreshnessStore } from '../freshness/FreshnessStore';
import type { ConfiguredPlatform } from '../platforms/ConfiguredPlatform';
import { fixedPlatforms } from '../platforms/PlatformSource';
import { PlatformStore } from '../platforms/PlatformStore';
import { SyncExecutor } from '../sync/SyncExecutor';
import { SyncService } from '../sync/SyncService';
import { SyncRunStore } from '../syncRuns/SyncRunStore';
import { TokenService } from '../tokens/TokenService';
import { TokenStore } from '../tokens/TokenStore';
import { createPushRouter } from './createPushRouter';
import { pushPlatform } from './pushPlatform';
import { PushService } from './PushService';

jest.setTimeout(240_000);

let database: TestDatabase;
let runs: SyncRunStore;
let executor: SyncExecutor;
let sync: SyncService;
let tokens: TokenService;
let app: express.Express;
let secret: string;

const aPlatform = (id: string, type: string): ConfiguredPlatform => ({
  id,
  type,
  title: id,
  intervalSeconds: 300,
  usesSiteInterval: false,
  timeoutSeconds: 60,
  initialDelaySeconds: 0,
  config: new ConfigReader({}),
  collector: pushPlatform.createCollector({
    id,
    title: id,
    config: new ConfigReader({}),
  }),
});
const configured = [aPlatform('remote', 'push'), aPlatform('west', 'proxmox')];

beforeEach(async () => {
  database = await createTestDatabase({
    schema: 'inventory',
    migrations: resolve(__dirname, '../../migrations'),
  });
  const db = database.knex;
  const platforms = new PlatformStore(db, new FreshnessStore(db));
  await platforms.register(configured);
  runs = new SyncRunStore(db);
  executor = new SyncExecutor({
    db,
    runs,
    platforms,
    source: fixedPlatforms(configured),
    owners: [],
    logger: mockServices.logger.mock({
      child: () => mockServices.logger.mock(),
    }),
    executor: 'replica-1',
  });
  sync = new SyncService(
    runs,
    platforms,
    executor,
    () => configured.map(({ id }) => id),
    () => ['remote'],
  );
  tokens = new TokenService(new TokenStore(db));
  ({ secret } = await tokens.create(
    {
      name: 'n8n',
      scopes: ['observations:write'],
      platformIds: ['remote', 'west'],
      expiresAt: null,
    },
    'user:default/ida',
  ));
  app = express()
    .use(
      createPushRouter({
        pushes: new PushService(runs, executor, fixedPlatforms(configured)),
        tokens,
        auditor: mockServices.auditor.mock({
          createEvent: async () => ({
            success: async () => {},
            fail: async () => {},
          }),
        }),
        limits: { lineBytes: 20_000, totalBytes: 400_000 },
      }),
    )
    .use(mockErrorHandler());
});
afterEach(async () => {
  await executor.stop();
  await database.drop();
});

const at = (minute: number) =>
  new Date(Date.UTC(2026, 10, 21, 10, minute)).toISOString();
const begin = (minute: number, complete = true) => ({
  kind: 'begin',
  complete,
  source: 'n8n on ops-1',
  collectedAt: at(minute),
});
const guest = (id: string, more: object = {}) => ({
  kind: 'guest',
  externalId: id,
  name: `vm-${id}`,
  powerState: 'running',
  hostExternalId: 'h1',
  ...more,
});
const ground = [
  { kind: 'cluster', externalId: 'c1', name: 'main' },
  {
    kind: 'host',
    externalId: 'h1',
    name: 'host-1',
    clusterExternalId: 'c1',
    status: 'online',
  },
];
const lines = (...records: object[]) =>
  records.map(record => `${JSON.stringify(record)}\n`).join('');
const whole = (minute: number, ...records: object[]) =>
  lines(begin(minute), ...ground, ...records, {
    kind: 'end',
    count: ground.length + records.length,
  });
const part = (minute: number, ...records: object[]) =>
  lines(begin(minute, false), ...records, {
    kind: 'end',
    count: records.length,
  });

const push = (body: string, platform = 'remote') =>
  request(app)
    .post(`/platforms/${platform}/observations`)
    .set('authorization', `Bearer ${secret}`)
    .set('content-type', 'application/x-ndjson')
    .send(body);

/** Name and power by id of the guests that are there. */
async function guests(): Promise<Record<string, string>> {
  const rows = await database
    .knex('guests')
    .whereNull('deleted_at')
    .orderBy('external_id');
  return Object.fromEntries(
    rows.map(row => [row.external_id, `${row.name} ${row.power_state}`]),
  );
}
const collectedAt = async () =>
  (
    await database.knex('platforms').where({ id: 'remote' }).first()
  ).collected_at?.toISOString() ?? null;

describe('a whole picture', () => {
  it('is taken in like a pull, under its own time', async () => {
    const answer = await push(whole(0, guest('1'), guest('2')));
    expect(answer.body).toMatchObject({
      outcome: 'accepted',
      message: null,
      counts: { guest: { seen: 2, created: 2 }, host: { created: 1 } },
    });
    expect(answer.status).toBe(200);
    expect(await collectedAt()).toBe(at(0));
    await expect(runs.get(answer.body.runId)).resolves.toMatchObject({
      trigger: 'push',
      state: 'succeeded',
      requestedBy: 'token:n8n (n8n on ops-1)',
    });
    // What is not pushed any more is gone.
    await push(whole(1, guest('2')));
    expect(await guests()).toEqual({ 2: 'vm-2 running' });
  });

  it('that would delete much is held; confirmed, the next one does it', async () => {
    const many = Array.from({ length: 40 }, (_, index) => guest(`${index}`));
    await push(whole(0, ...many));
    const held = await push(whole(1, guest('0')));
    expect(held.status).toBe(202);
    expect(held.body).toMatchObject({ outcome: 'held' });
    expect(Object.keys(await guests())).toHaveLength(40);

    await sync.confirm(held.body.runId, 'user:default/ida');
    // No replica may take it up: there is nobody to ask.
    await expect(executor.takeNext()).resolves.toBeNull();
    // Neither does a part stand for the whole.
    await push(part(2, guest('0')));
    expect(Object.keys(await guests())).toHaveLength(40);
    const done = await push(whole(3, guest('0')));
    expect(done.body).toMatchObject({ outcome: 'accepted' });
    expect(await guests()).toEqual({ 0: 'vm-0 running' });
  });

  it('older than what is shown changes nothing', async () => {
    await push(whole(5, guest('1', { name: 'new' })));
    const late = await push(whole(4, guest('1', { name: 'old' })));
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining(`is newer, of ${at(5)}`),
    });
    expect(await guests()).toEqual({ 1: 'new running' });
    // The same again is no older.
    expect((await push(whole(5, guest('1', { name: 'new' })))).status).toBe(
      200,
    );
  });

  it('older than a part that came meanwhile changes nothing', async () => {
    await push(whole(0, guest('1')));
    await push(part(5, guest('1', { name: 'new' })));
    expect((await push(whole(4, guest('1')))).status).toBe(409);
    expect(await guests()).toEqual({ 1: 'new running' });
    expect((await push(whole(6, guest('1')))).status).toBe(200);
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
    await push(whole(0, guest('1', { memoryBytes: 4096, details })));
    await push(whole(1, guest('1')));
    const row = await database.knex('guests').first();
    expect(row).toMatchObject({
      memory_bytes: '4096',
      bios_uuid: details.biosUuid.toLocaleLowerCase('en-US'),
      addresses: ['10.0.0.5'],
      mac_addresses: ['50:6b:8d:01:02:03'],
    });
    const raw = JSON.stringify(await database.knex('guest_raw'));
    expect(raw).not.toContain('hunter2');
  });
});

describe('a part', () => {
  beforeEach(() => push(whole(0, guest('1'), guest('2'))));

  it('deletes nothing, and makes the whole no fresher', async () => {
    const answer = await push(part(5, guest('2', { powerState: 'stopped' })));
    expect(answer.body).toMatchObject({ outcome: 'accepted' });
    expect(await guests()).toEqual({ 1: 'vm-1 running', 2: 'vm-2 stopped' });
    const rows = await database.knex('guests').select('visibility');
    expect(rows.every(({ visibility }) => visibility === 'visible')).toBe(true);
    expect(await collectedAt()).toBe(at(0));
  });

  it('that is late leaves newer facts alone, of the whole and of a part', async () => {
    await push(part(5, guest('1', { name: 'five' })));
    const late = await push(
      part(3, guest('1', { name: 'three' }), guest('2', { name: 'three' })),
    );
    expect(await guests()).toEqual({ 1: 'five running', 2: 'three running' });
    expect(late.body.gaps).toContainEqual(
      expect.objectContaining({ scope: 'older records' }),
    );
    await push(whole(10, guest('1'), guest('2')));
    expect((await push(part(9, guest('1', { name: 'nine' })))).status).toBe(
      409,
    );
    expect(await guests()).toMatchObject({ 1: 'vm-1 running' });
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
    await push(whole(1, guest('1', machine('1')), guest('2')));
    const [before] = await database.knex('guests').where({ external_id: '1' });
    await push(part(2, guest('1', { name: 'other', ...machine('2') })));
    expect(await database.knex('guests').where({ external_id: '1' })).toEqual([
      before,
    ]);
    await push(
      whole(3, guest('1', { name: 'other', ...machine('2') }), guest('2')),
    );
    const now = await database
      .knex('guests')
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
        await push(whole(hour, guest('1'), guest('2')));
        const newest: Record<string, number> = { 1: hour, 2: hour };
        let wholeAt = hour;
        for (const { minute, complete, ids } of pushes) {
          const time = hour + minute;
          const records = ids.map(id => guest(id, { name: `${time}` }));
          const { body } = await push(
            complete ? whole(time, ...records) : part(time, ...records),
          );
          if (body.outcome !== 'accepted') continue;
          expect(time).toBeGreaterThanOrEqual(wholeAt);
          if (complete) wholeAt = time;
          const shown = await guests();
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

describe('nothing is kept of a push', () => {
  const good = guest('1');
  it.each([
    ['no first line', lines(good), 400, 'line 1: '],
    ['an empty body', '\n\n', 400, 'a first line'],
    ['a first line alone', lines(begin(0)), 400, 'a last line {"kind":"end"'],
    ['no last line', lines(begin(0), good), 400, 'The body ended early'],
    [
      'a wrong count',
      lines(begin(0), good, { kind: 'end', count: 2 }),
      400,
      'line 3: count: 2, but 1 records came before it',
    ],
    [
      'lines after the last',
      whole(0) + lines(good),
      400,
      'line 5: nothing may follow',
    ],
    [
      'a line that is no JSON',
      `${lines(begin(0), good)}{nonsense\n`,
      400,
      'line 3: not JSON',
    ],
    [
      'an unknown kind',
      lines(begin(0), { kind: 'vm' }),
      400,
      'line 2: kind: must be one of cluster, host',
    ],
    [
      'a wrong value',
      lines(begin(0), guest('1', { powerState: 'on' })),
      400,
      'line 2: powerState: ',
    ],
    [
      'an unknown property',
      lines(begin(0), guest('1', { nmae: 'x' })),
      400,
      'line 2: the record: Unrecognized key: "nmae"',
    ],
    [
      'a link that is no web address',
      lines(begin(0), guest('1', { platformUrl: 'data:text/html,x' })),
      400,
      'line 2: platformUrl: ',
    ],
    [
      'a thing twice',
      lines(begin(0), good, good),
      400,
      "line 3: externalId: guest '1' stands in line 2 already",
    ],
    [
      'a time to come',
      lines({ ...begin(0), collectedAt: '2999-01-01T00:00:00Z' }),
      400,
      'has not come yet',
    ],
    [
      'silence in a part',
      part(1, {
        kind: 'unreachable',
        scope: 'host',
        externalId: 'h1',
        reason: 'x',
      }),
      400,
      'only a whole picture',
    ],
    [
      'a line too long',
      lines(begin(0), guest('1', { folder: 'x'.repeat(30_000) })),
      413,
      'line 2: longer than 20000 bytes',
    ],
    [
      'too much',
      whole(
        0,
        ...Array.from({ length: 5_000 }, (_, index) => guest(`${index}`)),
      ),
      413,
      'larger than 400000 bytes',
    ],
  ])('with %s', async (_what, body, status, words) => {
    const answer = await push(body);
    expect(answer.body.error?.message).toContain(words);
    expect(answer.status).toBe(status);
    expect(answer.body.outcome).toBe('failed');
    expect(await guests()).toEqual({});
    expect(await collectedAt()).toBeNull();
    const left = await database.knex.raw(
      `select 1 from pg_tables where schemaname = current_schema() and tablename like 'staged%'`,
    );
    expect(left.rows).toEqual([]);
  });

  it('that is cut short on its way', async () => {
    const server = app.listen(0);
    const { port } = server.address() as AddressInfo;
    await new Promise<void>(done => {
      const outgoing = httpRequest({
        port,
        method: 'POST',
        path: '/platforms/remote/observations',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/x-ndjson',
          'content-length': 100_000,
        },
      });
      outgoing.on('error', () => done());
      outgoing.write(lines(begin(0), ...ground, guest('1')));
      const poll = setInterval(async () => {
        const running = await database
          .knex('sync_runs')
          .where({ state: 'running' });
        if (running.length === 0) return;
        clearInterval(poll);
        outgoing.destroy();
      }, 20);
    });
    await expect(untilState('failed')).resolves.toMatchObject({
      problem: { message: expect.stringContaining('The body was cut short') },
    });
    expect(await guests()).toEqual({});
    await new Promise(done => server.close(done));
  });
});

async function untilState(state: string) {
  for (;;) {
    const row = await database.knex('sync_runs').where({ state }).first();
    if (row) return row;
    await new Promise(done => setImmediate(done));
  }
}

describe('who may push', () => {
  const to = (headers: Record<string, string>, platform = 'remote') =>
    request(app)
      .post(`/platforms/${platform}/observations`)
      .set({ 'content-type': 'application/x-ndjson', ...headers })
      .send(whole(0));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('is nobody without a token, or with one that was revoked', async () => {
    expect((await to({})).status).toBe(401);
    const made = await tokens.create(
      {
        name: 'old',
        scopes: ['observations:write'],
        platformIds: ['remote'],
        expiresAt: null,
      },
      'ida',
    );
    expect((await to(bearer(made.secret))).status).toBe(200);
    await tokens.revoke(made.token.id, 'ida');
    const refused = await to(bearer(made.secret));
    expect(refused.status).toBe(401);
    expect(refused.body.error.message).toBe("The token 'old' is revoked");
  });

  it('is no token that only reads, nor one of another platform', async () => {
    const reader = await tokens.create(
      {
        name: 'reader',
        scopes: ['inventory:read'],
        platformIds: null,
        expiresAt: null,
      },
      'ida',
    );
    expect((await to(bearer(reader.secret))).status).toBe(403);
    expect((await to(bearer(secret), 'elsewhere')).status).toBe(403);
  });

  it('can push to platforms that are pushed only', async () => {
    const answer = await to(bearer(secret), 'west');
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toContain('read by the portal itself');
    const plain = await to({ ...bearer(secret), 'content-type': 'text/plain' });
    expect(plain.status).toBe(400);
    expect(plain.body.error.message).toContain('application/x-ndjson');
  });
});

it('is never asked for: on demand it says why, and for all it is left out', async () => {
  await expect(
    sync.start({ platformId: 'remote', requestedBy: 'ida', trigger: 'person' }),
  ).rejects.toThrow(/'remote' is fed by push: its source sends/);
  const all = await sync.start({ requestedBy: 'ida', trigger: 'person' });
  expect(all.map(({ platformId }) => platformId)).toEqual(['west']);
});

it('waits for the one under way, by telling the source to come again', async () => {
  await runs.begin({
    platformId: 'remote',
    requestedBy: 'another',
    executor: 'replica-2',
    takesConfirmation: true,
  });
  const answer = await push(whole(0, guest('1')));
  expect(answer.status).toBe(409);
  expect(answer.body.error.message).toContain('push again when it is done');
});

it('is not queued again by anybody when its process died', async () => {
  await runs.begin({
    platformId: 'remote',
    requestedBy: 'another',
    executor: 'replica-2',
    takesConfirmation: true,
  });
  await database
    .knex('sync_runs')
    .update({ heartbeat_at: new Date(Date.now() - 60_000) });
  await runs.reap(30);
  const states = await database.knex('sync_runs').pluck('state');
  expect(states).toEqual(['failed']);
});
