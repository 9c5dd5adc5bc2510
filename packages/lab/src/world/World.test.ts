import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestReport } from '../control/guestReport.ts';
import { migrateGuest, startGuest, stopGuest } from './guestActions.ts';
import { configureGuest } from './guestConfiguration.ts';
import { interfacesOf, propertiesOf, volumesOf } from './guestConfig.ts';
import type { Guest } from './Guest.ts';
import {
  createGuest,
  restoreAs,
  restoreInPlace,
  reuseVmid,
} from './guestLifecycle.ts';
import { rollBack, takeSnapshot } from './guestSnapshots.ts';
import { parseUpid } from './Task.ts';
import { World, type WorldOptions } from './World.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const NOW_DOING = { by: 'root@pam', seconds: 0 };

function aWorld(options: WorldOptions = {}): World {
  return new World({ now: () => NOW, ...options });
}

function everything(world: World): unknown {
  return [...world.clusters.values()].map(cluster => ({
    guests: cluster
      .sortedGuests()
      .map(guest => guestReport(world, cluster, guest)),
    tasks: [...cluster.nodes.keys()].map(node => cluster.tasks.ofNode(node)),
  }));
}

function uuidOf(guest: Guest): string | undefined {
  return propertiesOf(String(guest.detail.config.smbios1)).get('uuid');
}

test('the same seed gives the same world, and the same ticks move it the same way', () => {
  const [one, two] = [aWorld({ seed: 7 }), aWorld({ seed: 7 })];
  assert.deepEqual(everything(one), everything(two));
  const before = JSON.stringify(everything(one));
  one.step(200);
  two.step(200);
  assert.deepEqual(everything(one), everything(two));
  assert.notEqual(JSON.stringify(everything(one)), before);
});

test('another seed gives other identities to the same stories', () => {
  const [one, two] = [aWorld({ seed: 1 }), aWorld({ seed: 2 })];
  const [a, b] = [
    one.cluster('pve-west').guest(123),
    two.cluster('pve-west').guest(123),
  ];
  assert.equal(a.name, b.name);
  assert.notEqual(uuidOf(a), uuidOf(b));
});

test('what ticks do does not depend on how fast they come', () => {
  let now = NOW;
  const slow = new World({ seed: 3, now: () => now });
  const fast = aWorld({ seed: 3 });
  for (let tick = 0; tick < 300; tick++) {
    now += 60_000;
    slow.step();
    fast.step();
  }
  const places = (world: World) =>
    [...world.clusters.values()].flatMap(cluster =>
      cluster
        .sortedGuests()
        .map(guest => [
          guest.vmid,
          guest.node,
          guest.power,
          guest.detail.config,
        ]),
    );
  assert.deepEqual(places(slow), places(fast));
});

test('ticks start, stop, move and reconfigure guests, and never stop production', () => {
  const world = aWorld();
  const production = [...world.clusters.values()].flatMap(cluster =>
    cluster
      .sortedGuests()
      .filter(guest => guest.summary.tags.split(';').includes('production')),
  );
  world.step(400);
  world.finishTasks();
  const types = new Set(
    [...world.clusters.values()].flatMap(cluster =>
      [...cluster.nodes.keys()].flatMap(node =>
        cluster.tasks.ofNode(node).map(task => task.type),
      ),
    ),
  );
  for (const type of ['qmstart', 'qmstop', 'qmigrate'])
    assert.ok(types.has(type), type);
  assert.deepEqual(
    production
      .filter(guest => guest.power !== 'running')
      .map(guest => guest.name),
    [],
  );
});

