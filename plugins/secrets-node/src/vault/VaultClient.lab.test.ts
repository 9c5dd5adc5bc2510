import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import {
  createTestDatabase,
  startLabProcess,
  type LabProcess,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { KeyRing } from '../keys/KeyRing';
import { SecretRecordStore } from '../secrets/SecretRecordStore';
import { SecretService } from '../secrets/SecretService';
import { VaultClient } from './VaultClient';
import type { VaultSettings } from './vaultSettings';

jest.setTimeout(240_000);

const canary = 'cAnArY-vault-7326';

let lab: LabProcess;
let database: TestDatabase;
let vault: { url: string; roleId: string; secretId: string; rootToken: string };
const clients: VaultClient[] = [];
beforeAll(async () => {
  [lab, database] = await Promise.all([
    startLabProcess(),
    createTestDatabase({
      schema: 'secrets',
      migrations: resolve(__dirname, '../../migrations'),
    }),
  ]);
  const description = await readFile(join(lab.directory, 'lab.json'), 'utf8');
  vault = JSON.parse(description).vault;
});
afterEach(() => Promise.all(clients.splice(0).map(each => each.close())));
afterAll(async () => {
  await lab?.stop();
  await database?.drop();
});

function aClient(change: Partial<VaultSettings> = {}) {
  const client = new VaultClient({
    address: vault.url,
    mount: 'secret',
    prefix: 'flyloft',
    signIn: {
      kind: 'approle',
      mount: 'approle',
      roleId: vault.roleId,
      secretId: vault.secretId,
    },
    timeoutMilliseconds: 2_000,
    ...change,
  });
  clients.push(client);
  return client;
}
const token = (text: string): Partial<VaultSettings> => ({
  signIn: { kind: 'token', token: text },
});

it('keeps a value by AppRole and by token, a version each', async () => {
  const byRole = aClient();
  const first = await byRole.write('inventory/a', 'one');
  const second = await aClient(token(vault.rootToken)).write(
    'inventory/a',
    'two',
  );
  expect(await byRole.read('inventory/a', first)).toBe('one');
  expect(await byRole.read('inventory/a', second)).toBe('two');
  await byRole.remove('inventory/a');
  await expect(byRole.read('inventory/a', second)).rejects.toThrow(
    /has nothing there/,
  );
});

it.each([
  ['a token is wrong', token('hvs.wrong'), /refused us/],
  [
    'a role is wrong',
    {
      signIn: {
        kind: 'approle' as const,
        mount: 'approle',
        roleId: 'x',
        secretId: canary,
      },
    },
    /refused the request/,
  ],
  ['the namespace is wrong', { namespace: 'other' }, /refused us/],
  ['the mount is wrong', { mount: 'kv' }, /has nothing there/],
  [
    'nobody is there',
    { address: 'http://127.0.0.1:1' },
    /could not be reached/,
  ],
])('says so without a secret when %s', async (_, change, words) => {
  const write = aClient(change).write('inventory/b', canary);
  await expect(write).rejects.toThrow(words);
  await expect(write).rejects.not.toThrow(canary);
});

it('says how long its token is good', async () => {
  expect((await aClient().check()).tokenSeconds).toBeGreaterThan(3_000);
  expect(await aClient(token(vault.rootToken)).check()).toEqual({
    tokenSeconds: null,
  });
});

/** A Vault whose answers a test sets. */
async function aVault(answers: Array<[status: number, body: object]>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    asked.push(
      `${request.url} ${request.headers['x-vault-token'] ?? ''}`.trim(),
    );
    const [status, body] = answers.shift() ?? [500, {}];
    response.writeHead(status).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    client: aClient({ address: `http://127.0.0.1:${port}` }),
    close: () => server.close(),
  };
}
const auth = (client_token: string, lease_duration = 3600) => ({
  auth: { client_token, lease_duration, renewable: true },
});
const written = { data: { version: 1 } };

it('tries again when Vault says "not now", and signs in anew when refused', async () => {
  const fake = await aVault([
    [503, {}],
    [200, auth('t1')],
    [403, {}],
    [200, auth('t2')],
    [200, written],
  ]);
  expect(await fake.client.write('inventory/a', 'x')).toBe(1);
  expect(fake.asked).toEqual([
    '/v1/auth/approle/login',
    '/v1/auth/approle/login',
    '/v1/secret/data/flyloft/inventory/a t1',
    '/v1/auth/approle/login',
    '/v1/secret/data/flyloft/inventory/a t2',
  ]);
  fake.close();
});

it('renews its token when its time is over for the most part', async () => {
  const fake = await aVault([
    [200, auth('t1', -1)],
    [200, written],
    [200, auth('t1')],
    [200, written],
  ]);
  await fake.client.write('inventory/a', 'x');
  await fake.client.write('inventory/a', 'x');
  expect(fake.asked[2]).toBe('/v1/auth/token/renew-self t1');
  fake.close();
});

describe('a service that keeps its values there', () => {
  const serviceWith = (place: 'vault' | 'postgresql') =>
    new SecretService({
      records: new SecretRecordStore(database.knex),
      keys: new KeyRing({ text: Buffer.alloc(32, 7).toString('base64') }),
      vault: aClient(),
      place,
    });

  it('has the place and no value in its table', async () => {
    const service = serviceWith('vault');
    await service.put('inventory/x', canary, null);
    expect(await service.get('inventory/x')).toBe(canary);
    const rows = await database.knex('secrets');
    expect(rows).toMatchObject([{ store: 'vault', sealed: null }]);
    expect(JSON.stringify(rows)).not.toContain(canary);
  });

  it('reads what lies in either place, and moves on with the next value', async () => {
    const sealed = serviceWith('postgresql');
    await sealed.put('inventory/y', 'in the table', null);
    expect(await serviceWith('vault').get('inventory/y')).toBe('in the table');
    await serviceWith('vault').put('inventory/y', 'in Vault', null);
    expect(await sealed.get('inventory/y')).toBe('in Vault');
    await sealed.put('inventory/y', 'back', null);
    expect(await sealed.get('inventory/y')).toBe('back');
    await sealed.delete('inventory/y');
    await expect(sealed.get('inventory/y')).rejects.toThrow(/There is no/);
  });
});
