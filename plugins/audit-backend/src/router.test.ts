import type { AddressInfo } from 'node:net';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type AuditorService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
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
import { auditFacts, type AuditEvent } from '@flyloft/plugin-audit-common';
import {
  fixedSettings,
  siteSettingsServiceRef,
} from '@flyloft/plugin-site-node';
import express from 'express';
import { tmpdir } from 'node:os';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import audit from '.';
import { auditRoutes, type AuditServices } from './routes';

jest.setTimeout(240_000);

const canary = 'canary-5f1d7c';
const it_ = 'user:default/ida';

let database: TestDatabase;
let backend: TestBackend;
let auditor: AuditorService;
let decision: AuthorizeResult.ALLOW | AuthorizeResult.DENY;

/** A plugin like any other, which reports to the auditor it is given. */
const reporting = createBackendPlugin({
  pluginId: 'reporting',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        httpRouter: coreServices.httpRouter,
      },
      async init(deps) {
        auditor = deps.auditor;
        const router = express.Router();
        router.post('/things', async (req, res) => {
          const event = await deps.auditor.createEvent({
            eventId: 'thing-edit',
            severityLevel: 'medium',
            request: req,
            meta: {
              resource: { kind: 'thing', id: 't1', name: 'One' },
              before: { size: 1, password: canary },
            },
          });
          await event.success({ meta: { after: { size: 2, token: canary } } });
          res.json({});
        });
        deps.httpRouter.use(router);
      },
    });
  },
});

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
      audit,
      reporting,
      permissions.factory,
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
          audit: { signingKey: 'a secret of the tests, long enough' },
        },
      }),
    ],
  });
});
beforeEach(() => {
  decision = AuthorizeResult.ALLOW;
});
afterAll(async () => {
  await backend?.stop();
  await database?.drop();
});

const origin = () =>
  `http://localhost:${(backend.server.address() as AddressInfo).port}`;
const as = (user: string) => mockCredentials.user.header(user);
const get = (path: string) =>
  request(origin()).get(`/api/audit${path}`).set('authorization', as(it_));

/** Waits for rows to have their place in the chain. */
async function eventually(path: string, count = 1): Promise<AuditEvent[]> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const { body } = await get(path).expect(200);
    if (body.items.length >= count) return body.items;
    if (Date.now() > deadline) throw new Error(`nothing came to ${path}`);
    await new Promise(resolve => setImmediate(resolve));
  }
}

describe('every route', () => {
  const routes = auditRoutes({} as AuditServices);

  it.each(routes.map(route => [route.method, route.path] as const))(
    '%s %s refuses who is not signed in, and who may not',
    async (method, path) => {
      const address = `/api/audit${path.replace('{sequence}', '1')}`;
      const ask = () => request(origin())[method](address);
      await ask()
        .set('authorization', mockCredentials.none.header())
        .expect(401);
      decision = AuthorizeResult.DENY;
      const refused = await ask().set('authorization', as(it_)).expect(403);
      expect(refused.body.error.message).toMatch(/^You may not .*audit\./);
    },
  );

  it('stands in the document', async () => {
    const { body } = await get('/openapi.json').expect(200);
    expect(Object.keys(body.paths).sort()).toEqual(
      [...new Set(routes.map(route => route.path))].sort(),
    );
  });
});

describe('what a plugin reports', () => {
  it('lands with who, from where, on what, before and after, without secrets', async () => {
    await request(origin())
      .post('/api/reporting/things?code=abc')
      .set('authorization', as(it_))
      .set('user-agent', 'a browser')
      .send({})
      .expect(200);
    const [event] = await eventually('?filter=type:eq:reporting.thing-edit');
    expect(event).toMatchObject({
      outcome: 'succeeded',
      severity: 'medium',
      actor: { kind: 'user', ref: it_ },
      resource: { kind: 'thing', id: 't1', name: 'One' },
      address: '127.0.0.1',
      userAgent: 'a browser',
      method: 'POST',
      path: '/api/reporting/things',
    });
    const { body } = await get(`/events/${event!.sequence}`).expect(200);
    expect(body.meta).toEqual({
      before: { size: 1, password: '[removed]' },
      after: { size: 2, token: '[removed]' },
    });
    const { rows } = await database.knex.raw(
      `select count(*) as found from audit.audit_events e where position(? in e::text) > 0`,
      [canary],
    );
    expect(rows[0].found).toBe('0');
  });

  it('lands as refused where a right was wanting, and first where it matters', async () => {
    const event = await auditor.createEvent({
      eventId: 'thing-delete',
      severityLevel: 'high',
      meta: { actor: 'user:default/otto' },
    });
    await event.fail({ error: new NotAllowedError('You may not') });
    const both = await eventually('?filter=type:eq:reporting.thing-delete', 2);
    expect(both.map(one => one.outcome).sort()).toEqual([
      'initiated',
      'refused',
    ]);
    expect(new Set(both.map(one => one.commandId)).size).toBe(1);
    expect(both[0]!.actor).toEqual({
      kind: 'user',
      ref: 'user:default/otto',
      via: 'plugin:reporting',
    });
  });

  it('is only logged below the least severity', async () => {
    const low = await auditor.createEvent({ eventId: 'thing-read' });
    await low.success();
    const other = await auditor.createEvent({
      eventId: 'thing-mark',
      severityLevel: 'medium',
    });
    await other.success();
    await eventually('?filter=type:eq:reporting.thing-mark');
    const { body } = await get('?filter=type:eq:reporting.thing-read');
    expect(body.items).toEqual([]);
  });
});

