import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { apiRouter, roles as backendRoles } from '@flyloft/backend-kit';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { roleNames } from '@flyloft/plugin-site-common';
import { RoleGrantStore, siteMigrations } from '@flyloft/plugin-site-node';
import type { LastSeen } from '@flyloft/plugin-sessions-node';
import express from 'express';
import request from 'supertest';
import { FormerPeople } from '../people/FormerPeople';
import { PeopleCatalog } from '../people/PeopleCatalog';
import { PersonListService } from '../people/PersonListService';
import { RoleAssignmentService } from './RoleAssignmentService';
import { roleRoutes } from './roleRoutes';

jest.setTimeout(240_000);

const entity = (kind: string, name: string, groups: string[] = []): Entity => ({
  apiVersion: 'backstage.io/v1beta1',
  kind,
  metadata: { name, namespace: 'default' },
  spec: { profile: { displayName: `${name} N`, email: `${name}@x.example` } },
  relations: groups.map(group => ({
    type: 'memberOf',
    targetRef: `group:default/${group}`,
  })),
});
const entities = [
  entity('Group', 'flyloft-it'),
  entity('Group', 'team-web'),
  entity('User', 'ada', ['flyloft-admins']),
  entity('User', 'enid', ['team-web']),
  entity('User', 'ida', ['flyloft-it']),
];
const seen: LastSeen = {
  lastSeenAt: new Date('2026-11-21T10:00:00Z'),
  multiFactor: true,
  openSessions: 1,
};
const signedIn = {
  lastSeenOf: async (refs: string[]) =>
    new Map(
      refs.filter(ref => /ida|gone/.test(ref)).map(ref => [ref, seen] as const),
    ),
  refsAfter: async () => [
    'user:default/gone-a',
    'user:default/gone-b',
    'user:default/ida',
  ],
};

let database: TestDatabase;
let reported: Array<{ eventId: string; meta?: unknown }>;
const forget = jest.fn();
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'site',
    migrations: siteMigrations(),
  });
});
beforeEach(async () => {
  await database.knex('role_grants').delete();
  reported = [];
  forget.mockClear();
});
afterAll(() => database?.drop());

const usual = { it: ['flyloft-it'], admin: ['flyloft-admins'] };

function app(files: Record<string, string[]> = usual) {
  const catalog = new PeopleCatalog(
    catalogServiceMock({ entities }),
    mockServices.auth(),
  );
  const roles = new RoleAssignmentService(
    new ConfigReader({ flyloft: { roles: files } }),
    { grants: new RoleGrantStore(database.knex), held: { forget }, catalog },
  );
  const former = new FormerPeople(signedIn, catalog);
  const people = new PersonListService({ catalog, signedIn, former, roles });
  const auditor = {
    createEvent: async ({ eventId }: { eventId: string }) => ({
      success: async (end?: { meta?: unknown }) => {
        reported.push({ eventId, meta: end?.meta });
      },
      fail: async () => {
        reported.push({ eventId: `${eventId} failed` });
      },
    }),
  };
  const about = { title: 't', version: '1', description: 'd', server: '/' };
  return express()
    .use(
      apiRouter(roleRoutes({ people, roles, auditor }), about, {
        httpAuth: mockServices.httpAuth(),
        permissions: mockServices.permissions(),
      }),
    )
    .use(mockErrorHandler());
}
const get = async (path: string) => (await request(app()).get(path)).body;
const grant = (body: object, files = usual as Record<string, string[]>) =>
  request(app(files)).post('/roles').send(body);
const revoke = (id: string, files = usual as Record<string, string[]>) =>
  request(app(files))
    .post(`/roles/${encodeURIComponent(id)}/revoke`)
    .send({ reason: 'done' });
const toEnid = {
  role: 'it',
  subject: 'user:default/enid',
  reason: 'stands in',
};

it('knows the roles that the backend knows', () => {
  expect(roleNames).toEqual(backendRoles);
});

it('grants a role, shows it beside what files say, and takes it back', async () => {
  const given = await grant(toEnid);
  expect(given.status).toBe(201);
  expect(forget).toHaveBeenCalledTimes(1);
  expect((await get('/roles')).items).toMatchObject([
    { role: 'admin', source: 'file', key: 'flyloft.roles.admin' },
    { role: 'it', subject: 'group:default/flyloft-it', source: 'file' },
    {
      role: 'it',
      subject: 'user:default/enid',
      source: 'page',
      reason: 'stands in',
      grantedBy: mockCredentials.user().principal.userEntityRef,
    },
  ]);
  expect((await revoke(given.body.id)).status).toBe(200);
  expect(forget).toHaveBeenCalledTimes(2);
  expect((await get('/roles')).items).toHaveLength(2);
  expect(reported).toMatchObject([
    { eventId: 'role-grant', meta: { before: [], after: ['it'] } },
    { eventId: 'role-revoke', meta: { before: ['it'], after: [] } },
  ]);
});

