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
import express from 'express';
import request from 'supertest';
import { FreshnessStore } from './freshness/FreshnessStore';
import { inventoryEndpoints } from './http/endpoints';
import type { InventoryServices } from './http/services';
import { readersOf } from './readers';
import { createRouter } from './router';
import { SavedViewService } from './savedViews/SavedViewService';
import { SavedViewStore } from './savedViews/SavedViewStore';
import { FakeSecrets, PlatformReplica } from './testing/PlatformBench';

jest.setTimeout(240_000);

let database: TestDatabase;
let services: InventoryServices;

beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'inventory',
    migrations: resolve(__dirname, '../migrations'),
  });
  const db = database.knex;
  const replica = new PlatformReplica(db, new FakeSecrets());
  services = {
    ...readersOf(db, new FreshnessStore(db)),
    auditor: mockServices.auditor.mock(),
    configuredPlatforms: replica.service,
    platformTrials: replica.trials,
    savedViews: new SavedViewService({
      store: new SavedViewStore(db),
      config: mockServices.rootConfig(),
      userInfo: mockServices.userInfo(),
      roles: { rolesOf: async () => [] },
    }),
    sync: {
      listPlatforms: async () => [],
      start: async () => [],
      getRun: jest.fn(),
      cancel: jest.fn(),
      confirm: jest.fn(),
    },
  };
});

afterAll(() => database?.drop());

function app(result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) {
  return express()
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
}

const endpoints = inventoryEndpoints({} as InventoryServices);
const routes = [
  ...endpoints.map(({ method, path }) => [method, path] as const),
  ['get', '/openapi.json'] as const,
];
const someId = '6f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c10';
/** A cursor of the right form, whatever it holds. */
const cursorOf = (...parts: [sort: string, value: string, id: string]) =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');
const urlOf = (path: string) =>
  path
    .replace('{fact}', 'tags')
    .replace(/\/sync-runs\/\{id\}/, '/sync-runs/1')
    .replace('{id}', someId)
    .replace(/^\/saved-views$/, '/saved-views?list=guests')
    .replace(/^\/search$/, '/search?q=web');

describe('every mounted route', () => {
  it('is one of those that the authorization cases walk over', () => {
    const router = app(AuthorizeResult.ALLOW)._router.stack.flatMap(
      (layer: { handle?: { stack?: Array<{ route?: { path: string } }> } }) =>
        layer.handle?.stack ?? [],
    );
    const mounted = router
      .filter((layer: { route?: unknown }) => layer.route)
      .map((layer: { route: { path: string; methods: object } }) =>
        [Object.keys(layer.route.methods)[0], layer.route.path].join(' '),
      )
      .sort();
    expect(mounted).toEqual(
      routes
        .map(
          ([method, path]) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        )
        .sort(),
    );
  });

  it.each(routes)(
    '%s %s refuses who is not signed in',
    async (method, path) => {
      const answer = await request(app(AuthorizeResult.ALLOW))[method](
        urlOf(path),
      );
      expect(answer.status).toBe(401);
    },
  );

  // The document describes the API and holds nothing of the inventory.
  const open = new Set(['/openapi.json']);

  it.each(routes.filter(([, path]) => !open.has(path)))(
    '%s %s refuses whom the policy denies',
    async (method, path) => {
      const answer = await request(app(AuthorizeResult.DENY))
        [method](urlOf(path))
        .set('authorization', mockCredentials.user.header());
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toMatch(/^You may not .*permission/);
    },
  );

  it('names as few exceptions as it ever did', () => {
    expect(open.size).toBeLessThanOrEqual(1);
  });

  it.each(routes.filter(([method]) => method === 'get'))(
    '%s %s answers on an empty inventory',
    async (method, path) => {
      const answer = await request(app(AuthorizeResult.ALLOW))
        [method](urlOf(path))
        .set('authorization', mockCredentials.user.header());
      const single = /\{id\}/.test(path) && !path.startsWith('/sync-runs');
      expect([path, answer.status, answer.body.error?.message]).toEqual([
        path,
        single ? 404 : 200,
        single ? expect.stringContaining(someId) : undefined,
      ]);
    },
  );
});

