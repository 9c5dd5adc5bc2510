import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  editConflictSchema,
  guestManualSchema,
} from '@flyloft/plugin-inventory-common';
import express from 'express';
import request from 'supertest';
import { FreshnessStore } from '../freshness/FreshnessStore';
import type { InventoryServices } from '../http/services';
import { readersOf } from '../readers';
import { createRouter } from '../router';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

jest.setTimeout(120_000);

let bench: SyncBench;
let id: string;
const trail: Array<Record<string, unknown>> = [];

beforeAll(async () => {
  bench = await SyncBench.create();
  await bench.sync([aCluster(), aHost(), aGuest()]);
  id = (await bench.guest()).id as string;
});
afterAll(async () => bench.drop());

const deny = { result: AuthorizeResult.DENY as AuthorizeResult.DENY };
const allow = { result: AuthorizeResult.ALLOW as AuthorizeResult.ALLOW };

/** A router for a caller whom the policy denies these permissions. */
function app(...denied: string[]) {
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async requests =>
      requests.map(({ permission }) =>
        denied.includes(permission.name) ? deny : allow,
      ),
  });
  const auditor = mockServices.auditor.mock({
    createEvent: async event => {
      const { eventId, meta } = event;
      trail.push({ eventId, meta });
      return {
        success: async end => {
          trail.push({ eventId, succeeded: end?.meta });
        },
        fail: async ({ error }) => {
          trail.push({ eventId, failed: error.message });
        },
      };
    },
  });
  return express()
    .use(
      createRouter({
        ...readersOf(bench.db, new FreshnessStore(bench.db)),
        auditor,
        httpAuth: mockServices.httpAuth(),
        permissions,
      } as unknown as InventoryServices & {
        httpAuth: ReturnType<typeof mockServices.httpAuth>;
        permissions: typeof permissions;
      }),
    )
    .use(mockErrorHandler());
}

const patch = (body: object, ifMatch: string | null, denied: string[] = []) => {
  const asked = request(app(...denied))
    .patch(`/guests/${id}/manual`)
    .set('authorization', mockCredentials.user.header())
    .send(body);
  return ifMatch === null ? asked : asked.set('If-Match', ifMatch);
};

const read = () =>
  request(app())
    .get(`/guests/${id}/manual`)
    .set('authorization', mockCredentials.user.header());

it('an edit carries the revision that was read, and answers with the next one', async () => {
  const before = await read();
  expect(before.headers.etag).toBe('"0"');
  expect(guestManualSchema.parse(before.body).revision).toBe('0');
  const after = await patch({ notes: 'first' }, before.headers.etag!);
  expect(after.status).toBe(200);
  expect(after.headers.etag).toBe(`"${after.body.revision}"`);
  expect(after.body).toMatchObject({
    notes: 'first',
    editedBy: 'user:default/mock',
  });
});

it('an edit of something older is refused with both values, as every error is', async () => {
  const refused = await patch({ notes: 'second', stage: 'test' }, '"0"');
  expect(refused.status).toBe(412);
  expect(refused.body).toMatchObject({
    error: { name: 'PreconditionFailedError' },
    response: { statusCode: 412 },
  });
  const { fields, current } = editConflictSchema.parse(refused.body.conflict);
  expect(fields).toContainEqual({
    field: 'notes',
    yours: 'second',
    theirs: 'first',
  });
  expect(refused.headers.etag).toBe(`"${current.revision}"`);
});

it.each<[string, object, string | null, number, RegExp]>([
  ['no revision', { notes: 'x' }, null, 428, /Send If-Match/],
  ['a revision that is none', { notes: 'x' }, '"a"', 400, /is no revision/],
  ['an unknown field', { colour: 'red' }, '*', 400, /colour/],
  [
    'an owner that is none',
    { technicalOwner: 'anna' },
    '*',
    400,
    /technicalOwner: is a user or group/,
  ],
  [
    'a wrong address',
    { addresses: [{ address: '10.0.0.0/8' }] },
    '*',
    400,
    /without a mask/,
  ],
  [
    'two primary addresses',
    {
      addresses: [
        { address: '10.0.0.1', primary: true },
        { address: '10.0.0.2', primary: true },
      ],
    },
    '*',
    400,
    /only one/,
  ],
  ['a tag with a comma', { tags: ['a,b'] }, '*', 400, /comma/],
  [
    'notes that are too long',
    { notes: 'x'.repeat(20_001) },
    '*',
    400,
    /at most 20000/,
  ],
  [
    'an override without a reason',
    { overrides: { osType: { value: 'BeOS' } } },
    '*',
    400,
    /say why os/,
  ],
  [
    'a power state that is none',
    { reason: 'x', overrides: { powerState: { value: 'on' } } },
    '*',
    400,
    /powerState/,
  ],
  [
    'a field that nobody defined',
    { customFields: { rack: 'A1' } },
    '*',
    400,
    /no such field/,
  ],
])(
  '%s is refused with what would be right',
  async (_, body, ifMatch, status, message) => {
    const refused = await patch(body, ifMatch);
    expect([refused.status, refused.body.error.message]).toEqual([
      status,
      expect.stringMatching(message),
    ]);
  },
);

it('who may not override may annotate, and is told the permission that is missing', async () => {
  const denied = ['inventory.guest.override'];
  expect((await patch({ notes: 'mine' }, '*', denied)).body).toMatchObject({
    notes: 'mine',
    allowed: { annotate: true, override: false },
  });
  const refused = await patch({ project: 'shop' }, '*', denied);
  expect(refused.status).toBe(403);
  expect(refused.body.error.message).toBe(
    'You may not edit project (permission inventory.guest.override)',
  );
});

it('the audit trail has what was and what is, and refusals', async () => {
  trail.length = 0;
  await patch({ notes: 'audited', reason: 'To see' }, '*');
  await patch({ notes: 'x' }, '"0"');
  expect(trail).toEqual([
    {
      eventId: 'guest-edit',
      meta: { reason: 'To see', resource: { kind: 'guest', id } },
    },
    {
      eventId: 'guest-edit',
      succeeded: {
        name: 'vm-100',
        before: { notes: 'mine' },
        after: { notes: 'audited' },
      },
    },
    {
      eventId: 'guest-edit',
      meta: { reason: null, resource: { kind: 'guest', id } },
    },
    {
      eventId: 'guest-edit',
      failed: 'Somebody else edited this guest in the meantime',
    },
  ]);
});
