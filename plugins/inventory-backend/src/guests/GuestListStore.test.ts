import { resolve } from 'node:path';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { everything, type Scope } from '../scope/scope';
import { GuestListStore } from './GuestListStore';

jest.setTimeout(60_000);

let database: TestDatabase;
let store: GuestListStore;

beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'inventory',
    migrations: resolve(__dirname, '../../migrations'),
  });
  store = new GuestListStore(database.knex, new FreshnessStore(database.knex));
  await database.knex('platforms').insert({
    id: 'pve-west',
    type: 'proxmox',
    title: 'West',
    interval_seconds: 300,
    collected_at: '2026-03-01T12:00:00Z',
  });
  for (const guest of guests) await insertGuest(guest);
});

afterAll(() => database?.drop());

interface GuestFixture {
  name: string;
  externalId: string;
  owner?: string;
  memory?: number | null;
  addresses?: string[];
  macs?: string[];
  tags?: string[];
  deleted?: boolean;
  uuid?: string;
  backedUpHoursAgo?: number;
}

const guests: GuestFixture[] = [
  {
    name: 'web-01',
    externalId: '101',
    owner: 'group:default/web',
    memory: 4 * 2 ** 30,
    addresses: ['10.2.0.17', '2001:db8::17'],
    macs: ['bc:24:11:00:00:01'],
    tags: ['prod', 'web'],
    uuid: '4d3c2b1a-0f9e-4d8c-b7a6-958473625140',
    backedUpHoursAgo: 20,
  },
  {
    name: 'Web-02',
    externalId: '102',
    owner: 'group:default/web',
    memory: null,
    addresses: ['10.2.0.18'],
    macs: ['bc:24:11:00:00:02'],
    tags: ['test'],
  },
  {
    name: 'db_100%',
    externalId: '103',
    owner: 'group:default/data',
    memory: 8 * 2 ** 30,
    addresses: ['10.2.0.17'],
    macs: ['bc:24:11:00:00:03'],
    backedUpHoursAgo: 8 * 24,
  },
  { name: 'gone', externalId: '104', memory: 2 ** 30, deleted: true },
  { name: 'nobody', externalId: '105', memory: 2 ** 30 },
];

async function insertGuest(guest: GuestFixture): Promise<void> {
  const addresses = guest.addresses ?? [];
  const [{ id }] = await database
    .knex('guests')
    .insert({
      platform_id: 'pve-west',
      external_id: guest.externalId,
      type: 'virtual-machine',
      name: guest.name,
      power_state: 'running',
      visibility: guest.deleted ? 'deleted' : 'visible',
      deleted_at: guest.deleted ? '2026-02-01T00:00:00Z' : null,
      deleted_reason: guest.deleted ? 'no longer listed by pve-west' : null,
      last_seen_at: guest.deleted ? '2026-02-01T00:00:00Z' : null,
      memory_bytes: guest.memory,
      owner_ref: guest.owner ?? null,
      addresses,
      primary_address: addresses[0] ?? null,
      mac_addresses: guest.macs ?? [],
      tags: guest.tags ?? [],
      bios_uuid: guest.uuid ?? null,
      last_backup_at: guest.backedUpHoursAgo
        ? new Date(Date.now() - guest.backedUpHoursAgo * 3_600_000)
        : null,
      first_seen_at: '2026-01-01T00:00:00Z',
      changed_at: '2026-01-01T00:00:00Z',
    })
    .returning('id');
  for (const address of guest.deleted ? [] : addresses) {
    await database.knex('guest_addresses').insert({
      guest_id: id,
      nic_key: 'net0',
      address,
      source: 'agent',
      platform_id: 'pve-west',
      owner_ref: guest.owner ?? null,
      first_seen_at: '2026-01-01T00:00:00Z',
    });
  }
}

const names = async (
  query: Parameters<GuestListStore['list']>[0],
  scope: Scope = everything,
) => (await store.list(query, scope)).items.map(guest => guest.name);

