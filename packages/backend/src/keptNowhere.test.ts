import express from 'express';
import request from 'supertest';
import { keptNowhere } from './keptNowhere';

const app = express()
  .use('/api', keptNowhere)
  .get('/api/open', (_request, response) => {
    response.setHeader('Cache-Control', 'max-age=60').json({});
  })
  .use((_request, response) => {
    response.json({ token: 'x' });
  });
const cacheControl = async (path: string) =>
  (await request(app).get(path)).headers['cache-control'];

it('lets nobody keep an answer of the API, unless the route says otherwise', async () => {
  expect(await cacheControl('/api/auth/oidc/refresh')).toBe('no-store');
  expect(await cacheControl('/api/open')).toBe('max-age=60');
  expect(await cacheControl('/static/app.js')).toBeUndefined();
});
