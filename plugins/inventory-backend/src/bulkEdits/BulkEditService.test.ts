import {
  bulkEditRequestSchema,
  manualPatchSchema,
  type BulkEditRequestInput,
} from '@flyloft/plugin-inventory-common';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { GuestListStore } from '../guests/GuestListStore';
import { GuestManualStore } from '../manual/GuestManualStore';
import { ManualService, type ManualRights } from '../manual/ManualService';
import { everything } from '../scope/scope';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';
import { BulkDifferenceFound, BulkEditService } from './BulkEditService';
import { BulkEditStore } from './BulkEditStore';

jest.setTimeout(120_000);

const all: ManualRights = {
  sees: everything,
  annotates: everything,
  overrides: true,
};
const anna = 'user:default/anna';
const web = 'group:default/web';

let bench: SyncBench;
let bulk: BulkEditService;
let single: ManualService;
let guests: GuestListStore;
beforeEach(async () => {
  bench = await SyncBench.create({
    owners: [{ platformId: null, pool: 'web', tag: null, ownerRef: web }],
  });
  guests = new GuestListStore(bench.db, new FreshnessStore(bench.db));
  const manual = new GuestManualStore(bench.db);
  const fields = new CustomFieldStore(bench.db);
  single = new ManualService(manual, fields);
  bulk = new BulkEditService({
    store: new BulkEditStore(bench.db),
    guests,
    manual,
    fields,
  });
  await bench.sync(world());
});
afterEach(async () => bench.drop());

const world = (count = 4) => [
  aCluster(),
  aHost(),
  ...Array.from({ length: count }, (_none, index) =>
    aGuest({
      externalId: String(100 + index),
      facts: { pool: index < 2 ? 'web' : null, tags: ['t'] },
    }),
  ),
];

const preview = (request: BulkEditRequestInput, rights = all) =>
  bulk.preview(bulkEditRequestSchema.parse(request), anna, rights);

const idOf = async (externalId: string) =>
  (await bench.guest(externalId)).id as string;

async function edit(externalId: string, patch: object, actor = anna) {
  await single.edit(
    {
      id: await idOf(externalId),
      patch: manualPatchSchema.parse(patch),
      actor,
      expected: null,
      idempotencyKey: null,
    },
    all,
  );
}

const columns = (column: string) =>
  bench.db('guests').orderBy('external_id').pluck(column);

const everyGuest = { query: {} };

describe('a preview', () => {
  it('counts what changes, what is so already and what is refused, and writes nothing', async () => {
    await edit('100', { stage: 'test' });
    const own = { kind: 'owners' as const, owners: [web] };
    const found = await preview(
      { selection: everyGuest, patch: { stage: 'test', tags: { add: ['x'] } } },
      { ...all, annotates: own },
    );
    expect(found.effects).toEqual({
      matched: 4,
      willChange: 2,
      alreadySo: 0,
      refused: [{ reason: 'You may not edit it', count: 2 }],
    });
    expect(found.samples).toEqual([
      {
        id: expect.any(String),
        name: 'vm-100',
        fields: [{ field: 'tags', from: null, to: ['x'] }],
      },
      {
        id: expect.any(String),
        name: 'vm-101',
        fields: [
          { field: 'stage', from: null, to: 'test' },
          { field: 'tags', from: null, to: ['x'] },
        ],
      },
    ]);
    expect(await columns('stage')).toEqual(['test', null, null, null]);
  });

  it('of what is so already has nothing to change', async () => {
    await edit('100', {
      reason: 'x',
      overrides: { powerState: { value: 'paused' } },
    });
    const { effects } = await preview({
      selection: { ids: [await idOf('100')] },
      patch: { reason: 'x', overrides: { powerState: { value: 'paused' } } },
    });
    expect(effects).toMatchObject({ willChange: 0, alreadySo: 1 });
  });

  it('obeys the scope: guests of others are not even counted', async () => {
    const own = { kind: 'owners' as const, owners: [web] };
    const rights = { sees: own, annotates: own, overrides: false };
    const found = await preview(
      { selection: everyGuest, patch: { notes: 'x' } },
      rights,
    );
    expect(found.effects.matched).toBe(2);
    await expect(
      preview({ selection: everyGuest, patch: { stage: 'test' } }, rights),
    ).rejects.toThrow(/may not edit stage/);
  });
});

