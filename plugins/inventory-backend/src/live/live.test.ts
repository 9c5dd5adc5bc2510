import {
  mockErrorHandler,
  mockServices,
  mockCredentials,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  liveHealthSchema,
  liveInventorySchema,
  type TokenCreation,
} from '@flyloft/plugin-inventory-common';
import express from 'express';
import request from 'supertest';
import type { InventoryServices } from '../http/services';
import { readersOf } from '../readers';
import { createRouter } from '../router';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { FakePlatform, Replica, SyncBench } from '../testing/SyncBench';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(60_000);

let bench: SyncBench;
let replica: Replica;
let services: Omit<InventoryServices, 'auditor'>;
const west = new FakePlatform('west', 'West');
const east = new FakePlatform('east', 'East');
// Configured, but never collected.
const north = new FakePlatform('north', 'North');

beforeAll(async () => {
  bench = await SyncBench.create();
  replica = new Replica(bench.database.connect(), [west, east, north]);
  await replica.platforms.register([west, east, north]);
  for (const platform of [west, east]) {
    platform.answers([
      aCluster(),
      aHost(),
      aGuest({ externalId: '1', facts: { name: `${platform.id}-1` } }),
      aGuest({ externalId: '2', facts: { name: `${platform.id}-2` } }),
    ]);
    await replica.service.start({
      platformId: platform.id,
      trigger: 'schedule',
      requestedBy: null,
    });
    await (await replica.executor.takeNext())!.done;
  }
  services = {
    ...readersOf(bench.db, new FreshnessStore(bench.db)),
    sync: replica.service,
  } as unknown as typeof services;
});
afterAll(async () => {
  await replica.executor.stop();
  await bench.drop();
});

function app(
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  const auditor = mockServices.auditor.mock({
    createEvent: async () => ({
      success: async () => {},
      fail: async () => {},
    }),
  });
  return express()
    .use(
      createRouter({
        ...services,
        auditor,
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.none(),
        }),
        permissions: mockServices.permissions({ result }),
      }),
    )
    .use(mockErrorHandler());
}

async function bearer(part: Partial<TokenCreation> = {}) {
  const { secret } = await services.tokens.create(
    {
      name: 'scripts',
      scopes: ['inventory:read'],
      platformIds: null,
      expiresAt: null,
      ...part,
    },
    'user:default/it',
  );
  return `Bearer ${secret}`;
}

describe.each(['/v1/live', '/v1/live_inventory.json'])('%s', path => {
  it('gives every guest with how fresh it is, to a token that may read', async () => {
    const answer = await request(app())
      .get(path)
      .set('authorization', await bearer())
      .expect(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['content-disposition']).toContain(
      'live_inventory.json',
    );
    const live = liveInventorySchema.parse(answer.body);
    expect(live.status).toBe('never');
    expect(live.collected_at).toBeNull();
    expect(live.guests.map(guest => guest.name).sort()).toEqual([
      'east-1',
      'east-2',
      'west-1',
      'west-2',
    ]);
    expect(live.guests[0]).toMatchObject({
      ip: '10.2.0.17',
      duplicate_ip: true,
      collected_at: expect.any(String),
    });
  });

  it('keeps to the platforms of the token', async () => {
    const authorization = await bearer({ platformIds: ['east'] });
    const { body } = await request(app())
      .get(path)
      .set({ authorization })
      .expect(200);
    expect(body.status).toBe('ok');
    expect(body.collected_at).toEqual(expect.any(String));
    expect(body.platforms.map((one: { id: string }) => one.id)).toEqual([
      'east',
    ]);
    expect(body.guests).toHaveLength(2);
    await request(app())
      .get(`${path}?platform=west`)
      .set({ authorization })
      .expect(404);
  });

  it('takes a signed-in user, within the permissions', async () => {
    const authorization = mockCredentials.user.header();
    const all = await request(app())
      .get(path)
      .set({ authorization })
      .expect(200);
    expect(all.body.guests).toHaveLength(4);
    await request(app(AuthorizeResult.DENY))
      .get(path)
      .set({ authorization })
      .expect(403);
  });

  it('refuses who shows nothing, a wrong token, a revoked or another one', async () => {
    const { token, secret } = await services.tokens.create(
      {
        name: 'old',
        scopes: ['inventory:read'],
        platformIds: null,
        expiresAt: null,
      },
      'it',
    );
    await services.tokens.revoke(token.id, 'it');
    const answer = async (authorization?: string) =>
      (
        await request(app())
          .get(path)
          .set(authorization ? { authorization } : {})
      ).status;
    expect(await answer()).toBe(401);
    expect(await answer(`Bearer flyt_${'x'.repeat(43)}`)).toBe(401);
    expect(await answer(`Bearer ${secret}`)).toBe(401);
    expect(await answer(await bearer({ scopes: ['sync:run'] }))).toBe(403);
  });
});

describe('/v1/health', () => {
  it('says how fresh each platform is, and fails on request', async () => {
    const authorization = await bearer();
    const { body } = await request(app())
      .get('/v1/health')
      .set({ authorization })
      .expect(200);
    expect(liveHealthSchema.parse(body)).toMatchObject({
      status: 'never',
      platforms: [
        { id: 'east', state: 'fresh' },
        { id: 'north', state: 'never', collected_at: null },
        { id: 'west', state: 'fresh' },
      ],
    });
    await request(app())
      .get('/v1/health?require=fresh')
      .set({ authorization })
      .expect(503);
    await request(app())
      .get('/v1/health?require=fresh')
      .set('authorization', await bearer({ platformIds: ['west'] }))
      .expect(200);
  });
});

describe('/v1/refresh', () => {
  it('starts a sync of the platforms of the token, or answers the one there is', async () => {
    const authorization = await bearer({
      scopes: ['sync:run'],
      platformIds: ['west'],
    });
    const first = await request(app())
      .post('/v1/refresh')
      .set({ authorization })
      .expect(202);
    expect(first.body.runs).toMatchObject([
      { platform: 'west', state: 'queued' },
    ]);
    const again = await request(app())
      .post('/v1/refresh')
      .send({ platform: 'west' })
      .set({ authorization })
      .expect(202);
    expect(again.body.runs[0].id).toBe(first.body.runs[0].id);
    expect(await replica.runs.get(first.body.runs[0].id)).toMatchObject({
      requestedBy: 'token scripts',
      trigger: 'person',
    });
  });

  it('is not for a token that may only read, nor for other platforms', async () => {
    const answer = async (part: Partial<TokenCreation>, body: object) =>
      (
        await request(app())
          .post('/v1/refresh')
          .send(body)
          .set('authorization', await bearer(part))
      ).status;
    const ofWest = { scopes: ['sync:run' as const], platformIds: ['west'] };
    expect(await answer({}, {})).toBe(403);
    expect(await answer(ofWest, { platform: 'east' })).toBe(404);
    expect(await answer(ofWest, { everything: true })).toBe(400);
  });
});

it('opens no other route to a token', async () => {
  const authorization = await bearer({
    scopes: ['inventory:read', 'sync:run'],
  });
  for (const path of ['/guests', '/platforms', '/tokens', '/openapi.json']) {
    const answer = await request(app()).get(path).set({ authorization });
    expect([path, answer.status]).toEqual([path, 401]);
  }
});
