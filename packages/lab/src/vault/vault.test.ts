import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { VaultServer } from './VaultServer.ts';

let vault: VaultServer;
let url: string;
let now = 0;
beforeEach(async () => {
  now = Date.parse('2026-11-22T00:00:00Z');
  vault = new VaultServer({
    roleId: 'portal',
    secretId: 'secret-id',
    rootToken: 'root',
    tokenTtlSeconds: 60,
    now: () => now,
  });
  url = await vault.listen(0);
});
afterEach(() => vault.close());

async function call(
  method: string,
  path: string,
  options: { token?: string; body?: object } = {},
) {
  const response = await fetch(`${url}/v1/${path}`, {
    method,
    headers: { 'x-vault-token': options.token ?? 'root' },
    body: options.body && JSON.stringify(options.body),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null };
}
const write = (value: string, cas?: number) =>
  call('POST', 'secret/data/flyloft/a', {
    body: { data: { value }, options: { cas } },
  });

test('a secret has versions; one can be read by its number, and all forgotten', async () => {
  assert.equal((await write('one')).body.data.version, 1);
  assert.equal((await write('two')).body.data.version, 2);
  const old = await call('GET', 'secret/data/flyloft/a?version=1');
  assert.equal(old.body.data.data.value, 'one');
  assert.equal(old.body.data.metadata.version, 1);
  const list = await call('GET', 'secret/metadata/flyloft?list=true');
  assert.deepEqual(list.body.data.keys, ['a']);
  assert.equal((await call('DELETE', 'secret/metadata/flyloft/a')).status, 204);
  assert.equal((await call('GET', 'secret/data/flyloft/a')).status, 404);
});

test('a write that expects another version is refused', async () => {
  await write('one');
  assert.equal((await write('two', 0)).status, 400);
  assert.equal((await write('two', 1)).status, 200);
});

test('an AppRole gets a token that ends unless it is renewed', async () => {
  const wrong = await call('POST', 'auth/approle/login', {
    body: { role_id: 'portal', secret_id: 'no' },
  });
  assert.equal(wrong.status, 400);
  const login = await call('POST', 'auth/approle/login', {
    body: { role_id: 'portal', secret_id: 'secret-id' },
  });
  const token = login.body.auth.client_token;
  assert.equal(login.body.auth.lease_duration, 60);
  now += 50_000;
  await call('POST', 'auth/token/renew-self', { token });
  now += 50_000;
  const self = await call('GET', 'auth/token/lookup-self', { token });
  assert.equal(self.body.data.ttl, 10);
  now += 11_000;
  const ended = await call('GET', 'auth/token/lookup-self', { token });
  assert.deepEqual(ended, {
    status: 403,
    body: { errors: ['permission denied'] },
  });
});

test('while it is sealed it answers nothing', async () => {
  vault.store.sealed = true;
  assert.equal((await write('one')).status, 503);
  assert.equal((await call('GET', 'sys/health')).body.sealed, true);
});
