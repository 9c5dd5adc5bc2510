import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { ViewCreation } from '@flyloft/plugin-inventory-common';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { SavedViewService } from './SavedViewService';
import { SavedViewStore, type Reader } from './SavedViewStore';
import { readColumnsByRole, usualColumnsOf } from './usualColumns';

jest.setTimeout(120_000);

const web = 'group:default/web';
const alice: Reader = { ref: 'user:default/alice', groups: [web] };
const bob: Reader = { ref: 'user:default/bob', groups: [web] };
const carol: Reader = { ref: 'user:default/carol', groups: [] };

let database: TestDatabase;
let store: SavedViewStore;

beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'inventory',
    migrations: resolve(__dirname, '../../migrations'),
  });
  store = new SavedViewStore(database.knex);
});
beforeEach(() => database.knex('saved_views').delete());
afterAll(() => database?.drop());

const aView = (part: Partial<ViewCreation> = {}): ViewCreation => ({
  list: 'guests',
  name: 'Without owner',
  state: { filter: ['ownerRef:empty'], columns: ['name', 'tags'] },
  sharing: 'private',
  ...part,
});

const namesFor = async (reader: Reader) =>
  (await store.list('guests', reader)).map(view => view.name);

describe('saved views', () => {
  it('are seen by whom they are shared with, and by nobody else', async () => {
    await store.create(aView({ name: 'Mine' }), alice);
    await store.create(
      aView({ name: 'Ours', sharing: 'group', groupRef: web }),
      alice,
    );
    await store.create(aView({ name: 'All', sharing: 'everybody' }), alice);
    await store.create(
      aView({ name: 'Hosts', list: 'hosts', sharing: 'everybody' }),
      alice,
    );
    expect(await namesFor(alice)).toEqual(['All', 'Mine', 'Ours']);
    expect(await namesFor(bob)).toEqual(['All', 'Ours']);
    expect(await namesFor(carol)).toEqual(['All']);
  });

  it('answer for what is not shared as for what is not there', async () => {
    const { id } = await store.create(aView(), alice);
    const unknown = '6f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c10';
    const refusal = async (wanted: string) => {
      const error = (await store.get(wanted, bob).catch(e => e)) as Error;
      return `${error.name} ${error.message.replace(wanted, '')}`;
    };
    expect(await refusal(id)).toBe(await refusal(unknown));
    await expect(
      store.change(id, { ...aView(), version: 1 }, bob),
    ).rejects.toThrow('There is no saved view');
  });

  it('are changed by their owner alone; others are told to copy', async () => {
    const { id } = await store.create(aView({ sharing: 'everybody' }), alice);
    const change = {
      name: 'Orphans',
      state: {},
      sharing: 'everybody' as const,
      version: 1,
    };
    await expect(store.change(id, change, bob)).rejects.toThrow(/not yours/);
    await expect(store.delete(id, bob)).rejects.toThrow(/not yours/);
    expect(await store.change(id, change, alice)).toMatchObject({
      name: 'Orphans',
      state: {},
      formerName: 'Without owner',
      version: 2,
      own: true,
    });
  });

  it('refuse the second of two changes made from one state', async () => {
    const { id } = await store.create(aView(), alice);
    const change = (name: string) =>
      store.change(id, { ...aView({ name }), version: 1 }, alice);
    const outcomes = await Promise.allSettled([change('A'), change('B')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: expect.stringMatching(/changed since you saw it/) },
    });
  });

  it('say that they were deleted, to those who could see them', async () => {
    const { id } = await store.create(aView({ sharing: 'everybody' }), alice);
    await store.delete(id, alice);
    expect(await namesFor(alice)).toEqual([]);
    expect(await store.get(id, bob)).toMatchObject({
      name: 'Without owner',
      deletedAt: expect.any(String),
    });
    await expect(store.delete(id, alice)).rejects.toThrow(/was deleted/);
    // The name is free again.
    await store.create(aView(), alice);
  });

  it('have one name each, whatever its case', async () => {
    await store.create(aView(), alice);
    await expect(
      store.create(aView({ name: 'WITHOUT OWNER' }), alice),
    ).rejects.toThrow(/You have a view named/);
    await store.create(aView(), bob);
  });

  it('are shared with groups of the sharer alone', async () => {
    const service = new SavedViewService({
      store,
      userInfo: mockServices.userInfo(),
      config: mockServices.rootConfig(),
      roles: { rolesOf: async () => [] },
    });
    await expect(
      service.create(
        aView({ sharing: 'group', groupRef: 'group:default/others' }),
        mockCredentials.user(),
      ),
    ).rejects.toThrow(/no group of yours/);
  });
});

describe('the columns that a role begins with', () => {
  const read = (lists: object) =>
    readColumnsByRole(new ConfigReader({ inventory: { lists } } as never));

  it('are those of the strongest role that has any', () => {
    const configured = read({
      guests: { columns: { ops: ['name', 'host'], viewer: ['name'] } },
    });
    const of = (...roles: Parameters<typeof usualColumnsOf>[1]) =>
      usualColumnsOf('guests', roles, configured);
    expect(of('ops', 'viewer')).toEqual(['name', 'host']);
    expect(of('viewer')).toEqual(['name']);
    expect(of('engineer')).toContain('addresses');
    expect(of('engineer')).not.toContain('host');
    // Who runs the machines and also uses some begins with the list's own.
    expect(of('it', 'engineer')).toBeNull();
    expect(usualColumnsOf('hosts', ['engineer'], configured)).toBeNull();
  });

  it.each([
    [{ gusts: {} }, /'gusts'; the lists are guests/],
    [{ guests: { columns: { boss: ['name'] } } }, /'boss', which is no role/],
  ])('%j is refused at the start', (lists, words) => {
    expect(() => read(lists)).toThrow(words);
  });
});
