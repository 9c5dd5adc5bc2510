import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestLab } from '../../__fixtures__/TestLab.ts';

let lab: TestLab;
before(async () => {
  lab = await TestLab.start();
});
after(() => lab.close());

type Row = Record<string, unknown>;

async function guestRow(vmid: number, cluster?: string): Promise<Row> {
  const rows: Row[] = await lab.get('/cluster/resources?type=vm', { cluster });
  const row = rows.find(found => found.vmid === vmid);
  assert.ok(row, `guest ${vmid}`);
  return row;
}

test('the versions differ in what they call themselves, and in their fields', async () => {
  assert.equal((await lab.get('/version')).release, '9.1');
  assert.equal(
    (await lab.get('/version', { cluster: 'pve-east' })).release,
    '8.4',
  );
  assert.ok('memhost' in (await guestRow(123)));
  assert.ok(!('memhost' in (await guestRow(125, 'pve-east'))));
  const types = async (cluster: string) =>
    new Set(
      (await lab.get('/cluster/resources', { cluster })).map(
        (row: Row) => row.type,
      ),
    );
  assert.ok((await types('pve-west')).has('network'));
  assert.ok((await types('pve-east')).has('sdn'));
});

test('a machine is listed with its boot disk only, and no use of it', async () => {
  const logs = await guestRow(113);
  assert.equal(logs.maxdisk, 32 * 1024 ** 3);
  assert.equal(logs.disk, 0);
  assert.equal((await guestRow(212, 'pve-east')).maxdisk, 0);
  assert.ok(Number((await guestRow(103)).disk) > 0);
});

test('vcpus limit what a machine has, and a container without limit has its host', async () => {
  assert.equal((await guestRow(160)).maxcpu, 12);
  assert.equal((await guestRow(114)).maxcpu, 64);
});

test('a paused machine shows as such in the cluster, and as running on its node', async () => {
  assert.equal((await guestRow(161)).status, 'paused');
  const list: Row[] = await lab.get('/nodes/pve-w1/qemu');
  assert.equal(list.find(row => row.vmid === 161)?.status, 'running');
  const current = await lab.get('/nodes/pve-w1/qemu/161/status/current');
  assert.deepEqual([current.status, current.qmpstatus], ['running', 'paused']);
});

test('a shared storage has one row for every node', async () => {
  const rows: Row[] = await lab.get('/cluster/resources?type=storage');
  const shared = rows.filter(row => row.storage === 'ceph-vm');
  assert.deepEqual(
    shared.map(row => row.node),
    ['pve-w1', 'pve-w2', 'pve-w3'],
  );
  assert.ok(shared.every(row => row.shared === 1));
});

test('numbers come as texts where Proxmox sends texts', async () => {
  assert.equal((await lab.get('/nodes/pve-w1/qemu/123/config')).memory, '8192');
  assert.equal((await lab.get('/nodes/pve-w2/lxc/103/config')).memory, 256);
  const status = await lab.get('/nodes/pve-w1/status');
  assert.ok(
    status.loadavg.every((average: unknown) => typeof average === 'string'),
  );
  assert.equal(typeof status.cpuinfo.mhz, 'string');
  assert.equal(await lab.get('/cluster/nextid'), '102');
  assert.equal(
    (await lab.get('/nodes/pve-w2/lxc/103/interfaces'))[1]['ip-addresses'][0]
      .prefix,
    '24',
  );
});

test('the configuration shows what waits for a restart unless the current one is asked for', async () => {
  const path = '/nodes/pve-w2/qemu/105';
  assert.equal((await lab.get(`${path}/config`)).memory, '16384');
  assert.equal((await lab.get(`${path}/config?current=1`)).memory, '8192');
  const pending: Row[] = await lab.get(`${path}/pending`);
  assert.deepEqual(
    pending.find(row => row.key === 'memory'),
    { key: 'memory', value: '8192', pending: '16384' },
  );
  assert.equal(pending.find(row => row.key === 'balloon')?.delete, 1);
});

