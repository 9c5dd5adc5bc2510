import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { KeyRing } from '../keys/KeyRing';
import { SecretRecordStore, type SecretPlace } from './SecretRecordStore';
import { SecretService } from './SecretService';
import { SecretUpkeep } from './SecretUpkeep';

jest.setTimeout(240_000);

const aKey = () => randomBytes(32).toString('base64');

let database: TestDatabase;
let kept: Map<string, string[]>;
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'secrets',
    migrations: resolve(__dirname, '../../migrations'),
  });
});
beforeEach(async () => {
  kept = new Map();
  await database.knex('secrets').delete();
});
afterAll(() => database?.drop());

const vault = {
  async write(name: string, value: string) {
    const versions = [...(kept.get(name) ?? []), value];
    kept.set(name, versions);
    return versions.length;
  },
  async read(name: string, version: number) {
    return kept.get(name)![version - 1]!;
  },
  async remove(name: string) {
    kept.delete(name);
  },
  check: async () => {},
};

function secretsWith(text?: string, place: SecretPlace = 'postgresql') {
  const parts = {
    records: new SecretRecordStore(database.knex),
    keys: new KeyRing({ text }),
    vault,
    place,
  };
  const service = new SecretService(parts);
  return { service, upkeep: new SecretUpkeep({ ...parts, service }) };
}
const names = Array.from({ length: 120 }, (_, index) => `inventory/p${index}`);

it('rotates to a new key, after which the old one can go', async () => {
  const [older, newer] = [aKey(), aKey()];
  const before = secretsWith(older);
  for (const name of names) await before.service.put(name, name, null);
  const [{ sealed }] = await database.knex('secrets').orderBy('name');
  const both = secretsWith(`${newer},${older}`);
  expect(await both.upkeep.rotate()).toEqual({ done: 120, failed: [] });
  expect(await both.upkeep.rotate()).toEqual({ done: 0, failed: [] });
  const after = secretsWith(newer);
  expect(await after.service.get('inventory/p7')).toBe('inventory/p7');
  expect(await after.upkeep.state()).toMatchObject({
    problems: [],
    postgresql: 120,
    keys: [{ secrets: 120, current: true, there: true }],
  });
  // The value itself was not touched.
  const [row] = await database.knex('secrets').orderBy('name');
  expect(row.sealed).toEqual(sealed);
});

it('says plainly which key is lost, and how many secrets hang on it', async () => {
  await secretsWith(aKey()).service.put('inventory/a', 'x', null);
  const { upkeep } = secretsWith(aKey());
  const { problems, keys } = await upkeep.state();
  expect(problems).toEqual([
    expect.stringMatching(
      /^1 secrets are sealed under the master key .* doesn't have/,
    ),
  ]);
  expect(keys.find(key => !key.there)).toMatchObject({ secrets: 1 });
  expect(await upkeep.rotate()).toMatchObject({
    done: 0,
    failed: [{ name: 'inventory/a' }],
  });
  expect((await secretsWith().upkeep.state()).problems[0]).toMatch(
    /There is no master key/,
  );
});

it('moves to Vault and back while it is read, and again after an interruption', async () => {
  const key = aKey();
  const { service, upkeep } = secretsWith(key);
  for (const name of names) await service.put(name, `of ${name}`, null);
  expect(await upkeep.move('vault')).toEqual({ done: 120, failed: [] });
  expect(await database.knex('secrets').whereNotNull('sealed')).toEqual([]);
  expect(await service.get('inventory/p3')).toBe('of inventory/p3');
  await service.put('inventory/p3', 'anew in the table', null);
  expect(await upkeep.state()).toMatchObject({ postgresql: 1, vault: 119 });
  expect(await upkeep.move('vault')).toEqual({ done: 1, failed: [] });
  expect(await upkeep.move('postgresql')).toEqual({ done: 120, failed: [] });
  expect(kept.size).toBe(0);
  expect(await service.get('inventory/p3')).toBe('anew in the table');
});

it('leaves a secret that somebody changed meanwhile as it is', async () => {
  const { service, upkeep } = secretsWith(aKey());
  await service.put('inventory/a', 'old', null);
  const write = vault.write;
  vault.write = async (name, value) => {
    await service.put(name, 'new', null);
    return write(name, value);
  };
  try {
    expect(await upkeep.move('vault')).toEqual({ done: 0, failed: [] });
  } finally {
    vault.write = write;
  }
  expect(await service.get('inventory/a')).toBe('new');
});

it('seals every secret anew under a data key of its own, when asked to', async () => {
  const { service, upkeep } = secretsWith(aKey());
  await service.put('inventory/a', 'of a', null);
  await service.put('inventory/b', 'of b', null);
  const before = await database.knex('secrets').orderBy('name');
  expect(await upkeep.rotate()).toEqual({ done: 0, failed: [] });
  expect(await upkeep.rotate({ dataKeys: true })).toEqual({
    done: 2,
    failed: [],
  });
  const after = await database.knex('secrets').orderBy('name');
  for (const [index, row] of after.entries()) {
    expect(row.sealed.equals(before[index].sealed)).toBe(false);
    expect(row.wrapped_key.equals(before[index].wrapped_key)).toBe(false);
    expect(row.version).toBe(before[index].version);
  }
  expect(await service.get('inventory/a')).toBe('of a');
});

it('does not seal an older value over one that was put meanwhile', async () => {
  const { service, upkeep } = secretsWith(aKey());
  await service.put('inventory/a', 'old', null);
  const open = service.open.bind(service);
  service.open = async record => {
    const value = await open(record);
    service.open = open;
    await service.put('inventory/a', 'new', null);
    return value;
  };
  expect(await upkeep.rotate({ dataKeys: true })).toMatchObject({ done: 0 });
  expect(await service.get('inventory/a')).toBe('new');
});

it('leaves a value in clear in no row and no answer, whatever is done with it', async () => {
  const canary = 'cAnArY-password-4711';
  const [older, newer] = [aKey(), aKey()];
  const before = secretsWith(older);
  await before.service.put('inventory/a', 'first', 'user:default/ida');
  await before.service.put('inventory/a', canary, 'user:default/ida');
  const { service, upkeep } = secretsWith(`${newer}\n${older}`);
  const answers = [
    await upkeep.rotate(),
    await upkeep.rotate({ dataKeys: true }),
    await upkeep.state(),
    await service.list('inventory/'),
    await before.upkeep.rotate({ dataKeys: true }),
  ];
  const { rows } = await database.knex.raw(
    'select s::text as row from secrets s',
  );
  const seen = JSON.stringify([answers, rows]);
  expect(seen).toContain('inventory/a');
  for (const form of ['utf8', 'hex', 'base64'] as const) {
    const shown = Buffer.from(canary).toString(form).replace(/=+$/, '');
    expect(seen.includes(shown)).toBe(false);
  }
  expect(await service.get('inventory/a')).toBe(canary);
});
