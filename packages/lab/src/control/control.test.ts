import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestLab } from '../__fixtures__/TestLab.ts';

let lab: TestLab;
before(async () => {
  lab = await TestLab.start();
});
after(() => lab.close());

const WEST = { cluster: 'pve-west' };

async function guest(vmid: number): Promise<any> {
  const { body } = await lab.control(
    'GET',
    `/world/guests?cluster=pve-west&vmid=${vmid}`,
  );
  return body.items[0];
}

async function command(body: Record<string, unknown>) {
  return lab.control('POST', '/world/guests', { ...WEST, ...body });
}

test('the world can be read as it is, to compare with what others see of it', async () => {
  const { body } = await lab.control('GET', '/world/guests?cluster=pve-west');
  const listed: any[] = await lab.get('/cluster/resources?type=vm');
  assert.equal(body.total, listed.length);
  assert.deepEqual(
    body.items.map((item: any) => [
      item.vmid,
      item.name,
      item.cpus,
      item.memoryBytes,
    ]),
    listed
      .map(row => [row.vmid, row.name, row.maxcpu, row.maxmem])
      .sort(([a], [b]) => a - b),
  );
});

test('tests make things happen to guests', async () => {
  const { biosUuid } = await guest(124);
  await command({ action: 'migrate', vmid: 124, node: 'pve-w3' });
  await command({ action: 'rename', vmid: 124, name: 'portal-api-2' });
  await command({
    action: 'configure',
    vmid: 124,
    set: { memory: '4096' },
    remove: ['tags'],
  });
  await command({
    action: 'inside',
    vmid: 124,
    addresses: { net0: ['10.10.30.99/24'] },
  });
  const changed = await guest(124);
  assert.deepEqual(
    [
      changed.node,
      changed.name,
      changed.memoryBytes,
      changed.tags,
      changed.biosUuid,
    ],
    ['pve-w3', 'portal-api-2', 4096 * 1024 ** 2, [], biosUuid],
  );
  assert.deepEqual(changed.nics[0].addresses, ['10.10.30.99/24']);

  await command({ action: 'stop', vmid: 124 });
  assert.equal((await guest(124)).power, 'stopped');
  await command({ action: 'reuse-id', vmid: 124, guest: { name: 'stranger' } });
  assert.notEqual((await guest(124)).biosUuid, biosUuid);
  await command({ action: 'destroy', vmid: 124 });
  assert.equal(await guest(124), undefined);
  const { body } = await command({
    action: 'create',
    guest: { name: 'fresh' },
  });
  assert.equal((await guest(body.vmid)).name, 'fresh');
});

test('what cannot be done is refused with the reason', async () => {
  const locked = await command({ action: 'start', vmid: 160 });
  assert.deepEqual(
    [locked.status, locked.body.error],
    [409, 'VM is locked (backup)'],
  );
  assert.equal((await command({ action: 'stop', vmid: 4711 })).status, 404);
  assert.equal((await command({ action: 'juggle', vmid: 100 })).status, 409);
});

test('the world stands still until it is told to move', async () => {
  const { body: before } = await lab.control('GET', '/world');
  assert.deepEqual([before.tick, before.ticking], [0, false]);
  assert.deepEqual(
    (await lab.control('POST', '/world/tick', { count: 25 })).body,
    { tick: 25 },
  );
});

test('an even share of the guests is changed for measurements', async () => {
  const digests = async () => {
    const { body } = await lab.control('GET', '/world/guests');
    return body.items.map((item: any) => item.digest) as string[];
  };
  const before = await digests();
  const { body } = await lab.control('POST', '/world/disturb', { share: 0.1 });
  const after = await digests();
  assert.equal(
    after.filter((digest, index) => digest !== before[index]).length,
    body.changed,
  );
  assert.equal(body.changed, 6);
});

test('calls are counted, and how many ran at once', async () => {
  await lab.control('DELETE', '/calls');
  await lab.control('POST', '/faults', {
    kind: 'slow',
    milliseconds: 200,
    path: '/version',
  });
  await Promise.all([1, 2, 3].map(() => lab.get('/version')));
  await lab.get('/nodes/pve-w1/qemu/100/config');
  await lab.control('DELETE', '/faults');
  const { body } = await lab.control('GET', '/calls');
  const calls = body['pve-west/pve-w1'];
  assert.deepEqual([calls.total, calls.maxInFlight, calls.inFlight], [4, 3, 0]);
  assert.deepEqual(calls.byPath, {
    'GET /version': 3,
    'GET /nodes/*/qemu/*/config': 1,
  });
});

test('a page in a browser cannot change anything here', async () => {
  const response = await fetch(`${lab.lab.description.control}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"kind":"cut"}',
  });
  assert.equal(response.status, 415);
});