describe('filters', () => {
  it.each<[string, string[]]>([
    ['name:contains:web', ['web-01', 'Web-02']],
    ['name:contains:100%', ['db_100%']],
    ['name:contains:_', ['db_100%']],
    ['name:eq:WEB-01', ['web-01']],
    ['addresses:eq:10.2.0.17', ['db_100%', 'web-01']],
    ['addresses:within:10.2.0.16/30', ['db_100%', 'web-01', 'Web-02']],
    ['addresses:within:2001:db8::/32', ['web-01']],
    ['addresses:empty', ['nobody']],
    ['macAddresses:eq:BC-24-11-00-00-02', ['Web-02']],
    ['tags:eq:prod', ['web-01']],
    ['tags:in:prod,test', ['web-01', 'Web-02']],
    ['tags:empty', ['db_100%', 'nobody']],
    ['memoryBytes:gte:4294967296', ['db_100%', 'web-01']],
    ['memoryBytes:empty', ['Web-02']],
    ['ownerRef:eq:group:default/web', ['web-01', 'Web-02']],
    ['ownerRef:empty', ['nobody']],
    ['biosUuid:eq:4D3C2B1A-0f9e-4d8c-b7a6-958473625140', ['web-01']],
    ['duplicateAddress:eq:true', ['db_100%', 'web-01']],
    ['duplicateAddress:eq:false', ['nobody', 'Web-02']],
    ['powerState:not:running', []],
    ['externalId:in:101,105', ['nobody', 'web-01']],
    ['template:eq:false', ['db_100%', 'nobody', 'web-01', 'Web-02']],
    ['firstSeenAt:gte:2026-01-02', []],
    ['firstSeenAt:last:1d', []],
    ['firstSeenAt:not-last:1d', ['db_100%', 'nobody', 'web-01', 'Web-02']],
    // What was never backed up, was not in the last days either.
    ['lastBackupAt:last:7d', ['web-01']],
    ['lastBackupAt:not-last:7d', ['db_100%', 'nobody', 'Web-02']],
  ])('%s', async (filter, expected) => {
    expect(await names({ filter: [filter] })).toEqual(expected);
  });

  it.each([
    ['addresses:eq:10.2.0', /is not an address, for example/],
    ['addresses:within:10.2.0.0/33', /is not a prefix, for example/],
    ['memoryBytes:gte:4GiB', /whole number of bytes/],
    ['biosUuid:eq:x', /is not a UUID/],
    ['macAddresses:eq:bc:24', /is not a MAC address/],
    ['firstSeenAt:gte:yesterday', /is not a time/],
    ['lastBackupAt:not-last:soon', /is not a span of time, for example 7d/],
    ['template:eq:1', /is not true or false/],
    ['name:eq:a\0b', /NUL/],
  ])('%p says what would be right', async (filter, message) => {
    await expect(store.list({ filter: [filter] }, everything)).rejects.toThrow(
      message,
    );
  });
});

describe('free text', () => {
  it.each<[string, string[]]>([
    ['WEB', ['web-01', 'Web-02']],
    ['10.2.0.1', ['db_100%', 'web-01', 'Web-02']],
    ['10.2.0.18', ['Web-02']],
    ['2001:db8::17', ['web-01']],
    ['bc:24:11:00:00:0', ['db_100%', 'web-01', 'Web-02']],
    ['bc:24:11:00:00:03', ['db_100%']],
    ['4d3c2b1a-0f', ['web-01']],
    ['105', ['nobody']],
    ["'; drop table guests; --", []],
  ])('%s', async (q, expected) => {
    expect(await names({ q })).toEqual(expected);
  });
});

describe('pages', () => {
  it.each([
    'name',
    '-name',
    'memoryBytes',
    '-memoryBytes',
    'ownerRef',
    '-createdAt',
  ])('sorted by %s join into the whole, each guest once', async sort => {
    const whole = await store.list({ sort }, everything);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list({ sort, limit: 1, cursor }, everything);
      expect(page.total).toBe(4);
      seen.push(...page.items.map(guest => guest.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(whole.items.map(guest => guest.id));
  });

  it('sort what is unknown below all that is known', async () => {
    expect(await names({ sort: 'memoryBytes' })).toEqual([
      'Web-02',
      'nobody',
      'web-01',
      'db_100%',
    ]);
  });
});

describe('scopes', () => {
  const web: Scope = { kind: 'owners', owners: ['group:default/web'] };

  it('hide the guests of others from rows and counts', async () => {
    const page = await store.list({}, web);
    expect(page.items.map(guest => guest.name)).toEqual(['web-01', 'Web-02']);
    expect(page.total).toBe(2);
  });

  it("don't tell of a duplicate that only another's guest makes", async () => {
    const [first] = (await store.list({}, web)).items;
    expect(first).toMatchObject({ name: 'web-01', duplicateAddress: false });
    expect(await names({ filter: ['duplicateAddress:eq:true'] }, web)).toEqual(
      [],
    );
  });

  it('answer for a hidden guest as for one that is not there', async () => {
    const [{ id }] = (await store.list({ q: 'db_100' }, everything)).items;
    const missing = '00000000-0000-4000-8000-000000000000';
    const hidden = await store.get(id, web).catch(error => error);
    const absent = await store.get(missing, web).catch(error => error);
    expect(hidden.name).toBe('NotFoundError');
    expect(hidden.message.replace(id, '')).toBe(
      absent.message.replace(missing, ''),
    );
  });

  it('with nobody in them show nothing', async () => {
    expect((await store.list({}, { kind: 'owners', owners: [] })).total).toBe(
      0,
    );
  });

  it('narrow the values that filters offer', async () => {
    expect(await store.facets('tags', {}, web)).toEqual([
      { value: 'prod', label: 'prod', count: 1 },
      { value: 'test', label: 'test', count: 1 },
      { value: 'web', label: 'web', count: 1 },
    ]);
  });
});

describe('deleted guests', () => {
  it('show only when asked for', async () => {
    expect(await names({ deleted: 'only' })).toEqual(['gone']);
    expect(await names({ deleted: 'include' })).toHaveLength(5);
  });
});
