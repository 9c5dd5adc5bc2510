import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { Access } from '../access/index.ts';
import { ClusterTls, type NodeTls } from '../../tls/ClusterTls.ts';
import { RawClient, valueOf } from './conformance/RawClient.ts';
import {
  ApiError,
  route,
  startApiServer,
  type ApiServer,
  type ApiServerOptions,
  type Interceptor,
  type Route,
} from './index.ts';

const authorization = 'Authorization: PVEAPIToken=it@pve!sync=secret';

let directory: string;
let node: NodeTls;
let ca: string;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lab-server-'));
  const tls = await ClusterTls.open({ directory, clusterName: 'toy' });
  node = await tls.node('pve1');
  ca = tls.ca;
});

after(() => rm(directory, { recursive: true, force: true }));

const hello = route({
  method: 'GET',
  path: '/hello',
  permission: 'any',
  parameters: {},
  handler: () => 'hello',
});

async function aServer(
  t: TestContext,
  options: Partial<ApiServerOptions> = {},
): Promise<ApiServer> {
  const access = new Access({ version: 9 });
  access.addUser('it@pve');
  access.addToken('it@pve', 'sync', 'secret', { privsep: false });
  access.setAcl({ path: '/vms/100', roles: ['PVEAuditor'], users: ['it@pve'] });
  const server = await startApiServer({
    port: 0,
    tls: node,
    access,
    routes: [hello],
    unauthenticatedDelayMilliseconds: 0,
    ...options,
  });
  t.after(() => server.close());
  return server;
}

const get = (path: string) =>
  `GET /api2/json${path} HTTP/1.1\r\n${authorization}\r\n\r\n`;