describe('an applied edit', () => {
  it('changes what was previewed, with one batch of history, once', async () => {
    const { id } = await preview({
      selection: { query: { filter: ['tags:eq:t'] } },
      patch: {
        reason: 'Sorted out',
        stage: 'test',
        technicalOwner: web,
        tags: { add: ['b', 'a'], remove: ['z'] },
      },
    });
    const applied = await bulk.apply(id, anna, all);
    expect(applied).toMatchObject({
      state: 'applied',
      effects: { willChange: 4 },
    });
    expect(await columns('stage')).toEqual(['test', 'test', 'test', 'test']);
    expect(await columns('tags')).toEqual(Array(4).fill(['a', 'b', 't']));
    const [batch] = await bench.db('change_batches').where({ cause: 'person' });
    expect(batch).toMatchObject({ size: 4, reason: 'Sorted out', actor: anna });
    expect(await bulk.apply(id, anna, all)).toEqual(applied);
    expect(
      await bench.db('change_batches').where({ cause: 'person' }),
    ).toHaveLength(1);
  });

  it('is refused after the world moved, saying how', async () => {
    const { id } = await preview({
      selection: everyGuest,
      patch: { stage: 'test' },
    });
    await bench.sync(world(5));
    await edit('100', { stage: 'test' });
    const refused = await bulk.apply(id, anna, all).catch(error => error);
    expect(refused).toBeInstanceOf(BulkDifferenceFound);
    expect(refused.difference).toMatchObject({
      previewed: { matched: 4, willChange: 4 },
      now: { effects: { matched: 5, willChange: 4, alreadySo: 1 } },
    });
    expect(await columns('stage')).toEqual(['test', null, null, null, null]);
    await bulk.apply(refused.difference.now.id, anna, all);
    expect(await columns('stage')).toEqual(Array(5).fill('test'));
  });

  it("is its owner's to apply", async () => {
    const { id } = await preview({
      selection: everyGuest,
      patch: { notes: 'x' },
    });
    await expect(bulk.apply(id, 'user:default/otto', all)).rejects.toThrow(
      /no bulk edit/,
    );
  });

  it('does not wait for whoever writes one of its guests, and then does it', async () => {
    const { id } = await preview({
      selection: everyGuest,
      patch: { stage: 'test' },
    });
    const holder = bench.database.connect();
    const release = await holder.transaction().then(async tx => {
      await tx('guests')
        .where({ external_id: '101' })
        .update({ name: 'vm-101' });
      return () => tx.commit();
    });
    const applied = bulk.apply(id, anna, all);
    const first = await Promise.race([
      applied.then(() => 'applied'),
      new Promise(resolve => {
        setImmediate(() => resolve('tries'));
      }),
    ]);
    expect(first).toBe('tries');
    await release();
    expect((await applied).state).toBe('applied');
    await holder.destroy();
  });
});

describe('an undone edit', () => {
  it('gives back what was before, except where somebody edited since', async () => {
    await edit('100', { project: 'old', stage: 'production' });
    const { id } = await preview({
      selection: everyGuest,
      patch: { stage: 'test', project: 'new', tags: { add: ['x'] } },
    });
    await bulk.apply(id, anna, all);
    await bench.sync([
      aCluster(),
      aHost(),
      ...Array.from({ length: 4 }, (_none, index) =>
        aGuest({
          externalId: String(100 + index),
          facts: { powerState: 'paused', tags: ['t'] },
        }),
      ),
    ]);
    await edit('102', { notes: 'mine' }, 'user:default/otto');
    const { edit: undone, keptGuests } = await bulk.undo(
      id,
      { actor: anna, reason: 'Wrong filter' },
      all,
    );
    expect(undone).toMatchObject({ state: 'undone', restored: 3, kept: 1 });
    expect(keptGuests).toEqual([
      {
        id: await idOf('102'),
        name: 'vm-102',
        editedBy: 'user:default/otto',
        editedAt: expect.any(String),
      },
    ]);
    expect(await columns('stage')).toEqual(['production', null, 'test', null]);
    expect(await columns('project')).toEqual(['old', null, 'new', null]);
    expect(await columns('tags')).toEqual([['t'], ['t'], ['t', 'x'], ['t']]);
    expect(await columns('power_state')).toEqual(Array(4).fill('paused'));
    const again = await bulk.undo(id, { actor: anna, reason: null }, all);
    expect(again.edit).toEqual(undone);
  });
});
