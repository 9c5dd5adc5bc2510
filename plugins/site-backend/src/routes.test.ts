import { ConfigReader } from '@backstage/config';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { apiRouter } from '@flyloft/backend-kit';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { SettingStore, siteMigrations } from '@flyloft/plugin-site-node';
import express from 'express';
import request from 'supertest';
import { siteRoutes, type SiteRouteServices } from './routes';
import { SettingService } from './settings/SettingService';

jest.setTimeout(240_000);

const state = {
  place: 'postgresql' as const,
  problems: [],
  postgresql: 2,
  vault: 0,
  keys: [{ id: 'abc', secrets: 2, current: true, there: true }],
  vaultConfigured: false,
};
const upkeep = {
  state: async () => state,
  rotate: async () => ({ done: 2, failed: [] }),
  move: async () => ({ done: 0, failed: [] }),
};

let database: TestDatabase;
let reported: Array<{ eventId: string; meta?: unknown }>;
let services: SiteRouteServices;
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'site',
    migrations: siteMigrations(),
  });
});
beforeEach(async () => {
  await database.knex('settings').delete();
  reported = [];
  const file = { flyloft: { sessions: { idleMinutes: 15 } } };
  services = {
    settings: new SettingService(
      new ConfigReader(file),
      new SettingStore(database.knex),
    ),
    // Tried in roles/roleRoutes.test.ts.
    people: {} as SiteRouteServices['people'],
    roles: {} as SiteRouteServices['roles'],
    secrets: {
      open: async () => ({ upkeep }) as never,
    },
    auditor: {
      createEvent: async ({ eventId }) => ({
        success: async (end?: { meta?: unknown }) => {
          reported.push({ eventId, meta: end?.meta });
        },
        fail: async () => {
          reported.push({ eventId: `${eventId} failed` });
        },
      }),
    },
  };
});
afterAll(() => database?.drop());

function app(result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) {
  const about = { title: 't', version: '1', description: 'd', server: '/' };
  return express()
    .use(
      apiRouter(siteRoutes(services), about, {
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.none(),
        }),
        permissions: mockServices.permissions({ result }),
      }),
    )
    .use(mockErrorHandler());
}
const allowed = () => app(AuthorizeResult.ALLOW);
const signedIn = ['authorization', mockCredentials.user.header()] as const;
const interval = '/settings/flyloft.inventory.syncIntervalMinutes';
const post = (path: string, body: object, version?: number) => {
  const call = request(allowed())
    .post(path)
    .set(...signedIn);
  return (
    version === undefined ? call : call.set('If-Match', `"${version}"`)
  ).send(body);
};

const routes = [
  ['get', '/settings'],
  ['post', interval],
  ['post', `${interval}/revert`],
  ['get', '/secret-store'],
  ['post', '/secret-store/rotate'],
  ['post', '/secret-store/move'],
  ['get', '/users'],
  ['get', '/roles'],
  ['post', '/roles'],
  ['post', '/roles/3f2b/revoke'],
] as const;

it('has an authorization case for every route', () => {
  expect(routes).toHaveLength(siteRoutes(services).length);
});

it.each(routes)(
  '%s %s wants somebody who is signed in',
  async (method, path) => {
    expect((await request(allowed())[method](path)).status).toBe(401);
  },
);

it.each(routes)(
  '%s %s refuses whom the policy denies',
  async (method, path) => {
    const answer = await request(app(AuthorizeResult.DENY))
      [method](path)
      .set(...signedIn);
    expect(answer.status).toBe(403);
  },
);

it('lists settings with the value in force and where it comes from', async () => {
  const { body } = await request(allowed())
    .get('/settings')
    .set(...signedIn);
  const of = (key: string) =>
    body.items.find((item: { key: string }) => item.key === key);
  expect(of('flyloft.sessions.idleMinutes')).toMatchObject({
    value: 15,
    source: 'file',
  });
  expect(of('flyloft.inventory.syncIntervalMinutes')).toMatchObject({
    value: 5,
    source: 'default',
    unit: 'minutes',
    version: 0,
  });
});

it('sets and reverts one, and reports what was before and after', async () => {
  expect((await post(interval, { value: 20 }, 0)).body).toMatchObject({
    value: 20,
    source: 'page',
    version: 1,
  });
  expect((await post(`${interval}/revert`, {}, 1)).body).toMatchObject({
    value: 5,
    source: 'default',
  });
  expect(reported).toEqual([
    { eventId: 'setting-edit', meta: { before: 5, after: 20 } },
    { eventId: 'setting-revert', meta: { before: 20, after: 5 } },
  ]);
});

it('refuses the second of two editors with what it is now', async () => {
  await post(interval, { value: 20 }, 0);
  const late = await post(interval, { value: 30 }, 0);
  expect(late.status).toBe(409);
  expect(late.body.error.message).toMatch(/by user:default\/mock .* is 20 now/);
});

it.each([
  [interval, { value: 0 }, 0, 400, /whole number of minutes from 1 to 1440/],
  [interval, { value: 'soon' }, 0, 400, /whole number/],
  [interval, { value: 20 }, undefined, 400, /If-Match/],
  ['/settings/nonsense', { value: 1 }, 0, 404, /no setting/],
  ['/settings/flyloft.sessions.idleMinutes', { value: 30 }, 0, 403, /file/],
  ['/secret-store/move', { to: 'nowhere' }, undefined, 400, /to/],
  ['/secret-store/rotate', { dataKeys: 'yes' }, undefined, 400, /dataKeys/],
] as const)(
  'answers %s %j with %s %s',
  async (path, body, version, status, words) => {
    const answer = await post(path, body, version);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(words);
  },
);

it('says how the secret store is, and looks after it', async () => {
  const { body } = await request(allowed())
    .get('/secret-store')
    .set(...signedIn);
  expect(body).toEqual(state);
  expect((await post('/secret-store/rotate', {})).body).toMatchObject({
    done: 2,
  });
  await post('/secret-store/move', { to: 'vault' });
  expect(reported.map(each => each.eventId)).toEqual([
    'secret-rotate',
    'secret-move',
  ]);
});