async function ask(t: TestContext, server: ApiServer, request: string) {
  const client = await RawClient.overTls(server.port, ca);
  t.after(() => client.close());
  client.send(request);
  const answer = await client.answer();
  const json = answer && parsed(answer.body);
  return { client, answer, status: answer?.statusLine.slice(9), json };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

test('a connection serves a hundred requests, pipelined or not, and the last one says so', async t => {
  const server = await aServer(t);
  const client = await RawClient.overTls(server.port, ca);
  t.after(() => client.close());
  client.send(get('/hello').repeat(99));
  for (let count = 1; count <= 99; count++) {
    const { headers = [] } = (await client.answer()) ?? {};
    assert.equal(valueOf(headers, 'Connection'), 'Keep-Alive', `${count}`);
  }
  client.send(get('/hello'));
  const last = await client.answer();
  assert.equal(valueOf(last?.headers ?? [], 'Connection'), 'close');
  await client.end();
});

test('a request that arrives byte by byte is served like any other', async t => {
  const server = await aServer(t);
  const client = await RawClient.overTls(server.port, ca);
  t.after(() => client.close());
  for (const byte of get('/hello')) client.send(byte);
  assert.equal((await client.answer())?.statusLine, 'HTTP/1.1 200 OK');
});

test('a silent connection is closed', async t => {
  const server = await aServer(t, { idleMilliseconds: 50 });
  const silent = await RawClient.overTls(server.port, ca);
  await silent.end();
  const beforeTls = await RawClient.overTcp(server.port);
  await beforeTls.end();
  const halfway = await RawClient.overTls(server.port, ca);
  halfway.send('GET /api2/json/hello HTTP/1.1\r\nX-A: ');
  await halfway.end();
});

test('more than 64 header lines are never answered', async t => {
  const server = await aServer(t, { idleMilliseconds: 50 });
  const many = Array.from({ length: 64 }, (_, n) => `X-${n}: 1\r\n`).join('');
  const { answer } = await ask(
    t,
    server,
    `GET /api2/json/hello HTTP/1.1\r\n${many}\r\n`,
  );
  assert.equal(answer, undefined);
});

test('nonsense is answered with 400 and 506', async t => {
  const server = await aServer(t);
  assert.equal(
    (await ask(t, server, 'nonsense\r\n')).status,
    '400 bad request',
  );
  assert.equal(
    (await ask(t, server, 'GET / HTTP/1.1\r\nno colon\r\n\r\n')).status,
    '506 unable to parse request header',
  );
});

test('a closed server frees its port and ends its connections', async t => {
  const server = await aServer(t);
  const client = await RawClient.overTls(server.port, ca);
  await server.close();
  await client.end();
  const again = await aServer(t, { port: server.port });
  assert.equal((await ask(t, again, get('/hello'))).status, '200 OK');
});

test('the front page stands where the real user interface does', async t => {
  const server = await aServer(t, { frontPage: '<p>lab</p>' });
  const page = await ask(t, server, 'GET / HTTP/1.1\r\n\r\n');
  assert.equal(page.answer?.body.toString(), '<p>lab</p>');
  const other = await ask(t, server, 'GET /other HTTP/1.1\r\n\r\n');
  assert.equal(other.status, "501 no such file '/other'");
});

const guarded = (permission: Route['permission'], path: string): Route =>
  route({
    method: 'GET',
    path: `/${path}/{vmid}`,
    permission,
    parameters: { vmid: { type: 'integer', minimum: 100 } },
    handler: () => 'seen',
  });

test('a refused caller is told the path and the privilege, and nothing of the parameters', async t => {
  const audit = { path: '/vms/{vmid}', all: ['VM.Audit'] };
  const power = { path: '/vms/{vmid}', any: ['VM.PowerMgmt', 'VM.Console'] };
  const server = await aServer(t, {
    routes: [
      guarded(audit, 'audit'),
      guarded(power, 'power'),
      guarded({ or: [power, audit] }, 'either'),
      guarded({ and: [audit, power] }, 'both'),
      guarded(undefined, 'root'),
      { ...guarded('any', 'ticket'), allowToken: false },
    ],
  });
  const statusOf = async (path: string) => {
    const { status } = await ask(t, server, get(path));
    return status;
  };
  assert.equal(await statusOf('/audit/100'), '200 OK');
  assert.equal(
    await statusOf('/audit/1?x=1'),
    '403 Permission check failed (/vms/1, VM.Audit)',
  );
  assert.equal(
    await statusOf('/power/100'),
    '403 Permission check failed (/vms/100, VM.PowerMgmt|VM.Console)',
  );
  assert.equal(await statusOf('/either/100'), '200 OK');
  assert.match((await statusOf('/both/100')) ?? '', /^403 .*VM.PowerMgmt/);
  assert.equal(await statusOf('/root/100'), '403 Permission check failed');
  assert.equal(
    await statusOf('/ticket/100'),
    "403 URI '/ticket/100' not available with API token, need proper ticket.",
  );
});

test('a handler may add a total, and its defects become a 500 that is reported', async t => {
  const reported: unknown[] = [];
  const defect = new TypeError('x is not a function');
  const server = await aServer(t, {
    onError: error => reported.push(error),
    routes: [
      { ...hello, handler: call => (call.setTotal(7), []) },
      {
        ...hello,
        path: '/defect',
        handler() {
          throw defect;
        },
      },
      {
        ...hello,
        path: '/lines',
        handler() {
          throw ApiError.failed('first\nX-Injected: 1');
        },
      },
    ],
  });
  const { json } = await ask(t, server, get('/hello'));
  assert.deepEqual(json, { data: [], total: 7 });
  assert.equal(
    (await ask(t, server, get('/defect'))).status,
    '500 x is not a function',
  );
  assert.deepEqual(reported, [defect]);
  const { answer } = await ask(t, server, get('/lines'));
  assert.equal(answer?.statusLine, 'HTTP/1.1 500 first');
  assert.equal(valueOf(answer?.headers ?? [], 'X-Injected'), undefined);
});

test('a client that goes away aborts the call', async t => {
  const aborted = Promise.withResolvers<void>();
  const called = Promise.withResolvers<void>();
  const server = await aServer(t, {
    routes: [
      {
        ...hello,
        handler: ({ signal }) =>
          new Promise<void>(resolve => {
            called.resolve();
            signal.addEventListener('abort', () => {
              aborted.resolve();
              resolve();
            });
          }),
      },
    ],
  });
  const client = await RawClient.overTls(server.port, ca);
  client.send(get('/hello'));
  await called.promise;
  client.close();
  await aborted.promise;
});

test('an interceptor sees every call, and can answer for the node', async t => {
  const seen: string[] = [];
  const interceptor: Interceptor = {
    beforeHandling(request) {
      seen.push(`${request.method} ${request.path}?${request.query}`);
      return request.path === '/nodes'
        ? { status: 595, reason: 'No route to host', body: '' }
        : undefined;
    },
  };
  const server = await aServer(t, { interceptor });
  assert.equal(
    (await ask(t, server, get('/nodes?a=1'))).status,
    '595 No route to host',
  );
  assert.equal((await ask(t, server, get('/hello'))).status, '200 OK');
  assert.deepEqual(seen, ['GET /nodes?a=1', 'GET /hello?']);
});

test('an interceptor cuts the connection, before a byte or within the body', async t => {
  const before = await aServer(t, {
    interceptor: { beforeHandling: () => ({ cut: 'before-head' }) },
  });
  assert.equal((await ask(t, before, get('/hello'))).answer, undefined);

  const within = await aServer(t, {
    interceptor: { beforeSending: () => ({ cut: 'in-body', share: 0.5 }) },
  });
  const { client, answer } = await ask(t, within, get('/hello'));
  await client.end();
  assert.equal(answer?.statusLine, 'HTTP/1.1 200 OK');
  assert.equal(valueOf(answer?.headers ?? [], 'Content-Length'), '16');
  assert.equal(client.rest.toString(), '{"data":');
});

test('an interceptor holds up one call and not the others, and changes what is sent', async t => {
  const release = Promise.withResolvers<void>();
  const server = await aServer(t, {
    routes: [hello, { ...hello, path: '/slow' }],
    interceptor: {
      async beforeHandling({ path }) {
        if (path === '/slow') await release.promise;
        return undefined;
      },
      beforeSending: ({ path }, reply) =>
        path === '/slow' ? { ...reply, body: '{"data":' } : undefined,
    },
  });
  const slow = await RawClient.overTls(server.port, ca);
  t.after(() => slow.close());
  slow.send(get('/slow'));
  assert.equal((await ask(t, server, get('/hello'))).status, '200 OK');
  assert.equal(slow.rest.length, 0);
  release.resolve();
  assert.equal((await slow.answer())?.body.toString(), '{"data":');
});

test('two routes may not claim one place in the tree', async () => {
  const a = guarded('any', 'a');
  const start = (routes: Route[]) =>
    startApiServer({
      port: 0,
      tls: node,
      access: new Access({ version: 9 }),
      routes,
    });
  await Promise.all([
    assert.rejects(start([a, a]), /declared twice/),
    assert.rejects(
      start([
        a,
        { ...a, path: '/a/{id}', parameters: { id: { type: 'string' } } },
      ]),
      /calls 'id' what another route calls 'vmid'/,
    ),
    assert.rejects(start([{ ...a, parameters: {} }]), /no schema for 'vmid'/),
  ]);
});
