import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from './stack.ts';

let stack: Stack;
before(async () => {
  stack = await startStack({ portals: 2, apiToken: 'token-of-the-harness' });
});
after(() => stack?.close());

interface Entity {
  kind: string;
  metadata: { name: string };
}

test('everybody of the lab signs in at every replica', async () => {
  for (const replica of stack.replicas) {
    for (const { name } of stack.lab.identity.users) {
      const session = await stack.signIn(name, replica);
      const info = await session.json<{ claims: { sub: string } }>(
        '/api/auth/v1/userinfo',
      );
      assert.equal(info.claims.sub, `user:default/${name}`);
    }
  }
});

test('Flyloft itself is in the catalog', async () => {
  const it = await stack.signIn('it');
  const entity = await it.json<Entity>(
    '/api/catalog/entities/by-name/system/default/flyloft',
  );
  assert.equal(entity.metadata.name, 'flyloft');
});

test('the portal serves its pages, and strangers no data', async () => {
  const page = await fetch(stack.url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<div id="root">/);
  const refused = await fetch(`${stack.url}/api/catalog/entities`);
  assert.equal(refused.status, 401);
});

test('the API token reads the catalog and writes nothing', async () => {
  const headers = { authorization: 'Bearer token-of-the-harness' };
  const read = await fetch(`${stack.url}/api/catalog/entities?limit=1`, {
    headers,
  });
  assert.equal(read.status, 200);
  const write = await fetch(`${stack.url}/api/catalog/locations`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'url', target: 'https://example.org/x.yaml' }),
  });
  assert.equal(write.status, 403);
  const elsewhere = await fetch(`${stack.url}/api/user-settings/`, { headers });
  assert.equal(elsewhere.status, 403);
});

test('a replica that is killed comes back, and people can sign in again', async () => {
  const [, second] = stack.replicas;
  assert.ok(second);
  await second.kill();
  await assert.rejects(fetch(second.url));
  await second.start();
  const session = await stack.signIn('viewer', second);
  assert.equal(
    (await session.fetch('/api/catalog/entities?limit=1')).status,
    200,
  );
});