describe('a list', () => {
  it.each(Object.keys(auditFacts))('filters by %s', async fact => {
    const value: Record<string, string> = {
      at: 'gte:2026-01-01T00:00:00Z',
      outcome: 'eq:succeeded',
      severity: 'eq:medium',
      address: 'within:127.0.0.0/8',
      sessionId: 'eq:4d3c2b1a-0f9e-4d8c-b7a6-958473625140',
      commandId: 'eq:4d3c2b1a-0f9e-4d8c-b7a6-958473625140',
    };
    const { status } = await get(`?filter=${fact}:${value[fact] ?? 'eq:x'}`);
    expect(status).toBe(200);
  });

  it('finds by text, and pages by cursor', async () => {
    await eventually('?q=THING-edit');
    const first = await get('?limit=1').expect(200);
    const second = await get(
      `?limit=1&cursor=${encodeURIComponent(first.body.nextCursor)}`,
    ).expect(200);
    expect(second.body.items[0].sequence).not.toBe(
      first.body.items[0].sequence,
    );
  });

  it.each(['?filter=colour:eq:red', '?sort=name', '?at=2026-01-01T00:00:00Z'])(
    'refuses %s and says what would be right',
    async query => {
      const { body } = await get(query).expect(400);
      expect(body.error.message).toBeTruthy();
    },
  );

  it('has nothing for a number that is none', async () => {
    expect((await get('/events/abc')).status).toBe(404);
    expect((await get('/events/999999')).status).toBe(404);
  });

  it('tells its types', async () => {
    const { body } = await get('/types').expect(200);
    expect(body.items.map((one: { type: string }) => one.type)).toContain(
      'reporting.thing-edit',
    );
  });

  it.each([
    ['csv', /^Sequence,Time,Type/],
    ['ndjson', /^\{"sequence":"\d+"/],
  ])('is exported as %s, and that is a row too', async (format, head) => {
    const { text } = await get(`/export.${format}?q=thing`).expect(200);
    expect(text).toMatch(head);
    expect(text).toContain('reporting.thing-edit');
    await eventually('?filter=type:eq:audit.export');
  });
});

it('looks through the chain when asked, and says what it found', async () => {
  await request(origin())
    .post('/api/audit/verifications')
    .set('authorization', as(it_))
    .expect(202);
  const deadline = Date.now() + 10_000;
  for (;;) {
    const { body } = await get('/chain').expect(200);
    if (body.verification.state !== 'running') {
      expect(body.verification).toMatchObject({
        state: 'intact',
        requestedBy: it_,
        faultCount: 0,
      });
      expect(body.head.sequence).toMatch(/^\d+$/);
      break;
    }
    expect(Date.now()).toBeLessThan(deadline);
  }
});

it('refuses what matters when its row can not be written, and nothing else', async () => {
  await database.knex.raw(
    'alter table audit.audit_inbox rename to audit_inbox_away',
  );
  await expect(
    auditor.createEvent({ eventId: 'thing-purge', severityLevel: 'critical' }),
  ).rejects.toThrow(/audit trail can not be written/);
  const event = await auditor.createEvent({
    eventId: 'thing-wait',
    severityLevel: 'medium',
  });
  await event.success();
  await database.knex.raw(
    'alter table audit.audit_inbox_away rename to audit_inbox',
  );
  await eventually('?filter=type:eq:reporting.thing-wait');
});
