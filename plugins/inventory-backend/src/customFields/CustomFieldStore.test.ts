import {
  customFieldCreationSchema,
  type CustomFieldCreationInput,
} from '@flyloft/plugin-inventory-common';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { GuestListStore } from '../guests/GuestListStore';
import { GuestManualStore } from '../manual/GuestManualStore';
import { ManualService } from '../manual/ManualService';
import { everything } from '../scope/scope';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';
import { CustomFieldStore } from './CustomFieldStore';

jest.setTimeout(120_000);

const all = { sees: everything, annotates: everything, overrides: true };
const it1 = 'user:default/it';
let bench: SyncBench;
let fields: CustomFieldStore;
let service: ManualService;
let guests: GuestListStore;
beforeAll(async () => {
  bench = await SyncBench.create();
  fields = new CustomFieldStore(bench.db);
  service = new ManualService(new GuestManualStore(bench.db), fields);
  guests = new GuestListStore(bench.db, new FreshnessStore(bench.db));
  await bench.sync([
    aCluster(),
    aHost(),
    aGuest(),
    aGuest({ externalId: '101' }),
    aGuest({ externalId: '102', type: 'container' }),
  ]);
});
afterAll(async () => bench.drop());

const define = (field: CustomFieldCreationInput) =>
  fields.create(customFieldCreationSchema.parse(field), it1);

async function set(externalId: string, customFields: Record<string, any>) {
  const { id } = await bench.guest(externalId);
  return service.edit(
    {
      id: id as string,
      patch: { customFields },
      actor: it1,
      expected: null,
      idempotencyKey: null,
    },
    all,
  );
}

const names = async (query: { filter?: string[]; sort?: string }) =>
  (await guests.list(query, everything)).items.map(guest => guest.name);

it('lists filter, sort and count by every type of field', async () => {
  await define({ key: 'cost', type: 'number', label: 'Cost' });
  await define({ key: 'ends', type: 'date', label: 'Ends' });
  await define({
    key: 'tier',
    type: 'choice',
    label: 'Tier',
    choices: ['gold', 'iron'],
  });
  await define({ key: 'wiki', type: 'url', label: 'Wiki' });
  await define({ key: 'audited', type: 'boolean', label: 'Audited' });
  await define({ key: 'buyer', type: 'user', label: 'Buyer' });
  await set('100', {
    cost: 12.5,
    ends: '2027-01-31',
    tier: 'gold',
    wiki: 'https://wiki.example/a',
    audited: true,
    buyer: 'user:default/anna',
  });
  await set('101', { cost: 9, tier: 'iron' });

  const found: Array<[string, string[]]> = [
    ['custom.cost:gte:10', ['vm-100']],
    ['custom.cost:empty', ['vm-102']],
    ['custom.ends:lte:2027-12-31', ['vm-100']],
    ['custom.tier:in:gold,iron', ['vm-100', 'vm-101']],
    ['custom.tier:not:gold', ['vm-101', 'vm-102']],
    ['custom.wiki:contains:wiki', ['vm-100']],
    ['custom.audited:eq:true', ['vm-100']],
    ['custom.buyer:eq:user:default/anna', ['vm-100']],
    ['custom.buyer:present', ['vm-100']],
  ];
  for (const [filter, expected] of found) {
    expect([filter, await names({ filter: [filter] })]).toEqual([
      filter,
      expected,
    ]);
  }
  expect(await names({ sort: '-custom.cost' })).toEqual([
    'vm-100',
    'vm-101',
    'vm-102',
  ]);
  for (const key of ['ends', 'tier', 'wiki', 'audited', 'buyer']) {
    expect(await names({ sort: `-custom.${key}` })).toHaveLength(3);
  }
  expect(await guests.facets('custom.tier', {}, everything)).toEqual([
    { value: 'gold', label: 'gold', count: 1 },
    { value: 'iron', label: 'iron', count: 1 },
  ]);
});

it('a removed field says how many values go, and gives them back', async () => {
  await define({ key: 'rack', type: 'text', label: 'Rack' });
  await set('100', { rack: 'A1' });
  expect(
    (await fields.list(everything)).find(one => one.key === 'rack'),
  ).toMatchObject({ valueCount: 1 });
  expect(
    (await fields.list({ kind: 'owners', owners: [] })).find(
      one => one.key === 'rack',
    ),
  ).toMatchObject({ valueCount: 0 });

  const { after } = await fields.remove('rack', it1);
  expect(after).toMatchObject({ valueCount: 1, removedBy: it1 });
  const [guest] = (await guests.list({ q: 'vm-100' }, everything)).items;
  expect(guest!.customFields).not.toHaveProperty('rack');
  await expect(set('100', { rack: 'A2' })).rejects.toThrow(/no such field/);
  await expect(names({ filter: ['custom.rack:eq:A1'] })).rejects.toThrow(
    /Unknown fact/,
  );
  await expect(
    define({ key: 'rack', type: 'number', label: 'Rack' }),
  ).rejects.toThrow(/restore it, or take another key/);

  await fields.restore('rack', it1);
  expect(await names({ filter: ['custom.rack:eq:A1'] })).toEqual(['vm-100']);
});

it('a choice that guests have can not go', async () => {
  await expect(
    fields.update(
      'tier',
      {
        label: 'Tier',
        required: false,
        choices: ['gold'],
        appliesTo: { types: [], platformIds: [] },
      },
      it1,
    ),
  ).rejects.toThrow(/would go: iron \(1\)/);
});

it('a field for virtual machines is not for containers', async () => {
  await define({
    key: 'bios',
    type: 'text',
    label: 'BIOS',
    appliesTo: { types: ['virtual-machine'] },
  });
  await set('100', { bios: 'uefi' });
  await expect(set('102', { bios: 'uefi' })).rejects.toThrow(
    /not for this guest/,
  );
});