test('snapshots end with now, and have a configuration of their own', async () => {
  const list: Row[] = await lab.get('/nodes/pve-w3/qemu/125/snapshot');
  assert.deepEqual(
    list.map(row => [row.name, row.parent, row.vmstate]),
    [
      ['before-pg17', undefined, 0],
      ['after-pg17', 'before-pg17', 1],
      ['current', 'after-pg17', undefined],
    ],
  );
  const config = await lab.get(
    '/nodes/pve-w3/qemu/125/config?snapshot=before-pg17',
  );
  assert.equal(typeof config.snaptime, 'number');
  const missing = await lab.call(
    '/nodes/pve-w3/qemu/125/config?snapshot=nothing',
  );
  assert.deepEqual(
    [missing.status, missing.reason],
    [500, "snapshot 'nothing' does not exist"],
  );
});

test('a missing guest is a 500 with the name of its file', async () => {
  const answer = await lab.call('/nodes/pve-w1/qemu/999/config');
  assert.equal(answer.status, 500);
  assert.equal(
    answer.reason,
    "Configuration file 'nodes/pve-w1/qemu-server/999.conf' does not exist",
  );
  // It is on another node: here it does not exist either.
  assert.equal((await lab.call('/nodes/pve-w2/qemu/123/config')).status, 500);
});

test('the agent answers, or a 500 says why not', async () => {
  const windows = await lab.get(
    '/nodes/pve-e1/qemu/200/agent/network-get-interfaces',
    {
      cluster: 'pve-east',
    },
  );
  assert.ok(!('hardware-address' in windows.result[0]));
  const path = (node: string, vmid: number) =>
    `/nodes/${node}/qemu/${vmid}/agent/get-osinfo`;
  const reason = async (node: string, vmid: number) =>
    (await lab.call(path(node, vmid))).reason;
  assert.equal(await reason('pve-w1', 100), 'No QEMU guest agent configured');
  assert.equal(await reason('pve-w1', 126), 'VM 126 is not running');
  assert.equal(await reason('pve-w2', 151), 'QEMU guest agent is not running');
});

test('a bridge of a container host is seen through its agent', async () => {
  const { result } = await lab.get(
    '/nodes/pve-w3/qemu/107/agent/network-get-interfaces',
  );
  assert.deepEqual(
    result.map((row: Row) => row.name),
    ['lo', 'eth0', 'docker0', 'veth1a2b3c4'],
  );
});

test('an unprivileged token sees 200 and empty lists, and nodes without figures', async () => {
  const as = 'unprivileged';
  assert.deepEqual(await lab.get('/cluster/resources?type=vm', { as }), []);
  assert.deepEqual(await lab.get('/nodes/pve-w1/qemu', { as }), []);
  assert.deepEqual(await lab.get('/pools', { as }), []);
  assert.deepEqual(await lab.get('/storage', { as }), []);
  const nodes: Row[] = await lab.get('/cluster/resources?type=node', { as });
  assert.equal(nodes.length, 3);
  assert.ok(
    nodes.every(node => !('maxmem' in node) && node.status === 'online'),
  );
  const config = await lab.call('/nodes/pve-w1/qemu/123/config', { as });
  assert.deepEqual(
    [config.status, config.reason],
    [403, 'Permission check failed (/vms/123, VM.Audit)'],
  );
  assert.equal((await lab.call('/cluster/status', { as })).status, 403);
});

test('the portal reads and changes nothing', async () => {
  const stop = await lab.call('/nodes/pve-w1/qemu/123/status/stop', {
    method: 'POST',
    body: {},
  });
  assert.equal(stop.status, 403);
  const put = await lab.call('/nodes/pve-w1/qemu/123/config', {
    method: 'PUT',
    body: { description: 'x' },
  });
  assert.equal(put.status, 403);
});

test('somebody with rights on a pool sees its guests and no others', async () => {
  const { adminPassword } = lab.cluster();
  const { data } = await lab.call('/access/ticket', {
    method: 'POST',
    as: {},
    body: { username: 'operator@pve', password: adminPassword },
  });
  const rows: Row[] = await lab.get('/cluster/resources?type=vm', {
    as: { cookie: `PVEAuthCookie=${data.ticket}` },
  });
  assert.ok(rows.length > 3);
  assert.ok(rows.every(row => row.pool === 'team-web'));
});

test('pools answer by query and by path', async () => {
  const [pool] = await lab.get('/pools?poolid=payments');
  const byPath = await lab.get('/pools/payments');
  assert.deepEqual(
    pool.members.map((row: Row) => row.vmid),
    byPath.members.map((row: Row) => row.vmid),
  );
  assert.ok(pool.members.length > 2);
  assert.equal(
    (await lab.call('/pools/nothing')).reason,
    "pool 'nothing' does not exist",
  );
});

