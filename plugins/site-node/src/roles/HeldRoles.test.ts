import { ConfigReader } from '@backstage/config';
import { readRoleGroups } from '@flyloft/backend-kit';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { siteMigrations } from '../database/siteDatabase';
import { HeldRoles } from './HeldRoles';
import { RoleGrantStore } from './RoleGrantStore';

jest.setTimeout(240_000);

let database: TestDatabase;
let store: RoleGrantStore;
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'site',
    migrations: siteMigrations(),
  });
  store = new RoleGrantStore(database.knex);
});
beforeEach(() => database.knex('role_grants').delete());
afterAll(() => database?.drop());

const enid = ['user:default/enid', 'group:default/engineers'];
const files = readRoleGroups(
  new ConfigReader({ flyloft: { roles: { engineer: ['engineers'] } } }),
);
const grant = (subjectRef: string, role: 'admin' | 'it' = 'it') =>
  store.add({ role, subjectRef, reason: 'stands in' }, 'user:default/ada');

it('adds grants to users and groups to what the files say', async () => {
  const held = new HeldRoles(files, () => store.list());
  expect(await held.rolesOf(enid)).toEqual(['engineer']);
  await grant('user:default/Enid', 'admin');
  await grant('group:default/engineers');
  held.forget();
  expect(await held.rolesOf(enid)).toEqual(['admin', 'it', 'engineer']);
});

it('shows another replica’s change after five seconds at the latest', async () => {
  let now = 0;
  const held = new HeldRoles(files, () => store.list(), { now: () => now });
  const given = await grant('user:default/enid');
  expect(await held.rolesOf(enid)).toEqual(['it', 'engineer']);
  await store.remove(given!.id, () => {});
  now = 5_000;
  expect(await held.rolesOf(enid)).toEqual(['engineer']);
});

it('never keeps what was read before a change', async () => {
  let answer: (grants: []) => void = () => {};
  const slow = new Promise<[]>(resolve => {
    answer = resolve;
  });
  const readings = [() => slow, () => store.list()];
  const held = new HeldRoles(files, () => readings.shift()!());
  const early = held.rolesOf(enid);
  await grant('user:default/enid');
  held.forget();
  expect(await held.rolesOf(enid)).toEqual(['it', 'engineer']);
  answer([]);
  expect(await early).toEqual(['engineer']);
  expect(await held.rolesOf(enid)).toEqual(['it', 'engineer']);
});

it('holds on to the last grants while they can’t be read, and gives nobody a role before', async () => {
  let now = 0;
  let broken = true;
  const failures: unknown[] = [];
  const held = new HeldRoles(
    files,
    async () => {
      if (broken) throw new Error('no database');
      return store.list();
    },
    { now: () => now, onFailure: error => failures.push(error) },
  );
  await grant('user:default/enid');
  await expect(held.rolesOf(enid)).rejects.toThrow('no database');
  broken = false;
  expect(await held.rolesOf(enid)).toEqual(['it', 'engineer']);
  broken = true;
  now = 10_000;
  expect(await held.rolesOf(enid)).toEqual(['it', 'engineer']);
  expect(failures).toHaveLength(1);
});

it('lets one of two who grant the same at once be told so', async () => {
  const both = await Promise.all([
    grant('user:default/enid'),
    grant('user:default/enid'),
  ]);
  expect(both.filter(Boolean)).toHaveLength(1);
});

it('asks again before the second of the last two ways goes', async () => {
  const one = await grant('user:default/enid', 'admin');
  const two = await grant('user:default/ida', 'admin');
  const keepOne = (_: unknown, all: unknown[]) => {
    if (all.length === 1) throw new Error('the last');
  };
  const results = await Promise.allSettled([
    store.remove(one!.id, keepOne),
    store.remove(two!.id, keepOne),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual([
    'fulfilled',
    'rejected',
  ]);
  expect(await store.list()).toHaveLength(1);
});
