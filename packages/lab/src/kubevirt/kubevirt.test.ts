import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { ClusterTls } from '../tls/ClusterTls.ts';
import type { RunningApi } from '../wire/platformApi.ts';
import {
  createMachine,
  destroyMachine,
  startMachine,
  stopMachine,
} from '../world/estate/machineActions.ts';
import { World } from '../world/World.ts';
import { kubevirtApi } from './index.ts';
import { spoiltLists } from './spoiltLists.ts';
import { ageOf } from './tables.ts';

const secrets = {
  username: 'portal',
  password: 'pw',
  token: 'reader',
  unprivilegedUsername: 'nobody',
  unprivilegedPassword: 'pw',
  unprivilegedToken: 'nobody',
};
const MACHINES = '/apis/kubevirt.io/v1/virtualmachines';
const INSTANCES = '/apis/kubevirt.io/v1/virtualmachineinstances';

const world = new World({ estateGuests: 120 });
const estate = world.estate('kv-central');
let directory: string;
let ca: string;
let api: RunningApi;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flyloft-kubevirt-'));
  const authority = await ClusterTls.open({ directory, clusterName: 'kv' });
  ca = authority.ca;
  const tls = await authority.node('kv-central');
  api = await kubevirtApi.start({
    world,
    estate,
    secrets,
    tls,
    port: 0,
    interceptor: {},
  });
});
after(async () => {
  await api.close();
  await rm(directory, { recursive: true, force: true });
});

interface Sent {
  token?: string;
  accept?: string;
  body?: unknown;
}

function open(path: string, { token = 'reader', accept, body }: Sent = {}) {
  const outgoing = request(`https://localhost:${api.port}${path}`, {
    ca,
    agent: false,
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(accept !== undefined && { accept }),
      'content-type': 'application/json',
    },
  });
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  return outgoing;
}

function call(
  path: string,
  sent?: Sent,
): Promise<{ status: number; body: any }> {
  return new Promise((resolve, reject) => {
    open(path, sent)
      .on('error', reject)
      .on('response', response => {
        let text = '';
        response.on('error', reject);
        response.on('data', chunk => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: JSON.parse(text),
          }),
        );
      });
  });
}

/** A watch, and its events one by one. */
async function watching(query: string) {
  const outgoing = open(`${MACHINES}?watch=true&${query}`);
  const lines = await new Promise<AsyncIterator<string>>((resolve, reject) => {
    outgoing.on('error', reject).on('response', response => {
      // A watch that a test ends is cut.
      response.on('error', () => {});
      const reader = createInterface({ input: response });
      resolve(reader[Symbol.asyncIterator]());
    });
  });
  return {
    next: async () => {
      const { value, done } = await lines.next();
      return done ? undefined : JSON.parse(value);
    },
    close: () => outgoing.destroy(),
  };
}

const names = (body: any): string[] =>
  body.items.map(
    (item: any) => `${item.metadata.namespace}/${item.metadata.name}`,
  );

test('a list in pages is the list as a whole, in order, with what remains', async () => {
  const whole = (await call(MACHINES)).body;
  assert.equal(whole.kind, 'VirtualMachineList');
  assert.equal(whole.items.length, 126);
  assert.deepEqual(names(whole), names(whole).sort());
  const paged: string[] = [];
  let token = '';
  do {
    const { body } = await call(`${MACHINES}?limit=50&continue=${token}`);
    paged.push(...names(body));
    token = body.metadata.continue ?? '';
    assert.equal(body.metadata.remainingItemCount ?? 0, 126 - paged.length);
    assert.equal(body.metadata.resourceVersion, whole.metadata.resourceVersion);
  } while (token !== '');
  assert.deepEqual(paged, names(whole));
});

test('a token that ran out is told 410, with one that goes on behind it', async () => {
  const first = (await call(`${MACHINES}?limit=50`)).body;
  api.access.expireSessions();
  const expired = await call(
    `${MACHINES}?limit=50&continue=${first.metadata.continue}`,
  );
  assert.equal(expired.status, 410);
  assert.equal(expired.body.reason, 'Expired');
  const rest = (
    await call(`${MACHINES}?continue=${expired.body.metadata.continue}`)
  ).body;
  assert.equal(names(first).length + names(rest).length, 126);
  assert.ok((names(rest)[0] ?? '') > (names(first).at(-1) ?? ''));
  assert.equal((await call(`${MACHINES}?continue=nonsense`)).status, 400);
});

test('namespaces, names and labels select', async () => {
  const inside = '/apis/kubevirt.io/v1/namespaces/globex-data/virtualmachines';
  const { body } = await call(`${inside}?labelSelector=tier=database`);
  assert.deepEqual(names(body), ['globex-data/warehouse']);
  const named = await call(`${inside}?fieldSelector=metadata.name=warehouse`);
  assert.equal(named.body.items.length, 1);
  const one = await call(`${inside}/warehouse`);
  assert.equal(one.body.spec.instancetype.name, 'u1.xlarge');
  const none = await call(`${inside}/nothing`);
  assert.equal(none.status, 404);
  assert.equal(none.body.reason, 'NotFound');
});