it.each([
  [{ ...toEnid, role: 'root' }, 400, /role/],
  [{ ...toEnid, reason: ' ' }, 400, /say why/],
  [{ ...toEnid, subject: 'enid' }, 400, /write user:default\/ida/],
  [{ ...toEnid, subject: 'component:default/x' }, 400, /neither a user nor/],
  [{ ...toEnid, subject: 'user:default/eni' }, 400, /mean user:default\/enid/],
  [{ ...toEnid, subject: 'user:default/zzz' }, 400, /such as group:/],
  [{ ...toEnid, subject: 'group:default/flyloft-it' }, 409, /flyloft.roles.it/],
])('refuses %j with %s', async (body, status, words) => {
  const answer = await grant(body);
  expect(answer.status).toBe(status);
  expect(answer.body.error.message).toMatch(words);
  expect(await database.knex('role_grants')).toEqual([]);
});

it('tells the second of two who grant the same, and the second of two who take it back', async () => {
  const { body } = await grant(toEnid);
  expect((await grant(toEnid)).status).toBe(409);
  await revoke(body.id);
  expect((await revoke(body.id)).status).toBe(404);
  expect(
    (await revoke('it group:default/flyloft-it')).body.error.message,
  ).toMatch(/flyloft.roles.it, which wins/);
});

it('keeps the last way to be an admin, unless a file names one', async () => {
  const toAda = { role: 'admin', subject: 'user:default/ada', reason: 'r' };
  const { body } = await grant(toAda, {});
  const kept = await revoke(body.id, {});
  expect(kept.status).toBe(409);
  expect(kept.body.error.message).toMatch(/last way to be an admin/);
  expect((await revoke(body.id)).status).toBe(200);
});

it('lists people with each way to each role, and when they were seen', async () => {
  await grant({ ...toEnid, subject: 'group:default/team-web' });
  const { items, total } = await get('/users');
  expect(total).toBe(3);
  expect(items).toMatchObject([
    { id: 'user:default/ada', roles: [{ role: 'admin' }], lastSeenAt: null },
    {
      id: 'user:default/enid',
      email: 'enid@x.example',
      roles: [
        { role: 'it', through: 'group:default/team-web', source: 'page' },
      ],
    },
    {
      id: 'user:default/ida',
      roles: [
        { role: 'it', through: 'group:default/flyloft-it', source: 'file' },
      ],
      lastSeenAt: '2026-11-21T10:00:00.000Z',
      multiFactor: true,
      openSessions: 1,
    },
  ]);
});

const idsOf = (body: { items: Array<{ id: string }> }) =>
  body.items.map(({ id }) => id.slice('user:default/'.length));

it('searches, filters by role, and goes page by page', async () => {
  await grant(toEnid);
  expect(idsOf(await get('/users?q=enid'))).toEqual(['enid']);
  expect(idsOf(await get('/users?filter=roles:eq:it'))).toEqual([
    'enid',
    'ida',
  ]);
  expect(idsOf(await get('/users?filter=roles:eq:ops'))).toEqual([]);
  expect(idsOf(await get('/users?filter=roles:present'))).toHaveLength(3);
  expect(idsOf(await get('/users?sort=-name&limit=1'))).toEqual(['ida']);
  const first = await get('/users?limit=2');
  expect(idsOf(first)).toEqual(['ada', 'enid']);
  const next = await get(
    `/users?limit=2&cursor=${encodeURIComponent(first.nextCursor)}`,
  );
  expect(idsOf(next)).toEqual(['ida']);
  expect(next.nextCursor).toBeNull();
});

it('lists who signed in once and is in the directory no more', async () => {
  const gone = '/users?filter=known:eq:false';
  expect(idsOf(await get(gone))).toEqual(['gone-a', 'gone-b']);
  const first = await get(`${gone}&limit=1&sort=-name`);
  expect(idsOf(first)).toEqual(['gone-b']);
  expect(first).toMatchObject({
    total: 2,
    items: [{ known: false, name: 'gone-b' }],
  });
  const next = await get(
    `${gone}&limit=1&sort=-name&cursor=${first.nextCursor}`,
  );
  expect(idsOf(next)).toEqual(['gone-a']);
});

it.each([
  ['filter=roles:not:it', /which they lack/],
  ['filter=roles:eq:root', /the roles are admin/],
  ['filter=known:eq:perhaps', /known:eq:true/],
  ['filter=known:eq:false&cursor=abc', /cursor/],
  ['q=a&filter=name:contains:b', /one text/],
  ['deleted=only', /leave out/],
  ['sort=roles', /Can't sort/],
])('refuses people with %s', async (query, words) => {
  const answer = await request(app()).get(`/users?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toMatch(words);
});
