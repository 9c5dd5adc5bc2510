import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { sessionFacts, type Session } from '@flyloft/plugin-sessions-common';
import {
  fixedSettings,
  siteSettingsServiceRef,
} from '@flyloft/plugin-site-node';
import request from 'supertest';
import sessions from '.';
import { sessionRoutes, type SessionRouteServices } from './routes';

jest.setTimeout(240_000);

const ida = 'user:default/ida';
const otto = 'user:default/otto';

let database: TestDatabase;
let backend: TestBackend;
let decision: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
let ofIda: string;
let ofOtto: string;
const createEvent = jest.fn(async () => ({
  success: async () => {},
  fail: async () => {},
}));

beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'nobody',
    migrations: mkdtempSync(join(tmpdir(), 'flyloft-none-')),
  });
  const permissions = mockServices.permissions.mock();
  permissions.authorize.mockImplementation(async asked =>
    asked.map(() => ({ result: decision })),
  );
  backend = await startTestBackend({
    features: [
      sessions,
      permissions.factory,
      mockServices.auditor.mock({ createEvent }).factory,
      createServiceFactory({
        service: siteSettingsServiceRef,
        deps: {},
        factory: () => fixedSettings(),
      }),
      mockServices.rootConfig.factory({
        data: {
          backend: {
            database: {
              client: 'pg',
              connection: database.url,
              pluginDivisionMode: 'schema',
            },
          },
        },
      }),
    ],
  });
});
beforeEach(async () => {
  decision = AuthorizeResult.ALLOW;
  createEvent.mockClear();
  await database.knex.raw('delete from sessions.sessions');
  ofIda = await open(ida);
  ofOtto = await open(otto);
});
afterAll(async () => {
  await backend?.stop();
  await database?.drop();
});

async function open(user: string): Promise<string> {
  const id = randomUUID();
  await database.knex.raw(
    `insert into sessions.sessions (id, user_ref, address, user_agent, multi_factor)
      values (?, ?, '10.0.0.7', 'a browser', true)`,
    [id, user],
  );
  return id;
}

const call = (method: 'get' | 'post', path: string, user = ida) =>
  request(`http://localhost:${(backend.server.address() as AddressInfo).port}`)
    [method](`/api/sessions${path}`)
    .set('authorization', mockCredentials.user.header(user));

describe('every route', () => {
  const routes = sessionRoutes({} as SessionRouteServices);

  it.each(routes.map(route => [route.method, route.path] as const))(
    '%s %s refuses who is not signed in',
    async (method, path) => {
      const { status } = await call(method, path.replace('{id}', ofIda)).set(
        'authorization',
        mockCredentials.none.header(),
      );
      expect(status).toBe(401);
    },
  );

  it.each(
    routes
      .filter(route => route.permission !== 'signed-in')
      .map(route => [route.method, route.path] as const),
  )('%s %s refuses who may not', async (method, path) => {
    decision = AuthorizeResult.DENY;
    const { status, body } = await call(method, path.replace('{id}', ofOtto));
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/^You may not .*sessions\./);
  });

  it.each(
    routes
      .filter(route => route.permission === 'signed-in')
      .map(route => [route.method, route.path] as const),
  )('%s %s takes no service: it has no sessions', async (method, path) => {
    const { status } = await call(method, path.replace('{id}', ofIda)).set(
      'authorization',
      mockCredentials.service.header(),
    );
    expect(status).toBe(403);
  });
});

describe('all sessions', () => {
  it.each(Object.keys(sessionFacts))(
    'are filtered and sorted by %s',
    async fact => {
      const value: Record<string, string> = {
        user: `eq:${ida}`,
        state: 'eq:open',
        address: 'within:10.0.0.0/8',
        multiFactor: 'eq:true',
        end: 'empty',
        endedAt: 'empty',
      };
      const filter = value[fact] ?? 'gte:2026-01-01T00:00:00Z';
      const { status, body } = await call(
        'get',
        `/?filter=${fact}:${filter}&sort=-${fact}`,
      );
      expect(status).toBe(200);
      expect(body.items.length).toBeGreaterThan(0);
    },
  );

  it('are ended by who may, which is reported once', async () => {
    const { body } = await call('post', `/${ofOtto}/end`);
    expect(body).toMatchObject({ state: 'over', end: 'ended', endedBy: ida });
    await call('post', `/${ofOtto}/end`).expect(200);
    expect(createEvent.mock.calls).toMatchObject([
      [
        {
          eventId: 'session-end',
          meta: { resource: { kind: 'session', id: ofOtto, name: otto } },
        },
      ],
    ]);
  });

  it.each([randomUUID(), 'nonsense'])('do not hold %s', async id => {
    const { status } = await call('post', `/${id}/end`);
    expect(status).toBe(404);
  });
});

describe("one's own sessions", () => {
  beforeEach(() => {
    decision = AuthorizeResult.DENY;
  });

  it('are listed without any right, and nobody else’s', async () => {
    const { body } = await call('get', '/mine');
    expect(body.items.map((one: Session) => one.id)).toEqual([ofIda]);
    expect(body.limits).toEqual({ idleMinutes: 60, absoluteHours: 12 });
  });

  it('are ended one by one; another’s looks as if it did not exist', async () => {
    const theirs = await call('post', `/mine/${ofOtto}/end`);
    const none = await call('post', `/mine/${randomUUID()}/end`);
    expect([theirs.status, none.status]).toEqual([404, 404]);
    const mine = await call('post', `/mine/${ofIda}/end`);
    expect(mine.body).toMatchObject({ state: 'over', endedBy: ida });
  });

  it('are ended all at once', async () => {
    await open(ida);
    const { body } = await call('post', '/mine/end-others');
    expect(body).toEqual({ ended: 2 });
    const left = await call('get', '/mine', otto);
    expect(left.body.items).toHaveLength(1);
  });
});

it('tells who has no token any more why, by the id alone', async () => {
  await call('post', `/${ofIda}/end`, otto);
  const ask = (id: string) =>
    request(
      `http://localhost:${(backend.server.address() as AddressInfo).port}`,
    ).get(`/api/sessions/ended/${id}`);
  expect((await ask(ofIda)).body).toMatchObject({
    end: 'ended',
    endedBy: otto,
  });
  const open_ = (await ask(ofOtto)).body;
  expect(open_).toEqual({ end: null, endedAt: null, endedBy: null });
  expect((await ask(randomUUID())).body).toEqual(open_);
  expect((await ask('nonsense')).body).toEqual(open_);
});
