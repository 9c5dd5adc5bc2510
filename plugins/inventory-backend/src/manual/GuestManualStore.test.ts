import type { ManualPatchInput } from '@flyloft/plugin-inventory-common';
import { manualPatchSchema } from '@flyloft/plugin-inventory-common';
import type { Observation } from '@flyloft/plugin-inventory-node';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { GuestListStore } from '../guests/GuestListStore';
import { everything, type Scope } from '../scope/scope';
import { aCluster, aGuest, aHost, aNic } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';
import { GuestManualStore } from './GuestManualStore';
import { EditConflictFound, ManualService } from './ManualService';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(120_000);

const all = { sees: everything, annotates: everything, overrides: true };
const anna = 'user:default/anna';
const web = 'group:default/team-web';
const shop = 'group:default/team-shop';

let bench: SyncBench;
let service: ManualService;
let fields: CustomFieldStore;
let guests: GuestListStore;
beforeEach(async () => {
  bench = await SyncBench.create({
    owners: [{ platformId: null, pool: 'web', tag: null, ownerRef: web }],
  });
  fields = new CustomFieldStore(bench.db);
  service = new ManualService(new GuestManualStore(bench.db), fields);
  guests = new GuestListStore(bench.db, new FreshnessStore(bench.db));
});
afterEach(async () => bench.drop());

const world = (
  facts: NonNullable<Parameters<typeof aGuest>[0]>['facts'] = {},
): Observation[] => [
  aCluster(),
  aCluster({ externalId: 'east', name: 'pve-east' }),
  aHost(),
  aGuest({
    facts: { pool: 'web', tags: ['prod'], powerState: 'stopped', ...facts },
    details: {
      hostName: 'seen',
      osType: 'Debian 12',
      osFamily: 'linux',
      nics: [
        aNic({
          addresses: [
            { address: '10.0.0.5', prefixLength: 24, source: 'agent' },
          ],
        }),
      ],
    },
  }),
];

async function guestId(): Promise<string> {
  return (await bench.guest()).id as string;
}

async function edit(
  patch: ManualPatchInput,
  options: { expected?: string | null; key?: string; rights?: typeof all } = {},
) {
  const { after } = await service.edit(
    {
      id: await guestId(),
      patch: manualPatchSchema.parse(patch),
      actor: anna,
      expected: options.expected ?? null,
      idempotencyKey: options.key ?? null,
    },
    options.rights ?? all,
  );
  return after;
}

const running: ManualPatchInput = {
  reason: 'The agent lies',
  overrides: { powerState: { value: 'running' } },
};

async function names(filter: string, scope: Scope = everything) {
  const page = await guests.list({ filter: [filter] }, scope);
  return page.items.map(guest => guest.name);
}

describe('an override', () => {
  it('is shown instead of what the platform says, with who, when and why', async () => {
    await bench.sync(world());
    const { overrides, editedBy } = await edit({
      reason: 'Moved by hand',
      overrides: {
        powerState: { value: 'running' },
        cluster: { value: 'pve-east' },
        hostName: { value: 'web.example' },
        osType: { value: 'Debian 13' },
        osFamily: { value: 'other' },
      },
    });
    expect(editedBy).toBe(anna);
    expect(overrides[0]).toEqual({
      field: 'powerState',
      observed: 'stopped',
      shown: 'running',
      override: {
        value: 'running',
        by: anna,
        at: expect.any(String),
        reason: 'Moved by hand',
        until: null,
      },
    });
    expect(overrides.map(one => [one.field, one.observed, one.shown])).toEqual([
      ['powerState', 'stopped', 'running'],
      [
        'cluster',
        expect.objectContaining({ name: 'pve-west' }),
        expect.objectContaining({ name: 'pve-east' }),
      ],
      ['hostName', 'seen', 'web.example'],
      ['osType', 'Debian 12', 'Debian 13'],
      ['osFamily', 'linux', 'other'],
    ]);
    for (const filter of [
      'powerState:eq:running',
      'cluster:eq:pve-east',
      'hostName:eq:web.example',
      'osType:contains:13',
      'osFamily:eq:other',
    ]) {
      expect([filter, await names(filter)]).toEqual([filter, ['vm-100']]);
    }
    expect(await guests.facets('powerState', {}, everything)).toEqual([
      { value: 'running', label: 'running', count: 1 },
    ]);
  });

  it('survives a sync that sees the same, and one that sees something else', async () => {
    await bench.sync(world());
    await edit(running);
    const unchanged = await bench.sync(world());
    expect(unchanged.counts.guest).toMatchObject({ changed: 0 });
    await bench.sync(world({ powerState: 'paused' }));
    expect(await bench.guest()).toMatchObject({ power_state: 'running' });
    const { overrides } = await service.get(await guestId(), all);
    expect(overrides[0]).toMatchObject({
      observed: 'paused',
      shown: 'running',
    });
    expect(await bench.lastFields('vm-100')).toEqual({
      'observed.powerState': ['stopped', 'paused'],
    });
  });

  it('that is reverted shows what the platform says by now', async () => {
    await bench.sync(world());
    await edit(running);
    await bench.sync(world({ powerState: 'paused' }));
    const { overrides } = await edit({ overrides: { powerState: null } });
    expect(overrides[0]).toEqual({
      field: 'powerState',
      observed: 'paused',
      shown: 'paused',
      override: null,
    });
    expect(await bench.guest()).toMatchObject({
      observed: null,
      overrides: null,
    });
  });

  it('holds what nobody observed, and nothing when it is reverted', async () => {
    const silent = aGuest({ details: { hostName: null } });
    await bench.sync([aCluster(), aHost(), silent]);
    await edit({
      reason: 'Known to us',
      overrides: { hostName: { value: 'web.example' } },
    });
    await bench.sync([aCluster(), aHost(), silent]);
    expect(await bench.guest()).toMatchObject({
      guest_host_name: 'web.example',
    });
    await edit({ overrides: { hostName: null } });
    expect(await bench.guest()).toMatchObject({ guest_host_name: null });
  });

  it('needs a reason, a moment to come and a cluster of the platform', async () => {
    await bench.sync(world());
    await expect(
      edit({ overrides: { powerState: { value: 'running' } } }),
    ).rejects.toThrow(/reason: say why power state/);
    await expect(
      edit({
        reason: 'x',
        overrides: {
          powerState: { value: 'running', until: '2020-01-01T00:00:00Z' },
        },
      }),
    ).rejects.toThrow(/has passed/);
    await expect(
      edit({ reason: 'x', overrides: { cluster: { value: 'north' } } }),
    ).rejects.toThrow(
      /no cluster 'north' on fake; there are pve-east, pve-west/,
    );
  });

  it('counts for the guard and for silence where the platform has the guest', async () => {
    await bench.sync(world());
    await edit({ reason: 'x', overrides: { cluster: { value: 'pve-east' } } });
    const [cluster, east, host, guest] = world();
    await bench.sync([
      cluster!,
      east!,
      host!,
      guest!,
      {
        kind: 'unreachable',
        scope: 'cluster',
        externalId: 'east',
        reason: 'silent',
      },
    ]);
    expect(await bench.guest()).toMatchObject({ visibility: 'visible' });
  });
});

