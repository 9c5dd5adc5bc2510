import { resolve } from 'node:path';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import type { TokenCreation } from '@flyloft/plugin-inventory-common';
import { isTokenSecret, newTokenSecret, tokenHash } from './tokenSecret';
import { TokenService } from './TokenService';
import { TokenStore } from './TokenStore';

jest.setTimeout(240_000);

let database: TestDatabase;
let tokens: TokenService;
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'inventory',
    migrations: resolve(__dirname, '../../migrations'),
  });
  tokens = new TokenService(new TokenStore(database.knex));
  await database.knex('platforms').insert(
    ['west', 'east'].map(id => ({
      id,
      type: 'push',
      title: id,
      interval_seconds: 300,
    })),
  );
});
afterAll(() => database?.drop());

const aToken = (overrides: Partial<TokenCreation> = {}): TokenCreation => ({
  name: 'n8n',
  scopes: ['observations:write'],
  platformIds: ['west'],
  expiresAt: null,
  ...overrides,
});
const shown = (secret: string, ip = '10.0.0.9') => ({
  headers: { authorization: `Bearer ${secret}` },
  ip,
});
const push = { scope: 'observations:write', platformId: 'west' } as const;

it('keeps nothing of a secret but its hash and its beginning', async () => {
  const { token, secret } = await tokens.create(aToken(), 'user:default/ida');
  const [row] = await database.knex('tokens').where({ id: token.id });
  expect(secret).toMatch(/^flyt_[\w-]{43}$/);
  expect(
    JSON.stringify({ ...row, hash: row.secret_hash.toString('latin1') }),
  ).not.toContain(secret.slice(13));
  expect(token).toMatchObject({
    prefix: secret.slice(0, 13),
    state: 'active',
    createdBy: 'user:default/ida',
  });
});

it('lets its bearer do what it names, and notes when and from where', async () => {
  const { token, secret } = await tokens.create(aToken(), 'ida');
  await expect(tokens.authorize(shown(secret), push)).resolves.toMatchObject({
    id: token.id,
  });
  const { items } = await tokens.list({
    filter: [`prefix:eq:${token.prefix}`],
  } as never);
  expect(items).toMatchObject([{ lastUsedFrom: '10.0.0.9' }]);
  expect(items[0]!.lastUsedAt).not.toBeNull();
});

it('is refused at once when it was revoked', async () => {
  const { token, secret } = await tokens.create(aToken(), 'ida');
  await tokens.authorize(shown(secret), push);
  await tokens.revoke(token.id, 'ike');
  await expect(tokens.authorize(shown(secret), push)).rejects.toThrow(
    "The token 'n8n' is revoked",
  );
  await expect(tokens.revoke(token.id, 'ivo')).resolves.toMatchObject({
    revokedBy: 'ike',
  });
});

it('is refused when its time is over', async () => {
  const { token, secret } = await tokens.create(
    aToken({ expiresAt: new Date(Date.now() + 60_000).toISOString() }),
    'ida',
  );
  await database
    .knex('tokens')
    .where({ id: token.id })
    .update({ expires_at: new Date(Date.now() - 1) });
  await expect(tokens.authorize(shown(secret), push)).rejects.toThrow(
    "The token 'n8n' is expired",
  );
});

it.each([
  [{ scope: 'inventory:read' }, 'not for inventory:read'],
  [{ scope: 'observations:write', platformId: 'east' }, "than 'east'"],
] as const)('is not good for %j', async (need, words) => {
  const { secret } = await tokens.create(aToken(), 'ida');
  await expect(tokens.authorize(shown(secret), need)).rejects.toMatchObject({
    name: 'NotAllowedError',
    message: expect.stringContaining(words),
  });
});

it.each([
  [{}, 'Show a token'],
  [{ authorization: 'Bearer nonsense' }, 'not known'],
  [{ authorization: `Bearer ${newTokenSecret()}` }, 'not known'],
  [{ authorization: 'Basic Zm9vOmJhcg==' }, 'Show a token'],
])('refuses %j as nobody', async (headers, words) => {
  await expect(tokens.authorize({ headers }, push)).rejects.toMatchObject({
    name: 'AuthenticationError',
    message: expect.stringContaining(words),
  });
});

it('refuses another secret that begins alike', async () => {
  const { secret } = await tokens.create(aToken(), 'ida');
  const alike = `${secret.slice(0, 13)}${newTokenSecret().slice(13)}`;
  await expect(tokens.authorize(shown(alike), push)).rejects.toThrow(
    'not known',
  );
  expect(isTokenSecret(alike, tokenHash(secret))).toBe(false);
});

it.each([
  [aToken({ platformIds: ['north'] }), "no platform 'north'"],
  [aToken({ expiresAt: '2020-01-01T00:00:00Z' }), 'has passed already'],
])('is not made of %j', async (wanted, words) => {
  await expect(tokens.create(wanted, 'ida')).rejects.toThrow(words);
});
