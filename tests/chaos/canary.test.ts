/**
 * Secrets must be found nowhere, in whatever form: one in a guest's
 * configuration, our own, and those of platforms and sources through all that
 * happens to them.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { CreatedToken } from '@flyloft/plugin-inventory-common';
import { InventoryAs } from '../harness/inventory.ts';
import type { Session } from '../harness/signIn.ts';
import { startStack, type Stack } from '../harness/stack.ts';
import { echoModes, EchoPlatform } from './canaries/EchoPlatform.ts';
import { Listener } from './canaries/Listener.ts';
import { newCanary, PlatformsAs, ways } from './canaries/secretLives.ts';
import { SecretHunt } from './canaries/SecretHunt.ts';

const platformId = 'pve-west';
const canary = 'canary7f3e9d2b';

const hunt = new SecretHunt();
const listener = new Listener();
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'flyloft-canary-'));
const echoes = new Map<string, EchoPlatform>();

let stack: Stack;
let session: Session;
let platforms: PlatformsAs;
let guestId: string;

before(async () => {
  stack = await startStack({ apiToken: `token-${canary}` });
  session = listener.with(await stack.signIn('admin'), stack.url);
  platforms = new PlatformsAs(session);
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
  const { clusters, estates, identity } = stack.lab;
  hunt.add('the password of a guest', canary);
  hunt.add('the secret of the client', identity.clientSecret);
  hunt.add('the secret of the directory', identity.directoryClientSecret);
  for (const { id, tokenSecret } of clusters) hunt.add(id, tokenSecret);
  for (const { id, password, token } of estates) {
    hunt.add(`the password of ${id}`, password);
    hunt.add(`the token of ${id}`, token);
  }
  await entityOf(guestId);
  for (const way of Object.keys(ways)) {
    echoes.set(way, await EchoPlatform.open(path.join(directory, way)));
  }
});

after(async () => {
  for (const echo of echoes.values()) await echo.close();
  await stack?.close();
  fs.rmSync(directory, { recursive: true });
});

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

/** Fails on a refused value; an answer that is anything else is a success. */
async function refused(body: string): Promise<void> {
  const answer = await session.fetch('/api/inventory/configured-platforms', {
    method: 'POST',
    body,
  });
  assert.equal(answer.status, 400, await answer.text());
}

for (const [way, { type, secret, values, around }] of Object.entries(ways)) {
  test(`${way}: tested, added, synced, edited, rotated and removed at a platform that tells all it hears`, async () => {
    const echo = echoes.get(way)!;
    const first = newCanary(hunt, `the first secret of ${way}`, around);
    const trial = {
      type,
      values: values(echo),
      secrets: { [secret]: first.value },
    };
    for (const mode of echoModes) {
      echo.mode = mode;
      const { outcome } = await platforms.test(trial);
      assert.equal(outcome, 'failed', mode);
    }
    const added = await platforms.add({ id: way, ...trial });
    for (const mode of echoModes) {
      echo.mode = mode;
      await platforms.syncInVain(way);
    }
    const second = newCanary(hunt, `the second secret of ${way}`, around);
    const edited = await platforms.edit(added, { [secret]: second.value });
    await platforms.rotate();
    await platforms.testSaved(way);
    await platforms.syncInVain(way);
    for (const sent of [first, second]) {
      assert.ok(echo.knows(sent.core), 'the platform never got the secret');
    }
    await platforms.remove(edited);
  });
}

test('a secret that works: added, synced, rotated, synced again and removed', async () => {
  const cluster = stack.lab.clusters.find(({ id }) => id === platformId)!;
  const values = {
    endpoints: cluster.endpoints,
    fingerprints: cluster.fingerprints,
    tokenId: cluster.tokenId,
  };
  const secrets = { tokenSecret: cluster.tokenSecret };
  const trial = { type: 'proxmox', values, secrets };
  assert.equal((await platforms.test(trial)).outcome, 'good');
  const wrong = newCanary(hunt, 'a wrong secret');
  const failed = await platforms.test({
    ...trial,
    secrets: { tokenSecret: wrong.value },
  });
  assert.equal(failed.outcome, 'failed');
  const added = await platforms.add({ id: 'west-again', ...trial });
  await platforms.sync(added.id);
  assert.deepEqual((await platforms.rotate()).failed, []);
  assert.equal((await platforms.testSaved(added.id)).outcome, 'good');
  await platforms.sync(added.id);
  await platforms.remove(added);
});

test('a secret among what is kept in clear is not kept', async () => {
  const echo = echoes.get('proxmox-token')!;
  const { type, values } = ways['proxmox-token']!;
  const { value } = newCanary(hunt, 'a secret in clear');
  const added = await platforms.add({
    id: 'in-clear',
    type,
    values: { ...values(echo), tokenSecret: value, password: value },
    secrets: { tokenSecret: value },
  });
  await platforms.remove(added);
});