describe('the history of an edit', () => {
  it('has a version, a change with who and why, and a place in the feed', async () => {
    await bench.sync(world());
    const before = new Date().toISOString();
    await edit(running);
    const id = await guestId();
    const past = await guests.get(id, everything, before);
    expect(past.powerState).toBe('stopped');
    const [batch] = await bench
      .db('change_batches')
      .orderBy('first_sequence', 'desc');
    expect(batch).toMatchObject({
      cause: 'person',
      actor: anna,
      reason: 'The agent lies',
      run_id: null,
      size: 1,
      first_sequence: expect.any(String),
    });
    expect(await bench.lastFields('vm-100')).toEqual({
      powerState: ['stopped', 'running'],
      'overrides.powerState': [
        null,
        expect.objectContaining({ value: 'running', by: anna }),
      ],
    });
  });

  it('has nothing where nothing differs', async () => {
    await bench.sync(world());
    const first = await edit(running);
    const again = await edit(running);
    expect(again.revision).toBe(first.revision);
    expect(await bench.db('change_batches')).toHaveLength(2);
  });
});

describe('owners', () => {
  it('by people stand before the mapping, which stays as what is observed', async () => {
    await bench.sync(world());
    const { owners } = await edit({ technicalOwner: shop });
    expect(owners).toMatchObject({
      technical: { ref: shop, person: null },
      mapped: web,
      effective: { ref: shop },
    });
    expect(
      await names('ownerRef:present', { kind: 'owners', owners: [shop] }),
    ).toEqual(['vm-100']);
    expect(
      await names('ownerRef:present', { kind: 'owners', owners: [web] }),
    ).toEqual([]);
    await bench.sync(world({ pool: 'none' }));
    expect(await bench.guest()).toMatchObject({ owner_ref: shop });
    expect((await edit({ technicalOwner: null })).owners.effective).toBeNull();
  });

  it('in either role see the guest, its addresses and its history', async () => {
    await bench.sync(world());
    await edit({ technicalOwner: shop, businessOwner: anna });
    for (const owner of [shop, anna]) {
      const scope: Scope = { kind: 'owners', owners: [owner] };
      expect(await names('addresses:present', scope)).toEqual(['vm-100']);
    }
    expect(await bench.db('guest_addresses').first()).toMatchObject({
      owner_ref: shop,
      second_owner_ref: anna,
    });
    expect(
      await bench.db('changes').orderBy('batch_id', 'desc').first(),
    ).toMatchObject({ owner_ref: shop, second_owner_ref: anna });
  });

  it('without an account take nobody the sight of it', async () => {
    await bench.sync(world());
    const person = `person:external/00000000-0000-4000-8000-000000000000`;
    await expect(edit({ technicalOwner: person })).rejects.toThrow(/no person/);
    const [{ id }] = await bench
      .db('external_people')
      .insert({ name: 'Otto', created_by: anna })
      .returning('id');
    const ref = `person:external/${id}`;
    const { owners } = await edit({ technicalOwner: ref });
    expect(owners).toMatchObject({
      technical: { ref, person: { name: 'Otto' } },
      effective: { ref: web },
    });
    await bench.sync(world({ pool: 'none' }));
    expect(await bench.guest()).toMatchObject({ owner_ref: ref });
  });
});