test('the stories are told', () => {
  const world = aWorld();
  const west = world.cluster('pve-west');
  const east = world.cluster('pve-east');
  const all = [...west.sortedGuests(), ...east.sortedGuests()];
  const some = (what: string, test: (guest: Guest) => boolean) =>
    assert.ok(all.some(test), what);
  const config = (guest: Guest, key: string) =>
    String(guest.detail.config[key] ?? '');

  assert.equal(
    uuidOf(west.guest(125)),
    uuidOf(west.guest(126)),
    'restored with its BIOS UUID',
  );
  assert.deepEqual(
    interfacesOf(west.guest(125).detail.config).map(nic => nic.mac),
    interfacesOf(west.guest(126).detail.config).map(nic => nic.mac),
    'restored with its MACs',
  );
  assert.equal(
    west.guest(120).name,
    east.guest(120).name,
    'one name in two clusters',
  );
  assert.deepEqual(
    west.guest(170).detail.inside.addresses.net0,
    west.guest(171).detail.inside.addresses.net0,
    'two guests with one address',
  );
  some('a name of 63 characters', guest => guest.name.length === 63);
  some(
    'two addresses on a NIC',
    guest => guest.detail.inside.addresses.net0?.length === 2,
  );
  some('IPv6 only', guest => {
    const addresses = guest.detail.inside.addresses.net0 ?? [];
    return (
      addresses.length > 0 && addresses.every(address => address.includes(':'))
    );
  });
  some('locked by a backup', guest => guest.lock === 'backup');
  some('locked by a migration', guest => guest.lock === 'migrate');
  some('paused', guest => guest.power === 'paused');
  some('a template', guest => guest.summary.template);
  some('a linked clone', guest =>
    config(guest, 'scsi0').includes(':base-9000-disk-0/vm-'),
  );
  some('trunks', guest => config(guest, 'net0').includes('trunks='));
  some('a vnet', guest => config(guest, 'net0').includes('bridge=vnpay'));
  some(
    'NAT',
    guest =>
      config(guest, 'net1') !== '' &&
      !config(guest, 'net1').includes('bridge='),
  );
  some('an unused disk', guest => 'unused0' in guest.detail.config);
  some('an empty drive', guest => config(guest, 'ide2') === 'none,media=cdrom');
  some(
    'EFI and TPM',
    guest =>
      'efidisk0' in guest.detail.config && 'tpmstate0' in guest.detail.config,
  );
  some('passthrough', guest => 'hostpci0' in guest.detail.config);
  some('HA', guest => guest.highAvailability !== undefined);
  some('snapshots', guest => guest.detail.snapshots.length > 1);
  some('static cloud-init', guest =>
    config(guest, 'ipconfig0').startsWith('ip=10.'),
  );
  some('cloud-init by DHCP', guest => config(guest, 'ipconfig0') === 'ip=dhcp');
  some(
    'a masked password',
    guest => config(guest, 'cipassword') === '**********',
  );
  some(
    'no NIC',
    guest =>
      guest.kind === 'lxc' && interfacesOf(guest.detail.config).length === 0,
  );
  some(
    'a long description',
    guest => config(guest, 'description').length > 1000,
  );
  some('tags with capitals', guest => /[A-Z]/.test(guest.summary.tags));
});

test('hardware addresses and BIOS UUIDs are unique but for the restored copy', () => {
  const world = aWorld({ guests: 5000 });
  const seen = new Set<string>();
  for (const cluster of world.clusters.values()) {
    for (const guest of cluster.sortedGuests()) {
      if (cluster.id === 'pve-west' && guest.vmid === 126) continue;
      const marks = interfacesOf(guest.detail.config).map(nic => nic.mac);
      if (guest.kind === 'qemu') marks.push(uuidOf(guest) ?? '');
      for (const mark of marks) {
        assert.ok(
          !seen.has(mark),
          `${mark} of ${cluster.id} ${guest.vmid} is another's, too`,
        );
        seen.add(mark);
      }
    }
  }
});

test('a large world has as many guests as asked for, on more nodes, with addresses of their own', () => {
  const world = aWorld({ guests: 20_000 });
  const clusters = [...world.clusters.values()];
  assert.equal(
    clusters.reduce((sum, cluster) => sum + cluster.guests.size, 0),
    20_000,
  );
  assert.ok(world.cluster('pve-west').nodes.size > 20);
  const addresses = clusters.flatMap(cluster =>
    cluster
      .sortedGuests()
      .filter(guest => guest.vmid >= 10_000)
      .map(guest => guest.detail.inside.addresses.net0?.[0]),
  );
  assert.equal(new Set(addresses).size, addresses.length);
});

test('a world may be smaller than its stories', () => {
  const world = aWorld({ guests: 10 });
  const count = [...world.clusters.values()].reduce(
    (sum, { guests }) => sum + guests.size,
    0,
  );
  assert.ok(count >= 10 && count <= 12, String(count));
});

test('a guest id used again belongs to another machine', () => {
  const world = aWorld();
  const west = world.cluster('pve-west');
  const before = west.guest(177);
  const { vmid } = reuseVmid(
    world,
    west,
    before,
    { name: 'newcomer' },
    NOW_DOING,
  );
  const after = west.guest(vmid);
  assert.equal(vmid, 177);
  assert.equal(after.name, 'newcomer');
  assert.notEqual(uuidOf(after), uuidOf(before));
  assert.notDeepEqual(
    interfacesOf(after.detail.config).map(nic => nic.mac),
    interfacesOf(before.detail.config).map(nic => nic.mac),
  );
  assert.notEqual(after.detail.config.meta, before.detail.config.meta);
});

