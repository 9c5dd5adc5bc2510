import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Guest } from '@flyloft/plugin-inventory-common';
import { InventoryAs } from '../harness/inventory.ts';
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
  const inventory = new InventoryAs(await stack.signIn('it'));
  for (const cluster of stack.lab.clusters) {
    await inventory.sync(cluster.id);
    const guests = await inventory.guests(cluster.id);
    portal.set(cluster.id, guests.map(toListed));
  }
});

after(async () => {
  await stack?.close();
  fs.rmSync(directory, { recursive: true, force: true });
});

const toListed = (guest: Guest): ListedGuest => ({
  vmid: guest.externalId,
  name: guest.name,
  node: guest.host?.name ?? '',
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
