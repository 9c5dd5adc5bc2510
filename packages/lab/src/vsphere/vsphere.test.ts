import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { ClusterTls } from '../tls/ClusterTls.ts';
import type { RunningApi } from '../wire/platformApi.ts';
import {
  createMachine,
  destroyMachine,
  renameMachine,
  stopMachine,
} from '../world/estate/machineActions.ts';
import { World } from '../world/World.ts';
import { vsphereApi } from './index.ts';

const secrets = {
  username: 'portal@vsphere.local',
  password: 'a<b>&"c',
  token: '',
  unprivilegedUsername: 'nobody@vsphere.local',
  unprivilegedPassword: 'pw',
  unprivilegedToken: '',
};
let now = Date.UTC(2026, 10, 1);
const world = new World({ estateGuests: 40, now: () => now });
const estate = world.estate('vc-south');
let directory: string;
let ca: string;
let api: RunningApi;
let cookie: string | undefined;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flyloft-vcenter-'));
  const authority = await ClusterTls.open({ directory, clusterName: 'vc' });
  ca = authority.ca;
  api = await vsphereApi.start({
    world,
    estate,
    secrets,
    tls: await authority.node('vc-south'),
    port: 0,
    interceptor: {},
  });
});
after(async () => {
  await api.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  cookie = await signIn(secrets.username, secrets.password);
});

interface Answer {
  status: number;
  text: string;
  cookie: string | undefined;
}

function post(body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: 'localhost',
        port: api.port,
        path: '/sdk',
        method: 'POST',
        ca,
        agent: false,
        headers: {
          'content-type': 'text/xml',
          ...(cookie === undefined ? {} : { cookie }),
        },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0],
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const call = (method: string, target: string, args = '') =>
  post(
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><e:Body>' +
      `<${method} xmlns="urn:vim25"><_this type="${target}">${target}</_this>${args}</${method}></e:Body></e:Envelope>`,
  );

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, each => `&#${each.charCodeAt(0)};`);

async function signIn(user: string, password: string) {
  cookie = undefined;
  const answer = await call(
    'Login',
    'SessionManager',
    `<userName>${escaped(user)}</userName><password>${escaped(password)}</password>`,
  );
  assert.equal(answer.status, 200, answer.text);
  return answer.cookie;
}

const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

async function viewOf(kind: string): Promise<string> {
  const { text } = await call(
    'CreateContainerView',
    'ViewManager',
    `<container type="Folder">group-d1</container><type>${kind}</type><recursive>true</recursive>`,
  );
  const [view] = all(text, /<returnval type="ContainerView">([^<]+)</g);
  assert.ok(view, text);
  return view;
}

const specOf = (kind: string, view: string, paths: string[]) =>
  `<propSet><type>${kind}</type>${paths.map(path => `<pathSet>${path}</pathSet>`).join('')}</propSet>` +
  `<objectSet><obj type="ContainerView">${view}</obj><skip>true</skip><selectSet i:type="TraversalSpec">` +
  '<type>ContainerView</type><path>view</path></selectSet></objectSet>';

const retrieve = async (kind: string, paths: string[], most = 1000) =>
  call(
    'RetrievePropertiesEx',
    'PropertyCollector',
    `<specSet>${specOf(kind, await viewOf(kind), paths)}</specSet><options><maxObjects>${most}</maxObjects></options>`,
  );

const faultOf = ({ status, text }: Answer) => [
  status,
  all(text, /<detail><\w+Fault [^>]*xsi:type="(\w+)"/g)[0],
];

test('a wrong password is a fault, and nothing works without a session', async () => {
  cookie = undefined;
  const refused = await call(
    'Login',
    'SessionManager',
    '<userName>portal@vsphere.local</userName><password>wrong</password>',
  );
  assert.deepEqual(faultOf(refused), [500, 'InvalidLogin']);
  assert.deepEqual(faultOf(await call('CurrentTime', 'ServiceInstance')), [
    500,
    'NotAuthenticated',
  ]);
});

test('what a server is, is told without a session', async () => {
  cookie = undefined;
  const { status, text } = await call(
    'RetrieveServiceContent',
    'ServiceInstance',
  );
  assert.equal(status, 200);
  assert.match(text, /<apiType>VirtualCenter<\/apiType>/);
  assert.match(text, /<rootFolder type="Folder">group-d1</);
});

test('pages hold what was asked for at most, a token is good for once, and together they are all', async () => {
  const first = await retrieve('VirtualMachine', ['name'], 10);
  const ids = all(first.text, /<obj type="VirtualMachine">([^<]+)</g);
  assert.equal(ids.length, 10);
  let [token] = all(first.text, /<token>([^<]+)</g);
  const used = token;
  while (token) {
    const { text } = await call(
      'ContinueRetrievePropertiesEx',
      'PropertyCollector',
      `<token>${token}</token>`,
    );
    ids.push(...all(text, /<obj type="VirtualMachine">([^<]+)</g));
    [token] = all(text, /<token>([^<]+)</g);
  }
  assert.equal(new Set(ids).size, estate.machines.size);
  assert.equal(ids.length, estate.machines.size);
  assert.deepEqual(
    faultOf(
      await call(
        'ContinueRetrievePropertiesEx',
        'PropertyCollector',
        `<token>${used}</token>`,
      ),
    ),
    [500, 'InvalidArgument'],
  );
});

