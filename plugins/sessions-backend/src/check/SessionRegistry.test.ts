import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import type { Knex } from 'knex';
import { SessionStore } from '../sessions/SessionStore';
import { SessionRegistry } from './SessionRegistry';
import { digestOf } from './userToken';

jest.setTimeout(240_000);

const user = 'user:default/ida';
let database: TestDatabase;
let queries: number;
let store: SessionStore;
let clock: number;

beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'sessions',
    migrations: resolve(__dirname, '../../migrations'),
  });
  store = new SessionStore(database.knex);
  database.knex.on('query', () => {
    queries += 1;
  });
});
beforeEach(async () => {
  await database.knex.raw('delete from sessions');
  clock = Date.now();
});
afterAll(() => database?.drop());

async function aSession() {
  const id = randomUUID();
  const digest = digestOf(id);
  await store.open(
    {
      id,
      userEntityRef: user,
      address: null,
      userAgent: null,
      multiFactor: true,
    },
    {
      digest,
      expiresAt: new Date(Date.now() + 3_600_000),
      refreshDigest: undefined,
    },
  );
  return { id, digest };
}

const aReplica = (source = store) =>
  new SessionRegistry({
    store: source,
    logger: mockServices.logger.mock(),
    limits: async () => ({ idleMinutes: 60, absoluteHours: 12 }),
    now: () => clock,
  });

const pass = (seconds: number) => {
  clock += seconds * 1000;
};

async function ageInDatabase(id: string, column: string, minutes: number) {
  await database.knex.raw(
    'update sessions set ?? = now() - make_interval(mins => ?) where id = ?',
    [column, minutes, id],
  );
}

describe('a session that is open', () => {
  it('costs one query for its first request, and none for the next thousand', async () => {
    const { digest } = await aSession();
    const replica = aReplica();
    await replica.check(digest, true);
    queries = 0;
    for (let request = 0; request < 1000; request += 1) {
      const { outcome } = await replica.check(digest, true);
      expect(outcome).toBe('open');
    }
    expect(queries).toBe(0);
  });

  it('is asked for once by requests that come together', async () => {
    const { digest } = await aSession();
    const replica = aReplica();
    queries = 0;
    await Promise.all(
      Array.from({ length: 50 }, () => replica.check(digest, true)),
    );
    expect(queries).toBe(1);
  });

  it('is written as seen once a minute at most', async () => {
    const { id, digest } = await aSession();
    const replica = aReplica();
    const lastSeen = async () => (await store.read([id]))[0]!.lastSeenAt;
    const first = await lastSeen();
    for (let second = 0; second < 59; second += 1) {
      pass(1);
      await replica.check(digest, true);
      await replica.tick();
    }
    expect(await lastSeen()).toBe(first);
    pass(2);
    await replica.check(digest, true);
    await replica.tick();
    expect(await lastSeen()).toBe(clock);
  });
});

describe('a session that was ended', () => {
  it('is refused at once where it was ended, and elsewhere after the next look', async () => {
    const { id, digest } = await aSession();
    const [here, there] = [aReplica(), aReplica()];
    await here.check(digest, true);
    await there.check(digest, true);
    here.note((await store.end(id, 'ended', user))!);
    expect((await here.check(digest, true)).outcome).toBe('over');
    expect((await there.check(digest, true)).outcome).toBe('open');
    await there.tick();
    expect(await there.check(digest, true)).toMatchObject({
      outcome: 'over',
      session: { ending: { end: 'ended', endedBy: user } },
    });
  });

  it('is refused within ten seconds by a replica whose looks fail', async () => {
    const { id, digest } = await aSession();
    const replica = aReplica();
    await replica.check(digest, true);
    await store.end(id, 'ended', user);
    jest.spyOn(store, 'read').mockRejectedValueOnce(new Error('no database'));
    pass(2);
    await replica.tick();
    pass(6);
    expect((await replica.check(digest, true)).outcome).toBe('over');
  });

  it('is not taken for open when nothing can be read', async () => {
    const { digest } = await aSession();
    const replica = aReplica();
    await replica.check(digest, true);
    jest
      .spyOn(store, 'byToken')
      .mockRejectedValueOnce(new Error('no database'));
    pass(8);
    await expect(replica.check(digest, true)).rejects.toThrow(
      /can not be checked/,
    );
  });

  it('is refused to a replica that starts anew', async () => {
    const { id, digest } = await aSession();
    await store.end(id, 'signed-out', null);
    expect((await aReplica().check(digest, true)).outcome).toBe('over');
  });
});

describe('time-outs', () => {
  it.each([
    ['idle', 'last_seen_at', 61],
    ['expired', 'created_at', 12 * 60 + 1],
  ])(
    'end a session that is %s, and report it once',
    async (end, column, minutes) => {
      const { id, digest } = await aSession();
      await ageInDatabase(id, column, minutes);
      const replica = aReplica();
      const aged: string[] = [];
      replica.onAged = session => aged.push(session.id);
      expect(await replica.check(digest, true)).toMatchObject({
        outcome: 'over',
        session: { ending: { end } },
      });
      expect((await replica.check(digest, true)).outcome).toBe('over');
      expect(aged).toEqual([id]);
    },
  );

  it('leave a session alone that another replica saw meanwhile', async () => {
    const { id, digest } = await aSession();
    const replica = aReplica();
    await replica.check(digest, true);
    pass(61 * 60);
    // The database's clock has not moved: there it was seen just now.
    await store.seen([{ id, at: Date.now() }]);
    expect((await replica.check(digest, true)).outcome).toBe('open');
  });

  it('are not put off by a page that asks by itself', async () => {
    const { id, digest } = await aSession();
    const replica = aReplica();
    await replica.check(digest, false);
    pass(30 * 60);
    await replica.check(digest, false);
    await replica.tick();
    const [session] = await store.read([id]);
    expect(session!.lastSeenAt).toBeLessThan(clock - 29 * 60_000);
  });

  it('are swept up for sessions that nobody asks for', async () => {
    const idle = await aSession();
    const open = await aSession();
    await ageInDatabase(idle.id, 'last_seen_at', 63);
    await ageInDatabase(open.id, 'last_seen_at', 61);
    const limits = { idleMinutes: 60, absoluteHours: 12 };
    const swept = await store.sweep(limits);
    // Two minutes more: a replica may know better and not have written it yet.
    expect(swept.map(one => one.id)).toEqual([idle.id]);
  });
});

it('knows no token that was never issued, and asks for it once in a while', async () => {
  const replica = aReplica();
  const digest = digestOf('forged');
  expect((await replica.check(digest, true)).outcome).toBe('unknown');
  queries = 0;
  await replica.check(digest, true);
  expect(queries).toBe(0);
  pass(4);
  await replica.check(digest, true);
  expect(queries).toBe(1);
});

it('ends a session once, whoever else ends it', async () => {
  const { id } = await aSession();
  const pools: Knex[] = [database.connect(), database.connect()];
  const ends = await Promise.all(
    pools.map((pool, index) =>
      new SessionStore(pool).end(id, 'ended', `user:default/${index}`),
    ),
  );
  expect(ends.filter(Boolean)).toHaveLength(1);
});
