import { once } from 'node:events';
import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { inventoryGuestResourceType } from '@flyloft/plugin-inventory-common';
import { parse } from 'csv-parse/sync';
import express from 'express';
import { FreshnessStore } from '../freshness/FreshnessStore';
import type { SyncCommands } from '../http/services';
import type { PlatformServices } from '../platforms/platformEndpoints';
import { readersOf } from '../readers';
import { createRouter } from '../router';
import { SavedViewService } from '../savedViews/SavedViewService';
import { SavedViewStore } from '../savedViews/SavedViewStore';

jest.setTimeout(120_000);

// More than sockets buffer, so that who doesn't read is waited for.
const guestCount = 40_000;
let database: TestDatabase;
let server: Server;
let owners: string[] | undefined;

beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'inventory',
    migrations: resolve(__dirname, '../../migrations'),
  });
  const db = database.knex;
  await db.raw(
    `insert into platforms (id, type, title, interval_seconds, collected_at)
     values ('pve', 'proxmox', 'West', 300, now())`,
  );
  await db.raw(
    `insert into guests (platform_id, external_id, type, name, power_state,
       visibility, vcpus, memory_bytes, tags, owner_ref, first_seen_at, changed_at)
     select 'pve', i::text, 'virtual-machine',
       case i when 1 then '=cmd|''/c calc''!A1' else 'guest-' || lpad(i::text, 5, '0') end,
       'running', 'visible', 2, i::bigint * 1048576, array['a,b', 'c"d'],
       case when i % 10 = 0 then 'group:default/web' end, now(), now()
     from generate_series(1, ?) i`,
    [guestCount],
  );
  const services = {
    ...readersOf(db, new FreshnessStore(db)),
    sync: {} as SyncCommands,
    auditor: mockServices.auditor.mock(),
    ...({} as Pick<PlatformServices, 'configuredPlatforms' | 'platformTrials'>),
    savedViews: new SavedViewService({
      store: new SavedViewStore(db),
      config: mockServices.rootConfig(),
      userInfo: mockServices.userInfo(),
      roles: { rolesOf: async () => [] },
    }),
    httpAuth: mockServices.httpAuth(),
    permissions: mockServices.permissions.mock({
      authorizeConditional: async requests =>
        requests.map(({ permission }) =>
          owners && 'resourceType' in permission
            ? {
                result:
                  AuthorizeResult.CONDITIONAL as AuthorizeResult.CONDITIONAL,
                pluginId: 'inventory',
                resourceType: inventoryGuestResourceType,
                conditions: {
                  rule: 'IS_OWNED_BY',
                  resourceType: inventoryGuestResourceType,
                  params: { owners },
                },
              }
            : { result: AuthorizeResult.ALLOW as AuthorizeResult.ALLOW },
        ),
    }),
  };
  const app = express().use(createRouter(services)).use(mockErrorHandler());
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await database?.drop();
});

afterEach(() => {
  owners = undefined;
});

async function open(path: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const asked = get({
    host: '127.0.0.1',
    port,
    path,
    headers: { authorization: mockCredentials.user.header() },
  });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

async function read(path: string) {
  const answer = await open(path);
  let text = '';
  for await (const piece of answer.setEncoding('utf8')) text += piece;
  return { status: answer.statusCode, headers: answer.headers, text };
}

const rowsOf = (text: string): string[][] =>
  parse(text, { recordDelimiter: '\r\n' });

describe('the export of guests', () => {
  it('holds every row that the filter matches, in the order and the columns asked for', async () => {
    const { status, headers, text } = await read(
      '/guests.csv?columns=name,memoryBytes,tags&sort=-memoryBytes',
    );
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/csv; charset=utf-8/);
    expect(headers['content-disposition']).toBe(
      'attachment; filename="guests.csv"',
    );
    const [head, ...rows] = rowsOf(text);
    expect(head).toEqual(['name', 'memoryBytes', 'tags']);
    expect(rows).toHaveLength(guestCount);
    expect(rows[0]).toEqual([
      'guest-40000',
      `${guestCount * 1048576}`,
      'a,b; c"d',
    ]);
    expect(rows.at(-1)?.[0]).toBe(`'=cmd|'/c calc'!A1`);
  });

  it('names the id and every fact where no column was chosen', async () => {
    const { text } = await read(
      '/guests.csv?filter=name:eq:guest-00002&byteOrderMark=true',
    );
    expect(text.startsWith('\uFEFFid,name,powerState,')).toBe(true);
    expect(rowsOf(text.slice(1))).toHaveLength(2);
  });

  it('holds the fields that people defined', async () => {
    const db = database.knex;
    await db('custom_fields').insert({
      key: 'cost_centre',
      type: 'text',
      label: 'Cost centre',
      required: false,
      choices: [],
      guest_types: [],
      platform_ids: [],
      created_by: 'user:default/it',
      changed_by: 'user:default/it',
    });
    await db('guests')
      .where({ name: 'guest-00002' })
      .update({ custom_fields: JSON.stringify({ cost_centre: '-4711' }) });
    const { text } = await read(
      '/guests.csv?filter=custom.cost_centre:eq:-4711&columns=name,custom.cost_centre',
    );
    expect(text).toBe("name,custom.cost_centre\r\nguest-00002,'-4711\r\n");
  });

  it('is a heading alone where nothing matches', async () => {
    const { status, text } = await read(
      '/guests.csv?q=no-such-guest&columns=name',
    );
    expect([status, text]).toEqual([200, 'name\r\n']);
  });

  it('holds only what the caller may see', async () => {
    owners = ['group:default/web'];
    const { text } = await read('/guests.csv?columns=ownerRef');
    const [, ...rows] = rowsOf(text);
    expect(rows).toHaveLength(guestCount / 10);
    expect(new Set(rows.flat())).toEqual(new Set(['group:default/web']));
  });

  it.each([
    ['/guests.csv?columns=colour', /there is no 'colour'; there are id, name/],
    ['/guests.csv?filter=colour:eq:red', /Unknown fact 'colour'/],
    ['/guests.csv?limit=10', /limit/],
    ['/guests.csv?at=2999-01-01T00:00:00Z', /in the future/],
    ['/hosts.csv?at=2020-01-01T00:00:00Z', /Only guests/],
  ])('refuses %s in words, not in a file', async (path, words) => {
    const { status, headers, text } = await read(path);
    expect([status, headers['content-type']]).toEqual([
      400,
      expect.stringMatching(/json/),
    ]);
    expect(JSON.parse(text).error.message).toMatch(words);
  });

  it('lets go of its connection when the client leaves, and runs three at a time', async () => {
    // Nobody reads these, so each waits with its cursor open.
    const waiting = await Promise.all(
      Array.from({ length: 3 }, () => open('/guests.csv')),
    );
    const refused = await read('/guests.csv');
    expect(refused.status).toBe(503);
    expect(refused.text).toMatch(/3 exports are under way/);

    for (const answer of waiting) answer.destroy();
    const pool = database.knex.client.pool as { numUsed(): number };
    const deadline = Date.now() + 10_000;
    while (pool.numUsed() > 0 && Date.now() < deadline) {
      await new Promise(done => setImmediate(done));
    }
    expect(pool.numUsed()).toBe(0);
    expect((await read('/guests.csv?columns=name')).status).toBe(200);
  });
});