test('a file with secrets that cannot be read is not shown', async () => {
  const { value } = newCanary(hunt, 'the token in a kubeconfig');
  const kubeconfig = `users:\n- token: ${value}\n  bad: [`;
  const added = await platforms.add({
    id: 'broken-file',
    type: 'kubevirt',
    values: { signIn: 'kubeconfig', server: echoes.get('kubevirt-token')!.url },
    secrets: { kubeconfig },
  });
  assert.equal((await platforms.testSaved(added.id)).outcome, 'failed');
  await platforms.syncInVain(added.id);
  await platforms.remove(added);
});

test('what is refused is not told again: of the wrong form, in an address, in broken JSON', async () => {
  const echo = echoes.get('proxmox-token')!;
  const values = ways['proxmox-token']!.values(echo);
  const addition = (change: object) =>
    JSON.stringify({
      ...{ id: 'refused', title: 'Refused', type: 'proxmox', enabled: true },
      ...{ intervalMinutes: 5, timeoutMinutes: 5, values, secrets: {} },
      ...change,
    });
  const { value, core } = newCanary(hunt, 'a refused secret');
  await refused(addition({ secrets: { tokenSecret: [value] } }));
  await refused(addition({ secrets: { tokenSecret: value }, title: '' }));
  await refused(
    addition({
      values: { ...values, endpoints: [`https://root:${value}@localhost`] },
    }),
  );
  await refused(addition({}).replace('"secrets":{}', `"secrets":${value}`));
  await refused(`{"secrets":{"tokenSecret":"${core}"${core}}}`);
  const header = `${value}\nx-other: ${value}`;
  const trial = { type: 'proxmox', values, secrets: { tokenSecret: header } };
  await session.fetch('/api/inventory/configured-platforms/test', {
    method: 'POST',
    body: JSON.stringify(trial),
  });
});

test('the token of a source is told once, whatever comes with it', async () => {
  const added = await platforms.add({
    id: 'remote',
    type: 'push',
    values: {},
    secrets: {},
  });
  const { secret, token } = await session.json<CreatedToken>(
    '/api/inventory/tokens',
    {
      method: 'POST',
      body: JSON.stringify({
        name: 'n8n',
        scopes: ['observations:write'],
        platformIds: ['remote'],
        expiresAt: null,
      }),
    },
  );
  hunt.add('the token of a source', secret);
  const told = listener.heard.pop()!;
  assert.equal(told.call, 'POST /api/inventory/tokens');
  assert.deepEqual(hunt.foundIn(told.text), ['the token of a source']);

  const push = async (id: string, ...lines: object[]) => {
    const { status } = await listener.fetch(
      new URL(`/api/inventory/platforms/${id}/observations`, stack.url),
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/x-ndjson',
        },
        body: lines.map(line => `${JSON.stringify(line)}\n`).join(''),
      },
    );
    return status;
  };
  const collectedAt = new Date().toISOString();
  const begin = { kind: 'begin', complete: true, source: 'n8n', collectedAt };
  assert.equal(await push('remote', begin, { kind: 'end', count: 0 }), 200);
  assert.equal(await push('remote', { kind: 'nonsense' }), 400);
  assert.equal(await push(platformId, begin), 403);
  await session.json(`/api/inventory/tokens/${token.id}/revoke`, {
    method: 'POST',
  });
  assert.equal(await push('remote', begin), 401);
  await platforms.remove(added);
});

test('no table of the database holds one', async () => {
  assert.deepEqual(await hunt.foundInDatabase(stack.databaseUrl), []);
});

test('no answer holds one', async () => {
  const paths = [
    '/',
    `/api/inventory/guests?limit=500&include=nics`,
    `/api/inventory/guests/${guestId}`,
    `/api/inventory/guests/${guestId}/raw`,
    `/api/inventory/guests/${guestId}/history`,
    '/api/inventory/guests.csv',
    '/api/inventory/changes?limit=5000&include=objects',
    '/api/inventory/history?limit=500',
    '/api/inventory/platforms',
    '/api/inventory/configured-platforms',
    '/api/inventory/tokens',
    '/api/inventory/sync-runs?limit=500',
    '/api/inventory/hosts',
    '/api/inventory/search?q=web',
    '/api/inventory/openapi.json',
    '/api/site/secret-store',
    '/api/site/settings',
    '/api/audit?limit=500',
    '/api/audit/export.csv',
    '/api/audit/export.ndjson',
    '/api/catalog/entities?limit=500',
  ];
  for (const path of paths) {
    const answer = await session.fetch(path);
    assert.equal(answer.status, 200, path);
    await answer.text();
  }
  assert.ok(listener.heard.length > 150);
  const holding = listener.heard.flatMap(({ call, status, text }) =>
    hunt.foundIn(text).map(name => `${name} in ${status} to ${call}`),
  );
  assert.deepEqual(holding, []);
});

test('the raw answer still shows what is no secret', async () => {
  const { raw } = await session.json<{ raw: object }>(
    `/api/inventory/guests/${guestId}/raw`,
  );
  assert.match(JSON.stringify(raw), /virtio|scsi/);
});

test('no log holds one', () => {
  for (const replica of stack.replicas) {
    const log = fs.readFileSync(replica.logFile, 'utf8');
    assert.deepEqual(hunt.foundIn(log), [], replica.logFile);
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
