import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Guest } from '@flyloft/plugin-inventory-common';
import { InventoryAs } from '../harness/inventory.ts';
import { startStack, type Stack } from '../harness/stack.ts';
import {
  walkWithKubernetesClient,
  type KubernetesWalk,
} from './kubernetesClients.ts';

const PAGE = 3;

let stack: Stack;
let portal: Guest[];
let walk: KubernetesWalk;

before(async () => {
  stack = await startStack();
  const inventory = new InventoryAs(await stack.signIn('it'));
  await inventory.sync('kv-central');
  portal = await inventory.guests('kv-central');
  walk = await walkWithKubernetesClient(
    stack.lab.estates.find(({ id }) => id === 'kv-central')!,
  );
});

after(() => stack?.close());

const powerStates: Record<string, string> = {
  Running: 'running',
  Stopped: 'stopped',
  Paused: 'paused',
};

test('the Kubernetes client lists on kv-central what the portal lists', () => {
  assert.ok(walk.machines.length > PAGE);
  const sorted = <T extends { id: string }>(rows: T[]) =>
    rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.deepEqual(
    sorted(
      walk.machines.map(machine => ({
        id: machine.uid,
        name: machine.name,
        power: powerStates[machine.status],
        host: machine.node,
      })),
    ),
    sorted(
      portal.map(guest => ({
        id: guest.externalId,
        name: guest.name,
        power: guest.powerState,
        host: guest.host?.name ?? null,
      })),
    ),
  );
});

test('the Kubernetes client sees the same NICs and addresses of what runs', () => {
  const guests = new Map(portal.map(guest => [guest.externalId, guest]));
  const running = walk.machines.filter(machine => machine.node !== null);
  assert.ok(running.length > PAGE);
  for (const machine of running) {
    const guest = guests.get(machine.uid)!;
    assert.deepEqual([...guest.macAddresses].sort(), [...machine.macs].sort());
    assert.deepEqual([...guest.addresses].sort(), machine.addresses.sort());
  }
});

test('the Kubernetes client reads in pages, nodes, claims and VLANs', () => {
  assert.equal(walk.pages, Math.ceil(walk.machines.length / PAGE));
  assert.equal(walk.version, 'v1.32.4');
  assert.deepEqual(
    walk.nodes.filter(({ ready }) => ready === 'True').map(({ name }) => name),
    ['kv-c1', 'kv-c2', 'kv-c3', 'kv-control-1'],
  );
  assert.ok(walk.claims > walk.machines.length);
  assert.deepEqual(walk.storageClasses, ['local-path', 'longhorn']);
  assert.equal(walk.networks['default/vlan-20'], 20);
});

test('the Kubernetes client is told of all that is there by a watch, and refused without rights', () => {
  assert.deepEqual(
    walk.told,
    walk.machines.map(() => 'ADDED'),
  );
  assert.deepEqual(walk.nobody, { status: 403, reason: 'Forbidden' });
  assert.deepEqual(walk.stranger, { status: 401, reason: 'Unauthorized' });
});
