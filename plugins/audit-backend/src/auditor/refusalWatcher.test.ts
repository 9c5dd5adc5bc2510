import { noteSession } from '@flyloft/backend-kit';
import express from 'express';
import request from 'supertest';
import type { TrailRow } from '../trail/trailRow';
import { noteAudited, refusalWatcher } from './refusalWatcher';

function aPortal(status: number, before: express.RequestHandler) {
  const rows: TrailRow[] = [];
  const app = express();
  app.use(refusalWatcher({ add: row => rows.push(row) }));
  app.use(before);
  app.use((_req, res) => {
    res.status(status).json({});
  });
  return { app, rows };
}

const nothing: express.RequestHandler = (_req, _res, next) => next();

it('records a refusal with who, on what path, and nothing of the query', async () => {
  const { app, rows } = aPortal(403, (req, _res, next) => {
    noteSession(req, {
      sessionId: '4d3c2b1a-0f9e-4d8c-b7a6-958473625140',
      userEntityRef: 'user:default/enid',
    });
    next();
  });
  await request(app).post('/api/inventory/sync-runs?token=canary').send({});
  expect(rows).toMatchObject([
    {
      plugin: 'inventory',
      event: 'refusal',
      outcome: 'refused',
      actor_ref: 'user:default/enid',
      session_id: '4d3c2b1a-0f9e-4d8c-b7a6-958473625140',
      method: 'POST',
      path: '/api/inventory/sync-runs',
    },
  ]);
  expect(JSON.stringify(rows)).not.toContain('canary');
});

it.each([
  ['an answer that is no refusal', 404, '/api/inventory/x', nothing, {}],
  ['a page', 403, '/inventory/guests', nothing, {}],
  [
    'a refusal that has its row',
    403,
    '/api/inventory/x',
    ((req, _res, next) => {
      noteAudited(req);
      next();
    }) as express.RequestHandler,
    {},
  ],
  [
    'what one plugin refuses another',
    403,
    '/api/inventory/x',
    nothing,
    {
      authorization: `Bearer ${Buffer.from('{"typ":"vnd.backstage.plugin"}').toString('base64url')}.x.y`,
    },
  ],
])('records nothing of %s', async (_, status, path, before, headers) => {
  const { app, rows } = aPortal(status, before);
  await request(app).get(path).set(headers);
  expect(rows).toEqual([]);
});
