import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dispatcher } from '../../http/Dispatcher.ts';
import type { Method } from '../../http/route.ts';
import { Access } from '../Access.ts';
import { accessRoutes } from './accessRoutes.ts';

/** A cluster whose auditor may see all and whose clerk may see nothing. */
function aCluster(): Access {
  const access = new Access({ version: 9, clusterName: 'alpha' });
  access.accounts.setPassword('root@pam', 'root-password');
  access.addGroup('staff', 'people');
  access.addUser('auditor@pve', { comment: 'sees' });
  access.addUser('clerk@pve', {
    password: 'clerk-password',
    groups: ['staff'],
  });
  access.addToken('clerk@pve', 'own', 'secret');
  access.setAcl({ path: '/', roles: ['PVEAuditor'], users: ['auditor@pve'] });
  return access;
}

/** Calls a route as somebody, past the sockets and the signing in. */
async function call(
  access: Access,
  authId: string,
  method: Method,
  path: string,
  parameters: Record<string, string> = {},
) {
  const dispatcher = new Dispatcher(accessRoutes(access), access, error => {
    throw error;
  });
  const encoded = new URLSearchParams(parameters).toString();
  const inQuery = method === 'GET' || method === 'DELETE';
  const { reply } = await dispatcher.answer({
    head: {
      method,
      target: path,
      protocol: 'HTTP/1.1',
      path: `/api2/json${path}`,
      query: inQuery ? encoded : '',
      headers: new Map(),
    },
    address: { format: 'json', path },
    caller: access.caller(authId),
    body: Buffer.from(inQuery ? '' : encoded),
    clientAddress: '127.0.0.1',
    signal: new AbortController().signal,
  });
  const { data, errors } = JSON.parse(reply.body.toString());
  return { status: reply.status, reason: reply.reason.trimEnd(), data, errors };
}

const ids = (rows: Array<{ userid: string }>) =>
  rows.map(({ userid }) => userid).sort();

test('signing in tells the cluster and what the user may do', async () => {
  const access = aCluster();
  const { data } = await call(access, '', 'POST', '/access/ticket', {
    username: 'clerk',
    realm: 'pve',
    password: 'clerk-password',
  });
  assert.equal(data.username, 'clerk@pve');
  assert.equal(data.clustername, 'alpha');
  assert.deepEqual(data.cap.vms, {});
  const caller = access.authenticate({
    ticket: data.ticket,
    csrfToken: data.CSRFPreventionToken,
    changes: true,
  });
  assert.equal(caller.authId, 'clerk@pve');

  const root = await call(access, '', 'POST', '/access/ticket', {
    username: 'root@pam',
    password: 'root-password',
  });
  assert.equal(root.data.cap.vms['VM.Audit'], 1);
});

test('a list of users holds oneself, and everybody for who may see them', async () => {
  const access = aCluster();
  const of = async (who: string) =>
    ids((await call(access, who, 'GET', '/access/users')).data);
  assert.deepEqual(await of('clerk@pve'), ['clerk@pve']);
  assert.deepEqual(await of('auditor@pve'), [
    'auditor@pve',
    'clerk@pve',
    'root@pam',
  ]);
  access.setAcl({
    path: '/access/groups/staff',
    roles: ['PVEUserAdmin'],
    users: ['auditor@pve'],
  });
  access.setAcl({ path: '/', roles: ['NoAccess'], users: ['auditor@pve'] });
  assert.deepEqual(await of('auditor@pve'), ['auditor@pve', 'clerk@pve']);
});

test('a full list shows groups and tokens, and never a secret', async () => {
  const access = aCluster();
  const { data } = await call(access, 'root@pam', 'GET', '/access/users', {
    full: '1',
  });
  const clerk = data.find(
    (row: { userid: string }) => row.userid === 'clerk@pve',
  );
  assert.equal(clerk.groups, 'staff');
  assert.deepEqual(clerk.tokens, [{ tokenid: 'own', privsep: 1, expire: 0 }]);
  assert.ok(!JSON.stringify(data).includes('secret'));
});

test('a user makes a token, sees its value once, and signs in with it', async () => {
  const access = aCluster();
  const path = '/access/users/clerk@pve/token/new';
  const made = await call(access, 'clerk@pve', 'POST', path, { privsep: '0' });
  assert.equal(made.data['full-tokenid'], 'clerk@pve!new');
  assert.deepEqual(made.data.info, { privsep: 0, expire: 0 });
  const apiToken = `clerk@pve!new=${made.data.value}`;
  assert.equal(
    access.authenticate({ apiToken, changes: true }).authId,
    'clerk@pve!new',
  );
  const twice = await call(access, 'clerk@pve', 'POST', path);
  assert.equal(twice.errors.tokenid, 'Token already exists.');

  await call(access, 'clerk@pve', 'PUT', path, { comment: 'x', expire: '5' });
  const cleared = { delete: 'comment' };
  const { data } = await call(access, 'clerk@pve', 'PUT', path, cleared);
  assert.deepEqual(data, { privsep: 0, expire: 5, comment: '' });
  await call(access, 'clerk@pve', 'DELETE', path);
  assert.throws(() => access.authenticate({ apiToken, changes: true }));
  assert.equal((await call(access, 'clerk@pve', 'GET', path)).status, 500);
});

test("nobody else, not even the user's own token, manages a user's tokens", async () => {
  const access = aCluster();
  const path = '/access/users/clerk@pve/token';
  for (const who of ['auditor@pve', 'clerk@pve!own', '']) {
    assert.equal((await call(access, who, 'GET', path)).status, 403, who);
    assert.equal(
      (await call(access, who, 'POST', `${path}/more`)).status,
      403,
      who,
    );
  }
});