describe('input', () => {
  const get = (url: string) =>
    request(app(AuthorizeResult.ALLOW))
      .get(url)
      .set('authorization', mockCredentials.user.header());

  it.each([
    ['/guests?limit=1000', /limit: .*500/],
    ['/guests?colour=red', /colour/],
    ['/guests?sort=tags', /sorting works by name/],
    ['/guests?at=yesterday', /at: /],
    ['/guests?at=2999-01-01T00:00:00Z', /in the future/],
    [`/guests/${someId}?at=2999-01-01T00:00:00Z`, /in the future/],
    ['/guests?q=%00', /NUL/],
    [`/guests?q=${'x'.repeat(201)}`, /q: holds at most 200 characters/],
    ['/search?q=%00', /NUL/],
    ['/search?q=%20', /empty/],
    ['/guests?filter=name:eq', /needs a value/],
    ['/guests?cursor=abc', /start again/],
    [`/guests?cursor=${cursorOf('name', 'a', 'no id')}`, /start again/],
    [
      `/guests?sort=memoryBytes&cursor=${cursorOf('memoryBytes', 'much', someId)}`,
      /start again/,
    ],
    [`/history?sort=-at&cursor=${cursorOf('-at', 'soon', '1')}`, /start again/],
    ['/hosts?at=2026-01-01T00:00:00Z', /Only guests/],
    ['/search', /q: /],
    ['/dashboard/daily-changes?timeZone=Mars/Olympus', /no time zone/],
    ['/dashboard/daily-changes?days=0', /days: /],
    ['/changes?after=-1', /after: /],
    ['/guests/facets/memoryBytes', /has no list of values/],
  ])('%s is refused with what would be right', async (url, message) => {
    const answer = await get(url);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
  });

  it('gives a malformed id the answer of an unknown one', async () => {
    const malformed = await get('/guests/nonsense');
    const unknown = await get(`/guests/${someId}`);
    expect(malformed.status).toBe(404);
    expect(malformed.body.error.message.replace('nonsense', '')).toBe(
      unknown.body.error.message.replace(someId, ''),
    );
  });

  it('refuses a body that is not a request', async () => {
    const answer = await request(app(AuthorizeResult.ALLOW))
      .post('/sync-runs')
      .send({ platform: 'pve-west' })
      .set('authorization', mockCredentials.user.header());
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/platform/);
  });

  it.each([
    ['no JSON', '{"platformId": hunter2}', 400, 'The body is not valid JSON'],
    [
      'too large',
      JSON.stringify({ platformId: 'x'.repeat(101 * 1024) }),
      413,
      'The body is larger than the 100 kB that are allowed',
    ],
  ])('refuses a body that is %s', async (_, body, status, message) => {
    const answer = await request(app(AuthorizeResult.ALLOW))
      .post('/sync-runs')
      .set('content-type', 'application/json')
      .set('authorization', mockCredentials.user.header())
      .send(body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ name: 'InputError', message });
  });

  it('says that there is no such route, and where the ones there are stand', async () => {
    const answer = await get('/guest');
    expect(answer.status).toBe(404);
    expect(answer.body.error.message).toBe(
      'There is no GET /guest; /openapi.json lists what there is',
    );
  });
});

