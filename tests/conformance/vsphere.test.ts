import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Guest } from '@flyloft/plugin-inventory-common';
import { InventoryAs } from '../harness/inventory.ts';
import { startStack, type Stack } from '../harness/stack.ts';
import { walkWithPyvmomi, type VsphereWalk } from './vsphereClients.ts';

const MIB = 1_048_576;

let stack: Stack;
let portal: Guest[];
let inventory: InventoryAs;
let walk: VsphereWalk;

before(async () => {
  stack = await startStack();
  inventory = new InventoryAs(await stack.signIn('it'));
  await inventory.sync('vc-south');
  portal = await inventory.guests('vc-south');
  walk = await walkWithPyvmomi(
    stack.lab.estates.find(({ id }) => id === 'vc-south')!,
  );
});

after(() => stack?.close());

const powerStates: Record<string, string> = {
  poweredOn: 'running',
  poweredOff: 'stopped',
  suspended: 'suspended',
};

test('pyvmomi lists on vc-south what the portal lists', () => {
  assert.ok(walk.machines.length > 10);
  assert.match(walk.about, /^VMware vCenter Server 8/);
  const sorted = <T extends { id: string }>(rows: T[]) =>
    rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.deepEqual(
    sorted(
      walk.machines.map(machine => ({
        id: machine.uuid,
        name: machine.name,
        host: machine.host,
        power: powerStates[machine.power],
        vcpus: machine.vcpus,
        memoryBytes: machine.memoryMiB * MIB,
        template: machine.template,
        hostName: machine.hostName,
        biosUuid: machine.biosUuid,
        diskBytes: machine.disks.reduce((sum, disk) => sum + disk.bytes, 0),
        macs: machine.nics.map(nic => nic.mac).sort(),
        addresses: machine.nics
          .flatMap(nic => nic.addresses.map(each => each.split('/')[0]))
          .sort(),
      })),
    ),
    sorted(
      portal.map(guest => ({
        id: guest.externalId,
        name: guest.name,
        host: guest.host?.name,
        power: guest.powerState,
        vcpus: guest.vcpus,
        memoryBytes: guest.memoryBytes,
        template: guest.template,
        hostName: guest.hostName,
        biosUuid: guest.biosUuid,
        diskBytes: guest.diskBytes,
        macs: [...guest.macAddresses].sort(),
        addresses: [...guest.addresses].sort(),
      })),
    ),
  );
});

test('pyvmomi reads in pages, and is refused with a wrong password', () => {
  assert.equal(walk.pages, Math.ceil(walk.machines.length / 7));
  assert.match(walk.refused ?? '', /incorrect user name or password/);
});

test('pyvmomi sees hosts, datastores and VLANs of port groups', () => {
  assert.deepEqual(
    walk.hosts.map(({ name, cluster, state }) => [name, cluster, state]),
    [
      ['esx-s1.south.example.net', 'Production', 'connected'],
      ['esx-s2.south.example.net', 'Production', 'connected'],
      ['esx-s3.south.example.net', 'Edge', 'connected'],
    ],
  );
  assert.deepEqual(walk.datastores, [
    'vsan-south',
    'nfs-templates',
    'local-s3',
  ]);
  assert.equal(walk.networks['dvpg-web'], 20);
  assert.equal(walk.networks['VM Network'], null);
});

test('pyvmomi is told of every machine by WaitForUpdatesEx, in pieces', () => {
  const { seen, pieces, nothing } = walk.updates;
  assert.equal(new Set(seen.map(({ id }) => id)).size, walk.machines.length);
  assert.ok(seen.every(({ kind }) => kind === 'enter'));
  assert.equal(pieces, Math.ceil(walk.machines.length / 7));
  assert.ok(nothing, 'nothing changed, and yet something was told');
});