test('what runs is an object of its own, owned by its machine', async () => {
  const machines = (await call(MACHINES)).body.items;
  const instances = (await call(INSTANCES)).body.items;
  const uids = new Map(
    machines.map((each: any) => [each.metadata.name, each.metadata.uid]),
  );
  assert.ok(instances.length < machines.length);
  for (const { metadata, status } of instances) {
    assert.equal(metadata.ownerReferences[0].uid, uids.get(metadata.name));
    assert.equal(status.phase, 'Running');
    assert.ok(estate.hosts.has(status.nodeName));
  }
});

test('a watch tells of what came, changed and went', async () => {
  const { resourceVersion } = (await call(`${MACHINES}?limit=1`)).body.metadata;
  const watch = await watching(`resourceVersion=${resourceVersion}`);
  const machine = createMachine(estate, {
    name: 'watched',
    folder: 'default',
    system: 'debian13',
    nics: [],
  });
  const added = await watch.next();
  assert.deepEqual(
    [added.type, added.object.metadata.name],
    ['ADDED', 'watched'],
  );
  stopMachine(estate, machine);
  const changed = await watch.next();
  assert.deepEqual(
    [changed.type, changed.object.status.printableStatus],
    ['MODIFIED', 'Stopped'],
  );
  startMachine(estate, machine, world.now());
  await watch.next();
  destroyMachine(estate, machine);
  assert.equal((await watch.next()).type, 'DELETED');
  watch.close();
});

test('a watch ends in time with a bookmark, and from too far back with 410', async () => {
  const { resourceVersion } = (await call(`${MACHINES}?limit=1`)).body.metadata;
  const short = await watching(
    `resourceVersion=${resourceVersion}&allowWatchBookmarks=true&timeoutSeconds=0.05`,
  );
  assert.equal((await short.next()).type, 'BOOKMARK');
  assert.equal(await short.next(), undefined);
  api.access.expireSessions();
  const old = await watching('resourceVersion=1');
  const { type, object } = await old.next();
  assert.deepEqual([type, object.code], ['ERROR', 410]);
});

test('whoever is not known, or may not, is told so', async () => {
  assert.equal((await call(MACHINES, { token: '' })).status, 401);
  const refused = await call(MACHINES, { token: 'nobody' });
  assert.equal(refused.status, 403);
  assert.match(refused.body.message, /cannot list resource "virtualmachines"/);
  const giveBack = api.access.emptyAcl();
  assert.equal((await call(MACHINES)).status, 403);
  giveBack();
  assert.equal((await call(MACHINES)).status, 200);
});

test('reviews say who one is and what one may', async () => {
  const may = (token: string, verb: string) =>
    call('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      token,
      body: {
        spec: {
          resourceAttributes: {
            verb,
            group: 'kubevirt.io',
            resource: 'virtualmachines',
          },
        },
      },
    }).then(({ body }) => body.status.allowed);
  assert.equal(await may('reader', 'list'), true);
  assert.equal(await may('reader', 'delete'), false);
  assert.equal(await may('nobody', 'list'), false);
  const self = await call('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
    body: {},
  });
  assert.match(self.body.status.userInfo.username, /flyloft-reader$/);
});

test('every kind that discovery names is served', async () => {
  const groups = (await call('/apis')).body.groups;
  const versions = groups.map(
    (each: any) => each.preferredVersion.groupVersion,
  );
  for (const version of ['v1', ...versions]) {
    const path = version === 'v1' ? '/api/v1' : `/apis/${version}`;
    const { resources } = (await call(path)).body;
    for (const { name, verbs } of resources) {
      if (!verbs.includes('list')) continue;
      const { status, body } = await call(`${path}/${name}?limit=1`);
      assert.equal(status, 200, `${path}/${name}`);
      assert.ok(Array.isArray(body.items));
    }
  }
  assert.equal((await call('/apis/nothing.io/v1/things')).status, 404);
});

test('a client that prints gets rows', async () => {
  const { body } = await call(`${MACHINES}?limit=2`, {
    accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
  });
  assert.equal(body.kind, 'Table');
  assert.deepEqual(
    body.columnDefinitions.map((each: any) => each.name),
    ['Name', 'Age', 'Status', 'Ready'],
  );
  assert.equal(body.rows.length, 2);
});

test('ages read as kubectl shows them', () => {
  const now = Date.parse('2026-11-21T12:00:00Z') / 1000;
  const ages = ['2026-11-21T11:59:10Z', '2026-11-21T11:00:00Z'];
  const older = [
    '2026-11-21T08:00:00Z',
    '2026-11-01T12:00:00Z',
    '2023-11-22T12:00:00Z',
  ];
  assert.deepEqual(
    [...ages, ...older].map(each => ageOf(each, now)),
    ['50s', '60m', '4h', '20d', '3y0d'],
  );
});

test('faults halve lists of machines and refuse them, and no others', () => {
  assert.ok(spoiltLists.isList(MACHINES) && spoiltLists.isList(INSTANCES));
  assert.ok(!spoiltLists.isList('/api/v1/nodes'));
  const body = JSON.stringify({ metadata: {}, items: [{}, {}, {}, {}] });
  const reply = { status: 200, reason: '', body };
  const half = spoiltLists.halved(reply, 0.5, undefined);
  assert.equal(JSON.parse(half?.body.toString() ?? '').items.length, 2);
  assert.equal(spoiltLists.emptied(reply)?.status, 403);
});
