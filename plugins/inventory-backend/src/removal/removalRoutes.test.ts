import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import request from 'supertest';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { PersonStore } from '../people/PersonStore';
import { readersOf } from '../readers';
import { createRouter } from '../router';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

jest.setTimeout(120_000);

let bench: SyncBench;
let id: string;
const start = jest.fn();

beforeAll(async () => {
  bench = await SyncBench.create();
  await bench.sync([aCluster(), aHost(), aGuest()]);
  id = (await bench.guest()).id as string;
});
afterAll(async () => bench.drop());
beforeEach(() => {
  start.mockReset();
  start.mockResolvedValue([]);
});

function app(denied: string[] = []) {
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async requests =>
      requests.map(({ permission }) => ({
        result: denied.includes(permission.name)
          ? (AuthorizeResult.DENY as AuthorizeResult.DENY)
          : (AuthorizeResult.ALLOW as AuthorizeResult.ALLOW),
      })),
  });
  const services = {
    ...readersOf(bench.db, new FreshnessStore(bench.db)),
    sync: { start },
    auditor: mockServices.auditor.mock({
      createEvent: async () => ({
        success: async () => {},
        fail: async () => {},
      }),
    }),
    httpAuth: mockServices.httpAuth(),
    permissions,
  } as unknown as Parameters<typeof createRouter>[0];
  return express().use(createRouter(services)).use(mockErrorHandler());
}

const act = (verb: 'delete' | 'restore', denied: string[] = []) =>
  request(app(denied))
    .post(`/guests/${id}/${verb}`)
    .set('authorization', mockCredentials.user.header())
    .send({ reason: 'It is ours' });

it('asks for a sync of its platform when a guest is restored, not when it is deleted', async () => {
  expect((await act('delete')).status).toBe(200);
  expect(start).not.toHaveBeenCalled();
  expect((await act('restore')).status).toBe(200);
  expect(start).toHaveBeenCalledWith({
    platformId: (await bench.guest()).platform_id,
    requestedBy: 'user:default/mock',
    trigger: 'person',
  });
});

it(`restores also a guest whose platform can't be asked`, async () => {
  await act('delete');
  start.mockRejectedValue(new ConflictError('It is fed by push'));
  expect((await act('restore')).status).toBe(200);
});

it('asks for nothing when the restoring is refused', async () => {
  expect((await act('restore')).status).toBe(409);
  expect((await act('restore', ['inventory.guest.delete'])).status).toBe(403);
  expect(start).not.toHaveBeenCalled();
});

describe('the name of an external owner', () => {
  it('is had by who sees guests, and nothing more of the person', async () => {
    const person = await new PersonStore(bench.db).create(
      { name: 'Otto Extern', email: 'otto@example.org' },
      'user:default/mock',
    );
    const ask = (of: string, denied: string[] = []) =>
      request(app(denied))
        .get(`/people/${of}/name`)
        .set('authorization', mockCredentials.user.header());
    const hidden = ['inventory.infrastructure.read'];
    expect((await ask(person.id, hidden)).body).toEqual({
      ref: person.ref,
      name: 'Otto Extern',
    });
    expect((await ask(person.id, ['inventory.guest.read'])).status).toBe(403);
    expect((await ask(id)).status).toBe(404);
    expect((await ask('x')).status).toBe(404);
  });
});