test('a change through the front door is seen at once, with another digest', async () => {
  const as = await lab.administrator();
  const path = '/nodes/pve-w1/qemu/101/config';
  const { digest } = await lab.get(path);
  const answer = await lab.call(path, {
    method: 'PUT',
    as,
    body: { name: 'dns-one', tags: 'b,A a', digest, delete: 'onboot' },
  });
  assert.equal(answer.status, 200, answer.reason);
  const changed = await lab.get(path);
  assert.equal(changed.name, 'dns-one');
  assert.equal(changed.tags, 'A;a;b');
  assert.ok(!('onboot' in changed));
  assert.notEqual(changed.digest, digest);
  assert.equal((await guestRow(101)).name, 'dns-one');
  const stale = await lab.call(path, {
    method: 'PUT',
    as,
    body: { name: 'x1', digest },
  });
  assert.equal(stale.status, 500);
});

test('power is switched by tasks that can be followed', async () => {
  const as = await lab.administrator();
  const upid: string = await lab.get('/nodes/pve-w2/qemu/150/status/stop', {
    method: 'POST',
    as,
    body: {},
  });
  const at = `/nodes/pve-w2/tasks/${encodeURIComponent(upid)}`;
  const status = await lab.get(`${at}/status`);
  assert.deepEqual(
    [status.status, status.exitstatus, status.type],
    ['stopped', 'OK', 'qmstop'],
  );
  assert.deepEqual(await lab.get(`${at}/log`), [{ n: 1, t: 'TASK OK' }]);
  assert.equal((await guestRow(150)).status, 'stopped');
  const tasks: Row[] = await lab.get('/nodes/pve-w2/tasks?vmid=150');
  assert.equal(tasks[0]?.upid, upid);
  assert.equal(
    (await lab.call('/nodes/pve-w2/tasks/UPID:no/status')).status,
    400,
  );
});

test('a locked guest is refused', async () => {
  const as = await lab.administrator();
  const answer = await lab.call('/nodes/pve-w1/qemu/160/config', {
    method: 'PUT',
    as,
    body: { description: 'x' },
  });
  assert.deepEqual(
    [answer.status, answer.reason],
    [500, 'VM is locked (backup)'],
  );
});

test('hosts, storages, networks and SDN can be walked', async () => {
  const nodes: Row[] = await lab.get('/nodes');
  const fingerprints = lab.cluster().fingerprints;
  assert.deepEqual(
    nodes.map(node => node.ssl_fingerprint),
    fingerprints,
  );
  const bridges: Row[] = await lab.get('/nodes/pve-w1/network?type=bridge');
  assert.deepEqual(
    bridges.map(row => [row.iface, row.bridge_vlan_aware]),
    [
      ['vmbr0', 1],
      ['vmbr1', undefined],
    ],
  );
  const images: Row[] = await lab.get(
    '/nodes/pve-w1/storage/ceph-vm/content?content=images&vmid=120',
  );
  assert.deepEqual(
    images.map(row => [row.volid, row.parent]),
    [['ceph-vm:base-9000-disk-0/vm-120-disk-0', 'base-9000-disk-0@__base__']],
  );
  const vnets: Row[] = await lab.get('/cluster/sdn/vnets');
  assert.deepEqual(vnets.map(row => row.vnet).sort(), ['vnpay', 'vntest']);
  const ha: Row[] = await lab.get('/cluster/ha/status/current');
  assert.ok(ha.some(row => row.sid === 'vm:104'));
  // The fields that the API viewer documents of `GET /cluster/ha/rules`.
  const rules: Row[] = await lab.get('/cluster/ha/rules');
  assert.deepEqual(
    rules.map(row => [row.rule, row.type, row.affinity ?? row.strict]),
    [
      ['stay-near', 'node-affinity', 0],
      ['keep-apart', 'resource-affinity', 'negative'],
    ],
  );
  assert.match(String(rules[0]!.nodes), /^[\w-]+:2$/);
  for (const { resources } of rules) {
    for (const sid of String(resources).split(',')) {
      assert.ok(ha.some(row => row.sid === sid));
    }
  }
  const managed: Row[] = await lab.get('/cluster/ha/resources');
  assert.ok(managed.every(row => row.group === undefined));
  assert.equal((await lab.call('/nodes/elsewhere/status')).status, 500);
});