test('a view of a class shows its subclasses, and one that was destroyed is gone', async () => {
  const { text } = await retrieve('Network', ['name']);
  assert.ok(text.includes('<obj type="DistributedVirtualPortgroup">'));
  assert.ok(text.includes('<obj type="Network">'));
  const view = await viewOf('VirtualMachine');
  const destroy = () =>
    post(
      `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><DestroyView xmlns="urn:vim25"><_this type="ContainerView">${view}</_this></DestroyView></e:Body></e:Envelope>`,
    );
  assert.equal((await destroy()).status, 200);
  assert.deepEqual(faultOf(await destroy()), [500, 'ManagedObjectNotFound']);
});

test('a session idles out after half an hour', async () => {
  now += 29 * 60_000;
  assert.equal((await call('CurrentTime', 'ServiceInstance')).status, 200);
  now += 31 * 60_000;
  assert.deepEqual(faultOf(await call('CurrentTime', 'ServiceInstance')), [
    500,
    'NotAuthenticated',
  ]);
});

test('who has no rights sees nothing, and is told so when asking', async () => {
  const asked = () =>
    call(
      'HasPrivilegeOnEntities',
      'AuthorizationManager',
      '<entity type="Folder">group-d1</entity><sessionId>s</sessionId><privId>System.Read</privId>',
    );
  assert.match((await asked()).text, /<isGranted>true</);
  const giveBack = api.access.emptyAcl();
  assert.match((await asked()).text, /<isGranted>false</);
  assert.ok(
    !(await retrieve('VirtualMachine', ['name'])).text.includes('<obj'),
  );
  giveBack();
  cookie = await signIn('nobody@vsphere.local', 'pw');
  assert.match((await asked()).text, /<isGranted>false</);
});

const filter = async (paths: string[]) => {
  const view = await viewOf('VirtualMachine');
  const { status, text } = await call(
    'CreateFilter',
    'PropertyCollector',
    `<spec>${specOf('VirtualMachine', view, paths)}</spec><partialUpdates>false</partialUpdates>`,
  );
  assert.equal(status, 200, text);
};

const updates = async (version: string, seconds = 0, most = 1000) => {
  const { text } = await call(
    'WaitForUpdatesEx',
    'PropertyCollector',
    `<version>${version}</version><options><maxWaitSeconds>${seconds}</maxWaitSeconds><maxObjectUpdates>${most}</maxObjectUpdates></options>`,
  );
  const [next = ''] = all(text, /<version>([^<]+)</g);
  return {
    text,
    version: next,
    truncated: text.includes('<truncated>true<'),
    kinds: all(text, /<objectSet><kind>(\w+)</g),
    paths: all(text, /<changeSet><name>([^<]+)</g),
  };
};

test('a filter tells everything first, in pieces, then only what changed, then nothing', async () => {
  await filter(['name', 'runtime.powerState']);
  let told = await updates('', 0, 20);
  let entered = told.kinds.length;
  assert.equal(told.kinds.length, 20);
  while (told.truncated) {
    told = await updates(told.version, 0, 20);
    entered += told.kinds.length;
  }
  assert.equal(entered, estate.machines.size);

  const running = [...estate.machines.values()].find(
    ({ power }) => power === 'running',
  );
  assert.ok(running);
  stopMachine(estate, running);
  const stopped = await updates(told.version);
  assert.deepEqual(stopped.kinds, ['modify']);
  assert.deepEqual(stopped.paths, ['runtime.powerState']);

  const made = createMachine(estate, {
    name: 'made-later',
    folder: 'team-web',
    system: 'debian13',
  });
  const created = await updates(stopped.version);
  assert.deepEqual(created.kinds, ['enter']);
  destroyMachine(estate, made);
  const gone = await updates(created.version);
  assert.deepEqual(gone.kinds, ['leave']);
  assert.equal((await updates(gone.version)).version, '');
});

test('a filter wakes who waits, and refuses a version it never told', async () => {
  await filter(['name']);
  const { version } = await updates('');
  const waiting = updates(version, 30);
  const [machine] = estate.machines.values();
  assert.ok(machine);
  renameMachine(estate, machine, 'renamed-meanwhile');
  const told = await waiting;
  assert.deepEqual(told.paths, ['name']);
  assert.match(told.text, /renamed-meanwhile/);
  assert.match((await updates('12345')).text, /InvalidCollectorVersion/);
});

test('a session that ends sends away who waits in it', async () => {
  await filter(['name']);
  const { version } = await updates('');
  const waiting = updates(version, 30);
  api.access.expireSessions();
  assert.match((await waiting).text, /NotAuthenticated/);
});

test('names with special characters arrive as they are', async () => {
  const [machine] = estate.machines.values();
  assert.ok(machine);
  renameMachine(estate, machine, `<b> & "c" 'd' é 日本`);
  const { text } = await retrieve('VirtualMachine', ['name']);
  assert.ok(text.includes(`&lt;b&gt; &amp; &quot;c&quot; 'd' é 日本`));
});