describe('tags and addresses of people', () => {
  it('stand beside those observed, and stay when these change', async () => {
    await bench.sync(world());
    await edit({ tags: ['mine', 'prod'] });
    expect(await names('tags:eq:mine')).toEqual(['vm-100']);
    await bench.sync(world({ tags: ['test'] }));
    expect(await bench.guest()).toMatchObject({
      tags: ['mine', 'prod', 'test'],
    });
    expect((await edit({ tags: [] })).tags).toEqual({
      observed: ['test'],
      manual: [],
    });
    expect(await bench.guest()).toMatchObject({ tags: ['test'] });
  });

  it('are found, shown as the primary one, and gone when taken off', async () => {
    await bench.sync(world());
    await edit({
      addresses: [
        { address: '192.0.2.7', label: 'backup' },
        { address: '2001:DB8::7', primary: true },
      ],
    });
    const [guest] = (
      await guests.list(
        { filter: ['addresses:within:192.0.2.0/24'] },
        everything,
      )
    ).items;
    expect(guest).toMatchObject({
      addresses: ['10.0.0.5', '192.0.2.7', '2001:db8::7'],
      primaryAddress: '2001:db8::7',
    });
    await bench.sync(world({ name: 'renamed' }));
    expect(
      (await bench.db('guest_addresses').where({ source: 'manual' })).length,
    ).toBe(2);
    const { addresses } = await edit({ addresses: [] });
    expect(addresses).toEqual({
      observed: ['10.0.0.5'],
      manual: [],
      primary: '10.0.0.5',
    });
    expect(
      await bench.db('guest_addresses').where({ source: 'manual' }),
    ).toEqual([]);
  });

  it('come back with a guest that returns', async () => {
    const other = aGuest({ externalId: '101', details: { nics: [] } });
    await bench.sync([...world(), other]);
    await edit({ addresses: [{ address: '192.0.2.7' }], notes: 'kept' });
    await bench.sync([aCluster(), aHost(), other]);
    expect(await bench.db('guest_addresses')).toEqual([]);
    await bench.sync([...world(), other]);
    expect(await names('addresses:eq:192.0.2.7')).toEqual(['vm-100']);
    expect((await service.get(await guestId(), all)).notes).toBe('kept');
  });
});

describe('two people', () => {
  it('who edit at once: the second is refused, with both values', async () => {
    await bench.sync(world());
    const read = await service.get(await guestId(), all);
    await edit({ notes: 'hers', project: 'shop' }, { expected: read.revision });
    const refused = await edit(
      { notes: 'his', stage: 'test' },
      { expected: read.revision },
    ).catch(error => error);
    expect(refused).toBeInstanceOf(EditConflictFound);
    expect(refused.conflict.fields).toEqual([
      { field: 'notes', yours: 'his', theirs: 'hers' },
      { field: 'stage', yours: 'test', theirs: null },
    ]);
    expect(refused.conflict.current).toMatchObject({ notes: 'hers' });
  });

  it('who edit in the same moment: one of them wins, never both', async () => {
    await bench.sync(world());
    const { revision } = await service.get(await guestId(), all);
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_none, index) =>
        edit({ notes: `note ${index}` }, { expected: revision }),
      ),
    );
    expect(results.filter(one => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the same key', () => {
  it('does the edit once and answers the same, five times at once too', async () => {
    await bench.sync(world());
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        edit({ notes: 'once' }, { expected: '0', key: 'k1' }),
      ),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await bench.db('change_batches')).toHaveLength(2);
    await expect(edit({ notes: 'else' }, { key: 'k1' })).rejects.toThrow(
      /was used for another command/,
    );
  });
});

describe('rights', () => {
  const own = { kind: 'owners' as const, owners: [web] };

  it('of an engineer reach notes, tags and fields of their own guests', async () => {
    await bench.sync(world());
    const rights = { sees: own, annotates: own, overrides: false };
    expect(
      (await edit({ notes: 'mine' }, { rights: rights as never })).allowed,
    ).toEqual({ annotate: true, override: false });
    await expect(
      edit({ technicalOwner: shop }, { rights: rights as never }),
    ).rejects.toThrow(
      /may not edit technicalOwner \(permission inventory.guest.override\)/,
    );
  });

  it('of others end at what they see', async () => {
    await bench.sync(world());
    const other = { kind: 'owners' as const, owners: [shop] };
    const rights = { sees: other, annotates: other, overrides: true };
    await expect(
      edit({ notes: 'x' }, { rights: rights as never }),
    ).rejects.toThrow(/There is no guest/);
  });
});
