import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../harness/stack.ts';
import {
  corsinvestClient,
  listWithAnsible,
  walkWithProxmoxer,
  type LabCluster,
  type ListedGuest,
} from './clients.ts';

let stack: Stack;
let directory: string;
const portal = new Map<string, ListedGuest[]>();

before(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'flyloft-conformance-'));
  stack = await startStack();
  const it = await stack.signIn('it');
  for (const cluster of stack.lab.clusters) {
    await syncedOnce(cluster.id);
    const page = await it.json<{ items: PortalGuest[]; total: number }>(
      `/api/inventory/guests?limit=500&filter=platformId:eq:${cluster.id}`,
    );
    assert.equal(page.items.length, page.total);
    portal.set(cluster.id, page.items.map(toListed));
  }

  async function syncedOnce(platformId: string) {
    const { items } = await it.json<{ items: Array<{ id: string }> }>(
      '/api/inventory/sync-runs',
      { method: 'POST', body: JSON.stringify({ platformId }) },
    );
    const deadline = Date.now() + 60_000;
    for (;;) {
      const run = await it.json<{ state: string; problem: unknown }>(
        `/api/inventory/sync-runs/${items[0]!.id}`,
      );
      if (run.state === 'succeeded') return;
      assert.ok(
        ['queued', 'running'].includes(run.state) && Date.now() < deadline,
        `The sync of ${platformId} is ${run.state}: ${JSON.stringify(run.problem)}`,
      );
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
});

after(async () => {
  await stack?.close();
  fs.rmSync(directory, { recursive: true, force: true });
});

interface PortalGuest {
  externalId: string;
  name: string;
  host: { name: string };
  powerState: string;
  type: string;
}

const toListed = (guest: PortalGuest): ListedGuest => ({
  vmid: guest.externalId,
  name: guest.name,
  node: guest.host.name,
  status: guest.powerState,
});

function sameGuests(listed: ListedGuest[], cluster: LabCluster): void {
  const sorted = (guests: ListedGuest[]) =>
    guests
      .map(({ vmid, name, node, status }) => ({
        vmid,
        name,
        node,
        // Lists of a node call a paused machine running, the cluster's don't.
        status: status === 'paused' ? 'running' : status,
      }))
      .sort((a, b) => Number(a.vmid) - Number(b.vmid));
  assert.deepEqual(sorted(listed), sorted(portal.get(cluster.id)!));
}

test('the lab has two clusters with guests in each', () => {
  assert.deepEqual([...portal.keys()].sort(), ['pve-east', 'pve-west']);
  for (const guests of portal.values()) assert.ok(guests.length > 10);
});

for (const id of ['pve-west', 'pve-east']) {
  const cluster = () => stack.lab.clusters.find(one => one.id === id)!;

  test(`proxmoxer lists on ${id} what the portal lists, by token`, async () => {
    const walk = await walkWithProxmoxer(cluster(), 'token');
    sameGuests(walk.guests, cluster());
    assert.equal(walk.resources, walk.guests.length);
    assert.equal(walk.version.version, cluster().version);
    assert.equal(walk.missing?.status, 500);
    assert.match(walk.missing?.message ?? '', /does not exist/);
  });

  test(`proxmoxer signs in on ${id} by password`, async () => {
    const walk = await walkWithProxmoxer(cluster(), 'password');
    sameGuests(walk.guests, cluster());
  });

  test(`Ansible's inventory plugin lists on ${id} what the portal lists`, async () => {
    const listed = await listWithAnsible(cluster(), directory);
    // The plugin leaves templates out and keys hosts by name.
    const templates = await corsinvestGuests(cluster(), 'template');
    const expected = portal
      .get(id)!
      .filter(guest => !templates.has(guest.vmid));
    assert.deepEqual(
      new Set(listed.map(guest => guest.name)),
      new Set(expected.map(guest => guest.name)),
    );
    const byId = new Map(expected.map(guest => [guest.vmid, guest]));
    for (const guest of listed) {
      assert.equal(guest.name, byId.get(guest.vmid)?.name);
      assert.equal(guest.node, byId.get(guest.vmid)?.node);
    }
  });

  test(`cv4pve-api-javascript lists on ${id} what the portal lists`, async () => {
    const client = corsinvestClient(cluster());
    client.apiToken = `${cluster().tokenId}=${cluster().tokenSecret}`;
    const answer = await client.get('/cluster/resources', { type: 'vm' });
    assert.ok(answer.isSuccessStatusCode, answer.reasonPhrase);
    sameGuests(
      answer.response.data.map(row => ({
        vmid: String(row.vmid),
        name: String(row.name),
        node: String(row.node),
        status: String(row.status),
      })),
      cluster(),
    );
  });

  test(`cv4pve-api-javascript signs in on ${id} by password`, async () => {
    const client = corsinvestClient(cluster());
    const [user, realm] = cluster().adminUser.split('@');
    assert.ok(await client.login(user!, cluster().adminPassword, realm!));
    const answer = await client.get('/nodes');
    assert.ok(answer.isSuccessStatusCode, answer.reasonPhrase);
    const nodes = answer.response.data.map(row => String(row.node));
    assert.deepEqual(
      new Set(portal.get(id)!.map(guest => guest.node)),
      new Set(nodes),
    );
  });
}

async function corsinvestGuests(
  cluster: LabCluster,
  flag: string,
): Promise<Set<string>> {
  const client = corsinvestClient(cluster);
  client.apiToken = `${cluster.tokenId}=${cluster.tokenSecret}`;
  const answer = await client.get('/cluster/resources', { type: 'vm' });
  return new Set(
    answer.response.data
      .filter(row => Number(row[flag]) === 1)
      .map(row => String(row.vmid)),
  );
}