test('a restore over itself keeps the identity, a restore under another id copies it', () => {
  const world = aWorld();
  const west = world.cluster('pve-west');
  const guest = west.guest(124);
  const before = structuredClone(guest.detail);
  restoreInPlace(world, west, guest, NOW_DOING);
  assert.equal(guest.detail.config.smbios1, before.config.smbios1);
  assert.equal(guest.detail.config.net0, before.config.net0);
  assert.notEqual(guest.detail.config.vmgenid, before.config.vmgenid);
  assert.equal(guest.power, 'stopped');

  const copy = west.guest(
    restoreAs(world, west, guest, { vmid: 500 }, NOW_DOING).vmid,
  );
  assert.equal(copy.detail.config.smbios1, before.config.smbios1);
  assert.ok(
    volumesOf(copy.detail.config).every(volume =>
      volume.name.includes('-500-'),
    ),
  );
  const unique = west.guest(
    restoreAs(world, west, guest, { vmid: 501, unique: true }, NOW_DOING).vmid,
  );
  assert.notEqual(unique.detail.config.smbios1, before.config.smbios1);
});

test('what cannot be changed while running waits for the next start', () => {
  const world = aWorld();
  const west = world.cluster('pve-west');
  const guest = west.guest(123);
  configureGuest(west, guest, { set: { memory: '16384', name: 'renamed' } });
  assert.equal(guest.detail.config.name, 'renamed');
  assert.equal(guest.detail.config.memory, '8192');
  assert.deepEqual(guest.detail.pending, { memory: '16384' });
  stopGuest(world, west, guest, NOW_DOING);
  startGuest(world, west, guest, NOW_DOING);
  assert.equal(guest.detail.config.memory, '16384');
  assert.deepEqual(guest.detail.pending, {});
});

test('a disk that is taken away stays behind as unused, and goes when that is deleted', () => {
  const world = aWorld();
  const west = world.cluster('pve-west');
  const guest = west.guest(177);
  configureGuest(west, guest, { remove: ['virtio0'] });
  assert.equal(guest.detail.config.unused2, 'ceph-vm:vm-177-disk-0');
  configureGuest(west, guest, { remove: ['unused2'] });
  assert.equal('unused2' in guest.detail.config, false);
});

test('a locked guest refuses changes with its lock in the text', () => {
  const world = aWorld();
  const west = world.cluster('pve-west');
  assert.throws(
    () => configureGuest(west, west.guest(160), { set: { onboot: 0 } }),
    {
      message: 'VM is locked (backup)',
    },
  );
});

test('a task runs for its time, holds its lock, and ends with what went wrong', () => {
  let now = NOW;
  const world = new World({ now: () => now });
  const west = world.cluster('pve-west');
  const guest = west.guest(124);
  const upid = migrateGuest(world, west, guest, 'pve-w3', {
    by: 'flyloft@pve!portal',
  });
  const task = west.tasks.find(upid);
  assert.ok(task && parseUpid(upid));
  assert.deepEqual(
    {
      user: task.user,
      tokenid: task.tokenid,
      type: task.type,
      endtime: task.endtime,
    },
    {
      user: 'flyloft@pve',
      tokenid: 'portal',
      type: 'qmigrate',
      endtime: undefined,
    },
  );
  assert.equal(guest.lock, 'migrate');
  assert.equal(guest.node, 'pve-w2');
  now += 60_000;
  world.settle();
  assert.deepEqual(
    [guest.lock, guest.node, task.exitstatus],
    [undefined, 'pve-w3', 'OK'],
  );

  const failed = west.tasks.find(
    startGuest(world, west, guest, { by: 'root@pam' }),
  );
  assert.equal(failed?.exitstatus, 'VM 124 already running');
});

test('a highly available guest stops after the task that asked for it has ended', () => {
  let now = NOW;
  const world = new World({ now: () => now });
  const west = world.cluster('pve-west');
  const guest = west.guest(104);
  const asked = west.tasks.find(
    stopGuest(world, west, guest, { by: 'root@pam' }),
  );
  assert.equal(asked?.type, 'hastop');
  now += 2000;
  world.settle();
  assert.deepEqual([asked?.exitstatus, guest.power], ['OK', 'running']);
  now += 60_000;
  world.settle();
  now += 60_000;
  world.settle();
  assert.equal(guest.power, 'stopped');
});

test('going back to a snapshot brings its configuration back', () => {
  const world = aWorld();
  const west = world.cluster('pve-west');
  const guest = west.guest(123);
  takeSnapshot(world, west, guest, { name: 'before' }, NOW_DOING);
  configureGuest(west, guest, { set: { memory: '1024' }, atOnce: true });
  rollBack(world, west, guest, 'before', NOW_DOING);
  assert.equal(guest.detail.config.memory, '8192');
  assert.equal(guest.detail.config.parent, 'before');
});

test('a guest made under an id in use is refused with the words of Proxmox', () => {
  const world = aWorld();
  const west = world.cluster('pve-west');
  assert.throws(() => createGuest(world, west, { vmid: 123 }, NOW_DOING), {
    message: "unable to create VM 123 - VM 123 already exists on node 'pve-w1'",
  });
});
