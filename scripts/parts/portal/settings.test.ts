import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings } from './settings.ts';

test("without settings the portal is this machine's own", () => {
  const settings = readSettings({});
  assert.equal(settings.url.origin, 'http://localhost:7007');
  assert.equal(settings.host, '127.0.0.1');
  assert.equal(settings.port, 7007);
  assert.equal(settings.databaseUrl, undefined);
  assert.equal(settings.apiToken, undefined);
});

test('PORT moves the address with it', () => {
  const settings = readSettings({ PORT: '8080' });
  assert.equal(settings.url.origin, 'http://localhost:8080');
  assert.equal(settings.port, 8080);
});

test('one setting moves the portal to another name, open to others', () => {
  const settings = readSettings({ FLYLOFT_URL: 'http://loft.example:8000' });
  assert.equal(settings.url.origin, 'http://loft.example:8000');
  assert.equal(settings.port, 8000);
  assert.equal(settings.host, '0.0.0.0');
});

test('behind a proxy the address has no port and the portal keeps its own', () => {
  const settings = readSettings({ FLYLOFT_URL: 'https://loft.example' });
  assert.equal(settings.url.origin, 'https://loft.example');
  assert.equal(settings.port, 7007);
});

test('POSTGRES_* name a server as DATABASE_URL does, odd passwords included', () => {
  const { databaseUrl } = readSettings({
    POSTGRES_HOST: 'db.example',
    POSTGRES_PORT: '5433',
    POSTGRES_USER: 'loft',
    POSTGRES_PASSWORD: 'p@ss:w/rd?#',
    POSTGRES_DB: 'portal',
  });
  const url = new URL(databaseUrl as string);
  assert.equal(url.host, 'db.example:5433');
  assert.equal(decodeURIComponent(url.username), 'loft');
  assert.equal(decodeURIComponent(url.password), 'p@ss:w/rd?#');
  assert.equal(url.pathname, '/portal');
});

const refused: [string, NodeJS.ProcessEnv, RegExp][] = [
  ['no address', { FLYLOFT_URL: 'loft.example' }, /not an address|must begin/],
  ['an odd protocol', { FLYLOFT_URL: 'ftp://loft' }, /must begin with http/],
  ['a path', { FLYLOFT_URL: 'http://loft/portal' }, /without a path/],
  ['a port that is none', { PORT: '70070' }, /PORT must be a port number/],
  ['another database', { DATABASE_URL: 'mysql://x' }, /PostgreSQL/],
  ['a short token', { FLYLOFT_API_TOKEN: 'short' }, /at least 16/],
  [
    'a token with blanks',
    { FLYLOFT_API_TOKEN: 'with blanks in the middle' },
    /no blanks/,
  ],
];
for (const [name, env, message] of refused) {
  test(`a wrong setting is refused before anything starts: ${name}`, () => {
    assert.throws(() => readSettings(env), { name: 'Problem', message });
  });
}
