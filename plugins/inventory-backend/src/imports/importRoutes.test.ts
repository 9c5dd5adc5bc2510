import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { guestImportLimits } from '@flyloft/plugin-inventory-common';
import express from 'express';
import request from 'supertest';
import type { InventoryServices } from '../http/services';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { GuestListStore } from '../guests/GuestListStore';
import { createManualServices } from '../manual/createManualServices';
import { createRouter } from '../router';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

jest.setTimeout(120_000);

let bench: SyncBench;
let auditor: ReturnType<typeof mockServices.auditor.mock>;
beforeAll(async () => {
  bench = await SyncBench.create();
  await bench.sync([aCluster(), aHost(), aGuest({ externalId: '100' })]);
});
afterAll(() => bench?.drop());
beforeEach(() => {
  auditor = mockServices.auditor.mock();
  auditor.createEvent.mockImplementation(async () => ({
    success: async () => {},
    fail: async () => {},
  }));
});

function ask(
  method: 'get' | 'post',
  path: string,
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  const freshness = new FreshnessStore(bench.db);
  const services = {
    ...createManualServices(bench.db, new GuestListStore(bench.db, freshness)),
    freshness,
    auditor,
  } as unknown as InventoryServices;
  const app = express()
    .use(
      createRouter({
        ...services,
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.none(),
        }),
        permissions: mockServices.permissions({ result }),
      }),
    )
    .use(mockErrorHandler());
  return request(app)[method](path);
}

const authorization = mockCredentials.user.header();
const send = (
  text: string,
  path = '/guest-imports?fileName=a.csv',
  result?: AuthorizeResult.DENY,
) =>
  ask('post', path, result)
    .set('authorization', authorization)
    .set('content-type', 'text/csv')
    .send(text);

const file = 'name,project\nvm-100,Portal\nvm-9,x\n';

it('a file is checked, its rows are paged, and it is applied', async () => {
  const checked = await send(file);
  expect(checked.status).toBe(201);
  expect(checked.body).toMatchObject({
    fileName: 'a.csv',
    totals: { rows: 2, change: 1, error: 1 },
  });
  const path = `/guest-imports/${checked.body.id}`;
  const get = (url: string) =>
    ask('get', url).set('authorization', authorization);
  expect((await get(path)).body).toEqual(checked.body);
  expect((await get('/guest-imports')).body.items).toEqual([checked.body]);
  const errors = await get(`${path}/rows?filter=state:eq:error`);
  expect(errors.body).toMatchObject({ total: 1, items: [{ line: 3 }] });
  const apply = (body: object) =>
    ask('post', `${path}/apply`).set('authorization', authorization).send(body);
  const refused = await apply({});
  expect([refused.status, refused.body.error.message]).toEqual([
    409,
    expect.stringMatching(/1 rows have errors/),
  ]);
  expect((await apply({ leaveOutErrors: 'yes' })).status).toBe(400);
  const done = await apply({ leaveOutErrors: true });
  expect(done.status).toBe(200);
  expect(done.body.edit.state).toBe('applied');
  expect(
    auditor.createEvent.mock.calls.map(([{ eventId }]) => eventId),
  ).toEqual(['guest-import-check', 'guest-import-apply', 'guest-import-apply']);
});

it.each<[string, Buffer, RegExp]>([
  ['Latin-1', Buffer.from('name,project\nM\xfcller,a', 'latin1'), /not UTF-8/],
  ['UTF-16', Buffer.from('\ufeffname,project\n', 'utf16le'), /not UTF-8/],
  ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47]), /not UTF-8/],
  [
    'a heading that nobody knows, before the end of the file',
    Buffer.from(`name,colour\n${'x,y\n'.repeat(200_000)}`),
    /no column 'colour'/,
  ],
])(
  'a file of %s is refused in words, its sender still known to the audit',
  async (_what, content, words) => {
    const senders: unknown[] = [];
    auditor.createEvent.mockImplementation(async ({ request: sent }) => ({
      success: async () => {},
      fail: async () => {
        senders.push(sent?.ip);
      },
    }));
    const refused = await send(content as never);
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      expect.stringMatching(words),
    ]);
    expect(senders).toEqual([expect.stringMatching(/127\.0\.0\.1/)]);
  },
);

it('is refused with what differs where a guest changed since', async () => {
  const [one, other] = [
    await send('name,project\nvm-100,A\n'),
    await send('name,project\nvm-100,B\n'),
  ];
  const apply = (id: string) =>
    ask('post', `/guest-imports/${id}/apply`)
      .set('authorization', authorization)
      .send({});
  expect((await apply(one.body.id)).status).toBe(200);
  const late = await apply(other.body.id);
  expect(late.status).toBe(409);
  expect(late.body.difference).toMatchObject({
    count: 1,
    rows: [{ line: 2, field: 'project', now: 'A' }],
  });
});

it('a file that is none is refused with what would be right', async () => {
  const wrong = await send('name,colour\nvm-100,red\n');
  expect([wrong.status, wrong.body.error.message]).toEqual([
    400,
    expect.stringMatching(/no column 'colour'; there are id, /),
  ]);
  expect((await send(file, '/guest-imports?colour=red')).status).toBe(400);
  const json = await ask('post', '/guest-imports')
    .set('authorization', authorization)
    .send({ file });
  expect([json.status, json.body.error.message]).toEqual([
    415,
    expect.stringMatching(/Content-Type: text\/csv/),
  ]);
});

it('a file that is too large is refused by its length, and by what it sends', async () => {
  const said = await send('a'.repeat(guestImportLimits.bytes + 1));
  expect([said.status, said.body.error.message]).toEqual([
    413,
    expect.stringMatching(/20 MB/),
  ]);
});

it('is for who is signed in and may edit', async () => {
  const unsigned = await ask('post', '/guest-imports')
    .set('content-type', 'text/csv')
    .send(file);
  expect(unsigned.status).toBe(401);
  const denied = await send(file, undefined, AuthorizeResult.DENY);
  expect([denied.status, denied.body.error.message]).toEqual([
    403,
    expect.stringMatching(/inventory\.guest\.edit/),
  ]);
});

it('gives an empty file with the columns that there are', async () => {
  const answer = await ask('get', '/guest-imports/template').set(
    'authorization',
    authorization,
  );
  expect(answer.text).toMatch(
    /^\uFEFF?id,platformId,externalId,name,technicalOwner/,
  );
});
