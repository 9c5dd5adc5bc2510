import express from 'express';
import request from 'supertest';
import { oneOrigin } from './oneOrigin';

const app = (baseUrl: string) =>
  express()
    .use(oneOrigin(baseUrl))
    .use((_request, response) => {
      response.send('here');
    });

const ask = (
  host: string,
  { baseUrl = 'http://localhost:7007', accept = 'text/html', path = '/' } = {},
) => request(app(baseUrl)).get(path).set({ host, accept });

describe('oneOrigin', () => {
  it.each(['127.0.0.1:7007', '[::1]:7007'])(
    'sends a browser at %s to the address that sign-in returns to',
    async host => {
      const answer = await ask(host, { path: '/inventory/guests?q=a%20b' });
      expect(answer.status).toBe(307);
      expect(answer.headers.location).toBe(
        'http://localhost:7007/inventory/guests?q=a%20b',
      );
    },
  );

  it('never leads to another machine', async () => {
    const answer = await ask('127.0.0.1:7007', { path: '//elsewhere.example' });
    expect(answer.headers.location).toBe(
      'http://localhost:7007//elsewhere.example',
    );
  });

  it.each([
    ['the address itself', 'localhost:7007', {}],
    ['another port', '127.0.0.1:7008', {}],
    ['a proxy with a name of its own', 'portal.example', {}],
    ['a program', '127.0.0.1:7007', { accept: 'application/json' }],
    [
      'a machine, when the portal is somewhere else',
      '127.0.0.1',
      { baseUrl: 'http://portal.example' },
    ],
  ])('answers %s', async (_, host, options) => {
    const answer = await ask(host, options);
    expect(answer.text).toBe('here');
  });
});
