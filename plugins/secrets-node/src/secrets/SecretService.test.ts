import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { KeyRing } from '../keys/KeyRing';
import { PluginSecrets } from './PluginSecrets';
import { SecretRecordStore } from './SecretRecordStore';
import { SecretService } from './SecretService';

jest.setTimeout(240_000);

const canary = 'cAnArY-7326-value';
const aKey = () => randomBytes(32).toString('base64');

let database: TestDatabase;
let directory: string;
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'secrets',
    migrations: resolve(__dirname, '../../migrations'),
  });
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
});
beforeEach(() => database.knex('secrets').delete());
afterAll(async () => {
  await database?.drop();
  await rm(directory, { recursive: true });
});

const serviceWith = (text?: string, file?: string) =>
  new SecretService({
    records: new SecretRecordStore(database.knex),
    keys: new KeyRing({ text, file }),
    vault: null,
    place: 'postgresql',
  });
const storeOf = (service: SecretService, plugin = 'inventory') =>
  new PluginSecrets(plugin, async () => service);

describe('a secret', () => {
  it('comes out as it went in, under a reference that tells nothing of it', async () => {
    const store = storeOf(serviceWith(aKey()));
    const ref = await store.put('platforms/west/password', canary, {
      by: 'user:default/ida',
    });
    expect(ref).toBe('secret://inventory/platforms/west/password');
    expect(await store.get(ref)).toBe(canary);
    expect(await store.list('platforms/west')).toMatchObject([
      { ref, version: 1, place: 'postgresql', changedBy: 'user:default/ida' },
    ]);
    expect(await store.list('platforms/we')).toEqual([]);
  });

  it('lies in no table in clear, whatever way it is written', async () => {
    await storeOf(serviceWith(aKey())).put('p/x', canary);
    const { rows } = await database.knex.raw(
      `select s::text as text, encode(sealed, 'escape') as bytes from secrets s`,
    );
    const dump = JSON.stringify(rows);
    expect(dump).toContain('inventory/p/x');
    for (const form of [canary, Buffer.from(canary).toString('hex')]) {
      expect(dump).not.toContain(form);
    }
  });

  it('takes the place of the one before, and is forgotten when deleted', async () => {
    const store = storeOf(serviceWith(aKey()));
    const ref = await store.put('p/x', 'old');
    expect(await store.put('p/x', 'new')).toBe(ref);
    expect(await store.get(ref)).toBe('new');
    expect((await store.metadata(ref))?.version).toBe(2);
    await store.delete(ref);
    await expect(store.get(ref)).rejects.toThrow(/There is no secret/);
    await store.delete(ref);
  });

  it('is the later one’s when two put at once', async () => {
    const store = storeOf(serviceWith(aKey()));
    const values = Array.from({ length: 20 }, (_, index) => `value-${index}`);
    await Promise.all(values.map(value => store.put('p/x', value)));
    const ref = 'secret://inventory/p/x';
    expect(values).toContain(await store.get(ref));
    expect((await store.metadata(ref))?.version).toBe(20);
  });

  it('is out of reach for another plugin', async () => {
    const service = serviceWith(aKey());
    const ref = await storeOf(service).put('p/x', canary);
    await expect(storeOf(service, 'network').get(ref)).rejects.toThrow(
      /no reference to a secret of 'network'/,
    );
    for (const name of ['../network/x', 'a//b', '', 'a/..', 'ä']) {
      await expect(storeOf(service).put(name, 'x')).rejects.toThrow(
        /can't name a secret/,
      );
    }
  });

  it('that is passed where a reference belongs is not quoted', async () => {
    await expect(storeOf(serviceWith(aKey())).get(canary)).rejects.toThrow(
      /^'This' is no reference/,
    );
  });
});

describe('a row that was exchanged', () => {
  it('does not open under another name', async () => {
    const service = serviceWith(aKey());
    await storeOf(service).put('a', canary);
    await storeOf(service).put('b', 'harmless');
    await database.knex.raw(
      `update secrets b set sealed = a.sealed, wrapped_key = a.wrapped_key
         from secrets a where a.name = 'inventory/a' and b.name = 'inventory/b'`,
    );
    await expect(service.get('inventory/b')).rejects.toThrow(/doesn't open/);
  });

  it('does not open with the bytes of an older version', async () => {
    const service = serviceWith(aKey());
    await storeOf(service).put('a', 'old password');
    const [old] = await database.knex('secrets');
    await storeOf(service).put('a', 'new password');
    await database.knex('secrets').update({
      sealed: old.sealed,
      wrapped_key: old.wrapped_key,
    });
    await expect(service.get('inventory/a')).rejects.toThrow(/doesn't open/);
  });

  it('does not open with a byte changed', async () => {
    const service = serviceWith(aKey());
    await storeOf(service).put('a', canary);
    const [{ sealed }] = await database.knex('secrets');
    sealed[sealed.length - 1] ^= 1;
    await database.knex('secrets').update({ sealed });
    await expect(service.get('inventory/a')).rejects.toThrow(/doesn't open/);
  });
});

describe('the master key', () => {
  it('that is another is named, with what to do', async () => {
    await storeOf(serviceWith(aKey())).put('a', canary);
    const [{ key_id }] = await database.knex('secrets');
    await expect(serviceWith(aKey()).get('inventory/a')).rejects.toThrow(
      new RegExp(`master key ${key_id}, which this portal doesn't have`),
    );
  });

  it('that is missing lets nothing be kept, and says how to make one', async () => {
    await expect(storeOf(serviceWith()).put('a', canary)).rejects.toThrow(
      /set FLYLOFT_SECRETS_KEY .* openssl rand -base64 32/,
    );
  });

  it.each(['short', 'x'.repeat(44), `${randomBytes(31).toString('base64')}`])(
    'that is none is refused without being quoted: %s',
    async text => {
      const put = storeOf(serviceWith(text)).put('a', canary);
      await expect(put).rejects.toThrow(/must hold a key of 32 bytes/);
      await expect(put).rejects.not.toThrow(text);
    },
  );

  it('may be followed by older ones, which are read and not sealed with', async () => {
    const [older, newer] = [aKey(), aKey()];
    await storeOf(serviceWith(older)).put('a', 'first');
    const service = serviceWith(`${newer},${older}`);
    expect(await service.get('inventory/a')).toBe('first');
    await storeOf(service).put('a', 'second');
    expect(await serviceWith(newer).get('inventory/a')).toBe('second');
  });

  it('comes from a file, which is read again when it changes', async () => {
    const file = join(directory, 'key');
    const service = serviceWith(undefined, file);
    await expect(storeOf(service).put('a', canary)).rejects.toThrow(
      /can't be read .*ENOENT/,
    );
    const [older, newer] = [aKey(), aKey()];
    await writeFile(file, `# made by a test\n${older}\n`);
    await storeOf(service).put('a', canary);
    await writeFile(file, `${newer}\n${older}\n`);
    await storeOf(service).put('b', canary);
    const keys = await database.knex('secrets').distinct('key_id');
    expect(keys).toHaveLength(2);
    expect(await service.get('inventory/a')).toBe(canary);
  });
});