describe('every list', () => {
  const lists: Array<[string, string[]]> = [
    [
      '/guests',
      [
        'name',
        '-memoryBytes',
        'cluster',
        'lastSeenAt',
        'addresses:within:10.0.0.0/8',
      ],
    ],
    [
      '/hosts',
      [
        'cluster',
        'memoryBytes',
        '-lastSeenAt',
        'address',
        'address:within:10.0.0.0/8',
      ],
    ],
    ['/clusters', ['quorate', '-version']],
    ['/networks', ['guestCount', 'vlanTag', 'guestCount:gte:1']],
    ['/storages', ['capacityBytes', 'shared', 'host']],
    ['/machine-pairs', ['-strength', 'verdict', 'platformId:eq:west']],
    ['/images', ['kind', '-sizeBytes', 'createdAt', 'storages:eq:local']],
    [
      '/addresses',
      [
        'address',
        'guest',
        'macAddress',
        '-vlanTag',
        'family',
        'duplicate:eq:true',
        'address:within:10.0.0.0/8',
      ],
    ],
    [
      '/history',
      [
        'at',
        'type:in:power,network',
        'type:eq:other',
        'type:eq:life-cycle',
        'field:eq:name',
        'runId:eq:1',
      ],
    ],
    ['/sync-runs', ['state', '-startedAt', 'state:in:failed,held']],
  ];

  it.each(
    lists.flatMap(([path, queries]) =>
      [
        '?q=web',
        '?q=10.2.0.1',
        ...queries.map(query =>
          query.includes(':')
            ? `?filter=${encodeURIComponent(query)}`
            : `?sort=${query}`,
        ),
      ].map(query => path + query),
    ),
  )('%s is valid SQL', async url => {
    const answer = await request(app(AuthorizeResult.ALLOW))
      .get(url)
      .set('authorization', mockCredentials.user.header());
    expect([answer.status, answer.body.error?.message]).toEqual([
      200,
      undefined,
    ]);
    expect(answer.body).toMatchObject({
      items: [],
      nextCursor: null,
      total: 0,
    });
  });

  it('sorts and filters by every one of its facts', async () => {
    const {
      guestFacts,
      hostFacts,
      imageFacts,
      machinePairFacts,
      clusterFacts,
      networkFacts,
      storageFacts,
      addressFacts,
      changeFacts,
      syncRunFacts,
    } = jest.requireActual('@flyloft/plugin-inventory-common');
    const tables: Record<
      string,
      Record<string, { sortable: boolean; kind: string }>
    > = {
      '/guests': guestFacts,
      '/hosts': hostFacts,
      '/clusters': clusterFacts,
      '/networks': networkFacts,
      '/storages': storageFacts,
      '/images': imageFacts,
      '/machine-pairs': machinePairFacts,
      '/addresses': addressFacts,
      '/history': changeFacts,
      '/sync-runs': syncRunFacts,
    };
    const failures: string[] = [];
    for (const [path, facts] of Object.entries(tables)) {
      for (const [name, fact] of Object.entries(facts)) {
        const urls = [
          ...(fact.sortable ? [`${path}?sort=-${name}`] : []),
          ...(fact.kind === 'boolean'
            ? [`${path}?filter=${name}:eq:true`]
            : [
                `${path}?filter=${name}:present`,
                `${path}?filter=${name}:empty`,
              ]),
        ];
        for (const url of urls) {
          const answer = await request(app(AuthorizeResult.ALLOW))
            .get(url)
            .set('authorization', mockCredentials.user.header());
          if (answer.status !== 200) {
            failures.push(`${url}: ${answer.body.error?.message}`);
          }
        }
      }
    }
    expect(failures).toEqual([]);
  });
});

describe('the OpenAPI document', () => {
  it('describes every endpoint', async () => {
    const answer = await request(app(AuthorizeResult.ALLOW))
      .get('/openapi.json')
      .set('authorization', mockCredentials.user.header());
    const described = Object.entries(answer.body.paths as object).flatMap(
      ([path, methods]) =>
        Object.keys(methods as object).map(method => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(
      [
        ...endpoints.map(({ method, path }) => `${method} ${path}`),
        // Mounted before these, with tokens of its own: see push.test.ts.
        'post /platforms/{id}/observations',
      ].sort(),
    );
  });
});
