import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ClusterTls } from '../tls/ClusterTls.ts';
import type { RunningApi } from '../wire/platformApi.ts';
import {
  createMachine,
  destroyMachine,
} from '../world/estate/machineActions.ts';
import { World } from '../world/World.ts';
import { startPrismCentral, type PrismOptions } from './index.ts';

const secrets = {
  username: 'portal',
  password: 'a:b c',
  token: 'key-1',
  unprivilegedUsername: 'nobody',
  unprivilegedPassword: 'pw',
  unprivilegedToken: 'key-2',
};
const world = new World({ estateGuests: 250 });
const estate = world.estate('pc-north');
let directory: string;
let ca: string;
let tls: { key: string; cert: string };
const running: RunningApi[] = [];
let port: number;

async function start(options: Partial<PrismOptions> = {}) {
  const api = await startPrismCentral(
    { world, estate, secrets, tls, port: 0, interceptor: {} },
    { v4: true, callsPerSecond: 10_000, ...options },
  );
  running.push(api);
  return api;
}

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flyloft-prism-'));
  const authority = await ClusterTls.open({ directory, clusterName: 'pc' });
  ca = authority.ca;
  tls = await authority.node('pc-north');
  port = (await start()).port;
});
after(async () => {
  await Promise.all(running.map(api => api.close()));
  await rm(directory, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: any;
}

const basic = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});
const portal = basic(secrets.username, secrets.password);

function call(
  path: string,
  headers: Record<string, string> = portal,
  body?: object,
  at = port,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `https://localhost:${at}${path}`,
      { ca, agent: false, method: body ? 'POST' : 'GET', headers },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: JSON.parse(Buffer.concat(chunks).toString()),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

const vms = '/api/vmm/v4.2/ahv/config/vms';

test('a user and a key get in, others do not, and who may see nothing is refused', async () => {
  assert.equal((await call(vms)).status, 200);
  assert.equal((await call(vms, { 'x-ntnx-api-key': 'key-1' })).status, 200);
  assert.equal((await call(vms, { 'x-ntnx-api-key': 'key-3' })).status, 401);
  assert.equal((await call(vms, basic('portal', 'wrong'))).status, 401);
  assert.equal((await call(vms, {})).status, 401);
  const refused = await call(vms, basic('nobody', 'pw'));
  assert.equal(refused.status, 403);
  assert.equal(refused.body.data.error[0].code, 'ACCESS_DENIED');
});

test('pages hold every machine once, and say how many there are', async () => {
  const seen: string[] = [];
  for (let index = 0; ; index++) {
    const { body } = await call(`${vms}?$page=${index}&$limit=100`);
    if (!body.data) break;
    assert.ok(body.data.length <= 100);
    seen.push(...body.data.map((vm: { extId: string }) => vm.extId));
    assert.equal(
      body.metadata.totalAvailableResults,
      [...estate.machines.values()].filter(({ template }) => !template).length,
    );
  }
  const all = [...estate.machines.values()].filter(({ template }) => !template);
  assert.deepEqual(seen.sort(), all.map(({ uuid }) => uuid).sort());
});

test('a page is 50 long unless asked, and never over 100', async () => {
  assert.equal((await call(vms)).body.data.length, 50);
  assert.equal((await call(`${vms}?$limit=101`)).status, 400);
  assert.equal((await call(`${vms}?$page=-1`)).status, 400);
});

test('v4.0 has the old names of the parts of a NIC, v4.2 the new ones', async () => {
  const [old] = (await call('/api/vmm/v4.0/ahv/config/vms?$limit=1')).body.data;
  const [next] = (await call(`${vms}?$limit=1`)).body.data;
  assert.deepEqual(Object.keys(old.nics[0]).sort(), [
    'backingInfo',
    'extId',
    'networkInfo',
  ]);
  assert.deepEqual(Object.keys(next.nics[0]).sort(), [
    'extId',
    'nicBackingInfo',
    'nicNetworkInfo',
  ]);
  assert.equal(
    old.nics[0].backingInfo.macAddress,
    next.nics[0].nicBackingInfo.macAddress,
  );
});

test('a machine alone has an ETag that changes with it', async () => {
  const machine = createMachine(estate, {
    name: 'tagged',
    folder: 'team-web',
    system: 'debian13',
  });
  const path = `${vms}/${machine.uuid}`;
  const first = await call(path);
  assert.equal(first.body.data.name, 'tagged');
  assert.equal((await call(path)).headers.etag, first.headers.etag);
  estate.change(machine, each => {
    each.name = 'renamed';
  });
  assert.notEqual((await call(path)).headers.etag, first.headers.etag);
  destroyMachine(estate, machine);
  assert.equal((await call(path)).status, 404);
});

test('categories, recovery points and owners resolve to what machines name', async () => {
  const { body } = await call('/api/prism/v4.0/config/categories?$limit=100');
  const ids = new Set(body.data.map((each: { extId: string }) => each.extId));
  const listed = await call(`${vms}?$limit=100`);
  for (const vm of listed.body.data) {
    for (const { extId } of vm.categories ?? []) assert.ok(ids.has(extId));
  }
  const points = await call('/api/dataprotection/v4.0/config/recovery-points');
  for (const { vmRecoveryPoints } of points.body.data ?? []) {
    assert.ok(estate.machines.has(vmRecoveryPoints[0].vmExtId));
  }
});

test('v3 lists the same machines under the same ids', async () => {
  const { body } = await call('/api/nutanix/v3/vms/list', portal, {
    kind: 'vm',
    offset: 100,
    length: 10_000,
  });
  assert.equal(body.entities.length, body.metadata.total_matches - 100);
  for (const { metadata, status } of body.entities) {
    assert.equal(estate.machine(metadata.uuid).name, status.name);
  }
});

test('an old one has v3 alone', async () => {
  const { port: old } = await start({ v4: false });
  assert.equal((await call(vms, portal, undefined, old)).status, 404);
  const v3 = await call('/api/nutanix/v3/hosts/list', portal, {}, old);
  assert.equal(v3.body.entities.length, estate.hosts.size);
});

test('who asks too fast is told to wait', async () => {
  const { port: slow } = await start({ callsPerSecond: 2 });
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      call(`${vms}?$limit=1`, portal, undefined, slow),
    ),
  );
  const late = answers.find(({ status }) => status === 429);
  assert.ok(late);
  assert.equal(late.headers['retry-after'], '1');
  assert.equal(late.headers['x-api-ratelimit-limit'], '2');
});

test('without rights lists are empty, until they come back', async () => {
  const api = running[0]!;
  const giveBack = api.access.emptyAcl();
  const { body } = await call(vms);
  assert.equal(body.metadata.totalAvailableResults, 0);
  assert.equal(body.data, undefined);
  giveBack();
  assert.ok((await call(vms)).body.data.length > 0);
});
