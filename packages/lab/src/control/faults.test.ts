import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { TestLab } from '../__fixtures__/TestLab.ts';
import { matchesPath } from './fault.ts';

let lab: TestLab;
before(async () => {
  lab = await TestLab.start();
});
afterEach(async () => {
  await lab.control('DELETE', '/faults');
});
after(() => lab.close());

type Row = Record<string, unknown>;
const LIST = '/cluster/resources?type=vm';

async function fault(request: Row): Promise<Row> {
  const { status, body } = await lab.control('POST', '/faults', request);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

async function rows(): Promise<Row[]> {
  return lab.get(LIST);
}

test('a silent node leaves its guests without name and figures, and still answers calls', async () => {
  await fault({ kind: 'node-silent', cluster: 'pve-west', node: 'pve-w2' });
  const silent = (await rows()).filter(row => row.node === 'pve-w2');
  assert.ok(silent.length > 5);
  for (const row of silent) {
    assert.equal(row.status, 'unknown');
    for (const key of [
      'name',
      'cpu',
      'maxcpu',
      'template',
      'mem',
      'maxmem',
      'maxdisk',
      'uptime',
    ]) {
      assert.ok(!(key in row), `${row.vmid} has ${key}`);
    }
  }
  // What the cluster's own file system knows stays.
  assert.equal(silent.find(row => row.vmid === 124)?.pool, 'team-web');
  const storages: Row[] = await lab.get('/cluster/resources?type=storage');
  assert.ok(
    storages
      .filter(row => row.node === 'pve-w2')
      .every(row => row.status === 'unknown'),
  );
  assert.equal((await lab.call('/nodes/pve-w2/qemu/124/config')).status, 200);
  assert.equal((await lab.get('/cluster/status'))[2].online, 1);
});

test('a node that is down refuses connections, is offline, and costs others a 595', async () => {
  const { id } = await fault({
    kind: 'node-down',
    cluster: 'pve-west',
    node: 'pve-w3',
  });
  await assert.rejects(lab.call('/version', { entry: 2 }), {
    code: 'ECONNREFUSED',
  });
  assert.equal((await lab.call('/nodes/pve-w3/status')).status, 595);
  const nodes: Row[] = await lab.get('/nodes');
  assert.equal(nodes.find(row => row.node === 'pve-w3')?.status, 'offline');
  await lab.control('DELETE', `/faults/${id}`);
  assert.equal((await lab.call('/version', { entry: 2 })).status, 200);
  assert.equal((await lab.call('/nodes/pve-w3/status')).status, 200);
});

test('a status is given instead of an answer, where and as often as it was asked for', async () => {
  await fault({
    kind: 'status',
    status: 596,
    cluster: 'pve-west',
    entry: 'pve-w1',
    path: '/nodes/*/qemu/*/config',
    times: 2,
  });
  const path = '/nodes/pve-w1/qemu/123/config';
  assert.equal((await lab.call('/nodes/pve-w1/qemu')).status, 200);
  assert.equal((await lab.call(path, { entry: 1 })).status, 200);
  const first = await lab.call(path);
  assert.deepEqual([first.status, first.reason], [596, 'Connection timed out']);
  assert.equal((await lab.call(path)).status, 596);
  assert.equal((await lab.call(path)).status, 200);
  assert.deepEqual((await lab.control('GET', '/faults')).body, []);
});

test('a fault of a node strikes the calls about that node only', async () => {
  await fault({
    kind: 'status',
    status: 503,
    cluster: 'pve-west',
    node: 'pve-w2',
  });
  assert.equal((await lab.call('/nodes/pve-w2/status')).status, 503);
  assert.equal((await lab.call('/nodes/pve-w1/status')).status, 200);
});

test('a slow answer comes late', async () => {
  await fault({ kind: 'slow', milliseconds: 300, path: '/version' });
  const begin = performance.now();
  await lab.get('/version');
  assert.ok(performance.now() - begin >= 295);
});

test('a cut connection ends without a byte', async () => {
  await fault({ kind: 'cut', path: '/version' });
  await assert.rejects(lab.call('/version'), { code: 'ECONNRESET' });
});

test('half a body ends before the length it announced', async () => {
  await fault({ kind: 'half-body', path: '/cluster/resources' });
  await assert.rejects(lab.call(LIST), /aborted|hang up/);
});

test('a body that is no JSON comes with 200', async () => {
  await fault({ kind: 'wrong-json', path: '/cluster/resources' });
  const answer = await lab.call(LIST);
  assert.equal(answer.status, 200);
  assert.throws(() => JSON.parse(answer.text), SyntaxError);
});

test('half the guests are gone from the list, the same ones each time', async () => {
  const all = await rows();
  await fault({ kind: 'half-list', cluster: 'pve-west' });
  const half = await rows();
  assert.equal(half.length, Math.floor(all.length / 2));
  assert.deepEqual(
    (await rows()).map(row => row.vmid),
    half.map(row => row.vmid),
  );
  const nodes: Row[] = await lab.get('/cluster/resources?type=node');
  assert.equal(nodes.length, 3);
});

test('the guests of one node are gone from the list', async () => {
  const others = (await rows()).filter(row => row.node !== 'pve-w1').length;
  await fault({
    kind: 'half-list',
    cluster: 'pve-west',
    node: 'pve-w1',
    share: 0,
  });
  assert.equal((await rows()).length, others);
});

test('an empty list is 200 with nothing in it', async () => {
  await fault({ kind: 'empty-list', cluster: 'pve-west' });
  assert.deepEqual(await lab.get('/cluster/resources'), []);
});

test('an emptied access list takes every privilege until it is put back', async () => {
  const { id } = await fault({ kind: 'emptied-acl', cluster: 'pve-west' });
  assert.deepEqual(await rows(), []);
  assert.deepEqual(await lab.get('/access/permissions?path=/'), { '/': {} });
  await lab.control('DELETE', `/faults/${id}`);
  assert.ok((await rows()).length > 40);
});

test('an expired ticket is refused, and a new one works', async () => {
  const as = await lab.administrator();
  assert.equal((await lab.call('/version', { as })).status, 200);
  await fault({ kind: 'expired-ticket', cluster: 'pve-west' });
  assert.equal((await lab.call('/version', { as })).status, 401);
  assert.equal(
    (await lab.call('/version', { as: await lab.administrator() })).status,
    200,
  );
});

test('a fault ends by itself after its time', async () => {
  await fault({ kind: 'status', status: 500, path: '/version', seconds: 0.2 });
  assert.equal((await lab.call('/version')).status, 500);
  const begin = performance.now();
  while ((await lab.call('/version')).status === 500) {
    assert.ok(performance.now() - begin < 10_000, 'the fault goes on');
  }
});

test('a fault that makes no sense is refused with what is wrong', async () => {
  const refused = async (request: Row) =>
    (await lab.control('POST', '/faults', request)).status;
  assert.equal(await refused({ kind: 'gremlins' }), 400);
  assert.equal(await refused({ kind: 'node-down', cluster: 'pve-west' }), 400);
  assert.equal(
    await refused({ kind: 'node-down', cluster: 'pve-west', node: 'pve-w9' }),
    404,
  );
  assert.equal(await refused({ kind: 'slow' }), 400);
});

test('patterns of paths match whole names, or anything with two stars', () => {
  assert.ok(matchesPath('/nodes/*/qemu', '/nodes/pve-w1/qemu'));
  assert.ok(!matchesPath('/nodes/*/qemu', '/nodes/pve-w1/qemu/100/config'));
  assert.ok(matchesPath('/nodes/**', '/nodes/pve-w1/qemu/100/config'));
  assert.ok(!matchesPath('/version', '/versions'));
});