test('permissions are dumped of oneself and of own tokens, of others with Sys.Audit', async () => {
  const access = aCluster();
  access.setAcl({
    path: '/vms',
    roles: ['PVEVMUser'],
    users: ['clerk@pve'],
    tokens: ['clerk@pve!own'],
    propagate: false,
  });
  const dump = (who: string, parameters = {}) =>
    call(access, who, 'GET', '/access/permissions', parameters);

  const own = await dump('clerk@pve!own');
  assert.deepEqual(Object.keys(own.data), ['/vms']);
  assert.equal(own.data['/vms']['VM.Audit'], 0);
  const ofToken = await dump('clerk@pve', { userid: 'clerk@pve!own' });
  assert.deepEqual(ofToken.data, own.data);
  const onPath = { userid: 'clerk@pve', path: '/vms/100' };
  assert.deepEqual((await dump('auditor@pve', onPath)).data, {
    '/vms/100': {},
  });
  const refused = await dump('clerk@pve', { userid: 'auditor@pve' });
  assert.equal(refused.reason, 'Permission check failed (/access, Sys.Audit)');
  assert.equal((await dump('clerk@pve', { userid: 'x' })).status, 400);
});

test('the list shows what one may change, or all of it with Sys.Audit on /access', async () => {
  const access = aCluster();
  access.setAcl({ path: '/pool/p', roles: ['PVEAdmin'], users: ['clerk@pve'] });
  const of = async (who: string) =>
    (await call(access, who, 'GET', '/access/acl')).data;
  assert.equal((await of('auditor@pve')).length, 2);
  assert.deepEqual(await of('clerk@pve'), [
    {
      path: '/pool/p',
      type: 'user',
      ugid: 'clerk@pve',
      roleid: 'PVEAdmin',
      propagate: 1,
    },
  ]);

  const grant = { path: '/pool/p', roles: 'PVEAuditor', groups: 'staff' };
  const put = (who: string, parameters: Record<string, string>) =>
    call(access, who, 'PUT', '/access/acl', parameters);
  assert.equal((await put('clerk@pve', grant)).status, 200);
  assert.equal((await put('clerk@pve', { ...grant, path: '/' })).status, 403);
  assert.equal((await of('auditor@pve')).length, 3);
  await put('clerk@pve', { ...grant, delete: '1' });
  assert.equal((await of('auditor@pve')).length, 2);
});

test('roles and groups are listed, made, changed and taken away', async () => {
  const access = aCluster();
  const root = (
    method: Method,
    path: string,
    parameters?: Record<string, string>,
  ) => call(access, 'root@pam', method, path, parameters);

  await root('POST', '/access/roles', { roleid: 'Sync', privs: 'VM.Audit' });
  await root('PUT', '/access/roles/Sync', { privs: 'Sys.Audit', append: '1' });
  assert.deepEqual((await root('GET', '/access/roles/Sync')).data, {
    'VM.Audit': 1,
    'Sys.Audit': 1,
  });
  const { data: roles } = await root('GET', '/access/roles');
  assert.deepEqual(
    roles.find((role: { roleid: string }) => role.roleid === 'Sync'),
    { roleid: 'Sync', privs: 'Sys.Audit,VM.Audit', special: 0 },
  );
  await root('DELETE', '/access/roles/Sync');
  assert.equal(
    (await root('GET', '/access/roles/Sync')).reason,
    "role 'Sync' does not exist",
  );

  await root('POST', '/access/groups', { groupid: 'new', comment: 'c' });
  assert.deepEqual((await root('GET', '/access/groups')).data, [
    { groupid: 'staff', comment: 'people', users: 'clerk@pve' },
    { groupid: 'new', comment: 'c', users: '' },
  ]);
  assert.deepEqual(
    (await call(access, 'clerk@pve', 'GET', '/access/groups')).data,
    [],
  );
  await root('DELETE', '/access/groups/staff');
  assert.equal((await root('GET', '/access/groups/staff')).status, 500);
});

test('users are made, changed and taken away by who may', async () => {
  const access = aCluster();
  const path = '/access/users/new@pve';
  const make = { userid: 'new@pve', password: 'long-enough', groups: 'staff' };
  const refused = await call(
    access,
    'clerk@pve',
    'POST',
    '/access/users',
    make,
  );
  assert.equal(refused.status, 403);

  const root = (method: Method, at: string, parameters?: typeof make | {}) =>
    call(access, 'root@pam', method, at, parameters);
  assert.equal((await root('POST', '/access/users', make)).status, 200);
  await root('PUT', path, { comment: 'hello', enable: '0' });
  assert.deepEqual((await root('GET', path)).data, {
    enable: 0,
    expire: 0,
    comment: 'hello',
    groups: ['staff'],
    tokens: {},
  });
  await root('DELETE', path);
  assert.equal((await root('GET', path)).reason, "no such user ('new@pve')");
});

test('every route says what it needs: nobody signed in gets the world ones only', async () => {
  const access = aCluster();
  const open = accessRoutes(access)
    .filter(({ permission }) => permission === 'world')
    .map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(open, [
    'GET /access/ticket',
    'POST /access/ticket',
    'GET /access/domains',
  ]);
  const unsaid = accessRoutes(access).filter(
    ({ permission }) => permission === undefined,
  );
  assert.deepEqual(unsaid, []);
});
