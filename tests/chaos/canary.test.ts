/** A secret in a guest's configuration, and our own, must be found nowhere. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { InventoryAs } from '../harness/inventory.ts';
import type { Session } from '../harness/signIn.ts';
import { startStack, type Stack } from '../harness/stack.ts';

const platformId = 'pve-west';
const canary = 'canary7f3e9d2b';

let stack: Stack;
let session: Session;
let guestId: string;
let secrets: string[];

before(async () => {
  stack = await startStack({ apiToken: `token-${canary}` });
  session = await stack.signIn('admin');
  const inventory = new InventoryAs(session);
  await stack.control.call('POST', '/world/guests', {
    action: 'configure',
    cluster: platformId,
    vmid: 175,
    set: {
      cipassword: `password-${canary}`,
      sshkeys: encodeURIComponent(`ssh-ed25519 ${canary}-key someone`),
    },
  });
  await inventory.sync(platformId);
  const guests = await inventory.guests(platformId);
  guestId = guests.find(guest => guest.externalId === '175')!.id;
  secrets = [
    canary,
    ...stack.lab.clusters.map(cluster => cluster.tokenSecret),
    stack.lab.identity.clientSecret,
    stack.lab.identity.directoryClientSecret,
  ];
  await entityOf(guestId);
});

after(() => stack?.close());

async function entityOf(id: string): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await session.fetch(
      `/api/catalog/entities/by-name/resource/default/guest-${id}`,
    );
    if (answer.ok) return answer.text();
    assert.ok(Date.now() < deadline, 'the guest did not reach the catalog');
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

function holdsNone(text: string, where: string): void {
  for (const secret of secrets) {
    assert.ok(!text.includes(secret), `${where} holds a secret`);
  }
}

test('the lab really has the secrets', () => {
  for (const secret of secrets) assert.ok(secret.length > 8);
});

test('no table of the database holds one', async () => {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    assert.ok(tables.some(table => table.name === 'inventory.guest_raw'));
    for (const { name } of tables) {
      const { rows } = await client.query<{ found: string }>(
        `select count(*) as found from ${name} as row where exists (
          select from unnest($1::text[]) as secret
          where position(secret in row::text) > 0)`,
        [secrets],
      );
      assert.equal(rows[0]!.found, '0', `${name} holds a secret`);
    }
  } finally {
    await client.end();
  }
});

test('no answer holds one', async () => {
  const paths = [
    '/',
    `/api/inventory/guests?limit=500&include=nics`,
    `/api/inventory/guests/${guestId}`,
    `/api/inventory/guests/${guestId}/raw`,
    `/api/inventory/guests/${guestId}/history`,
    '/api/inventory/changes?limit=5000&include=objects',
    '/api/inventory/history?limit=500',
    '/api/inventory/platforms',
    '/api/inventory/sync-runs',
    '/api/inventory/hosts',
    '/api/inventory/search?q=web',
    '/api/inventory/openapi.json',
    '/api/catalog/entities?limit=500',
  ];
  for (const path of paths) {
    const answer = await session.fetch(path);
    assert.equal(answer.status, 200, path);
    holdsNone(await answer.text(), path);
  }
});

test('the raw answer still shows what is no secret', async () => {
  const { raw } = await session.json<{ raw: object }>(
    `/api/inventory/guests/${guestId}/raw`,
  );
  assert.match(JSON.stringify(raw), /virtio|scsi/);
});

test('no log holds one', () => {
  for (const replica of stack.replicas) {
    holdsNone(fs.readFileSync(replica.logFile, 'utf8'), replica.logFile);
  }
});

test('the read-only token reads, and a write with it gets 403', async () => {
  const call = (path: string, method: string) =>
    fetch(new URL(path, stack.url), {
      method,
      headers: {
        authorization: `Bearer token-${canary}`,
        'content-type': 'application/json',
      },
      body: method === 'POST' ? '{}' : undefined,
      signal: AbortSignal.timeout(20_000),
    });
  assert.equal((await call('/api/inventory/guests', 'GET')).status, 200);
  assert.equal((await call('/api/inventory/sync-runs', 'POST')).status, 403);
});
