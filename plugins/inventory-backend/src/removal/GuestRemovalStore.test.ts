import { mockServices } from '@backstage/backend-test-utils';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { GuestListStore } from '../guests/GuestListStore';
import { everything } from '../scope/scope';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';
import { purge } from '../upkeep/upkeepRun';
import { GuestRemovalStore } from './GuestRemovalStore';

jest.setTimeout(120_000);

const anna = 'user:default/anna';
let bench: SyncBench;
let removals: GuestRemovalStore;
let guests: GuestListStore;
let id: string;
beforeEach(async () => {
  bench = await SyncBench.create();
  removals = new GuestRemovalStore(bench.db);
  guests = new GuestListStore(bench.db, new FreshnessStore(bench.db));
  await bench.sync(world());
  id = (await bench.guest()).id as string;
});
afterEach(async () => bench.drop());

const world = (part: Parameters<typeof aGuest>[0] = {}) => [
  aCluster(),
  aHost(),
  aGuest(part),
  aGuest({ externalId: '101' }),
];

const removal = (reason: string, key: string | null = null) => ({
  id,
  reason,
  command: { actor: anna, key, what: reason },
});
const row = () => bench.db('guests').where({ id }).first();

describe('a guest deleted by hand', () => {
  it('is gone with who, when and why, in history too', async () => {
    await removals.delete(removal('Not ours'), everything);
    expect(await row()).toMatchObject({
      visibility: 'deleted',
      deleted_by: anna,
      deleted_reason: 'Not ours',
      deleted_run_id: null,
    });
    expect((await bench.feed()).at(-1)).toBe('guest vm-100 deleted');
    expect(await bench.db('guest_addresses').where({ guest_id: id })).toEqual(
      [],
    );
    const [shown] = (await guests.list({ deleted: 'only' }, everything)).items;
    expect(shown).toMatchObject({ deletedBy: anna, restorable: true });
    await expect(removals.delete(removal('Again'), everything)).rejects.toThrow(
      /is deleted already \(Not ours\)/,
    );
  });

  it('stays deleted while its platform goes on listing it', async () => {
    await removals.delete(removal('Not ours'), everything);
    const feed = await bench.feed();
    await bench.sync(world());
    await bench.sync(world({ facts: { powerState: 'paused' } }));
    expect(await row()).toMatchObject({ visibility: 'deleted' });
    expect(await bench.feed()).toEqual(feed);
  });

  it('makes room for another machine that has its id now', async () => {
    await removals.delete(removal('Not ours'), everything);
    await bench.sync(world({ type: 'container' }));
    const heir = await bench.guest();
    expect(heir.id).not.toBe(id);
    await expect(removals.restore(removal('Ours'), everything)).rejects.toThrow(
      /has its id on the platform now/,
    );
  });

  it('that is restored is itself, and seen again by the next sync', async () => {
    await removals.delete(removal('Not ours'), everything);
    const restored = await removals.restore(removal('It is ours'), everything);
    expect(restored).toMatchObject({ id, deletedAt: null });
    expect(await row()).toMatchObject({ visibility: 'unreachable' });
    expect((await bench.feed()).at(-1)).toBe('guest vm-100 returned');
    expect(
      await bench.db('guest_addresses').where({ guest_id: id }),
    ).toHaveLength(1);
    await bench.sync(world());
    expect(await row()).toMatchObject({
      visibility: 'visible',
      last_seen_at: null,
    });
  });

  it('once for each key', async () => {
    const first = await removals.delete(removal('Not ours', 'k'), everything);
    expect(await removals.delete(removal('Not ours', 'k'), everything)).toEqual(
      first,
    );
  });
});

it('what a sync deleted is not restored by hand: it returns by itself', async () => {
  await bench.sync(
    world().filter(
      seen => !('externalId' in seen) || seen.externalId !== '100',
    ),
  );
  await expect(removals.restore(removal('Please'), everything)).rejects.toThrow(
    /returns by itself/,
  );
  await bench.sync(world());
  expect(await row()).toMatchObject({ visibility: 'visible' });
});

it('a guest outside the scope is not there', async () => {
  await expect(
    removals.delete(removal('x'), {
      kind: 'owners',
      owners: ['group:default/x'],
    }),
  ).rejects.toThrow(/There is no guest/);
});

describe('a purge', () => {
  const parts = () => ({
    db: bench.db,
    auditor: mockServices.auditor.mock({
      createEvent: async () => ({
        success: async () => {},
        fail: async () => {},
      }),
    }),
    logger: mockServices.logger.mock(),
    settings: { get: async () => 30 as never },
  });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

  it('takes what was deleted before the retention, with all that hung on it', async () => {
    await removals.delete(removal('Not ours'), everything);
    expect(await purge(parts(), inDays(29))).toBe(0);
    expect(await purge(parts(), inDays(31))).toBe(1);
    expect(await row()).toBeUndefined();
    for (const table of ['guest_versions', 'guest_raw', 'guest_addresses']) {
      expect(await bench.db(table).where({ guest_id: id })).toEqual([]);
    }
    expect(await bench.db('changes').where({ object_id: id })).toEqual([]);
  });

  it('forgets raw answers about the deleted alone, to be read anew if they return', async () => {
    await bench.db('guest_raw').delete();
    await bench.db.raw(
      `insert into guest_raw (guest_id, collected_at, raw) select id, now(), '{}' from guests`,
    );
    await bench.db('guests').update({ details_digest: 'looked' });
    await removals.delete(removal('Not ours'), everything);
    await removals.forgetRaw(inDays(-1));
    expect(await bench.db('guest_raw')).toHaveLength(2);
    await removals.forgetRaw(inDays(1));
    expect(await bench.db('guest_raw').where({ guest_id: id })).toEqual([]);
    expect(await bench.db('guest_raw')).toHaveLength(1);
    expect(await row()).toMatchObject({ details_digest: null });
    await expect(guests.getRaw(id, everything)).rejects.toThrow(/Nothing that/);
  });

  it('leaves what a person deleted while its platform lists it', async () => {
    await removals.delete(removal('Not ours'), everything);
    await bench
      .db('guests')
      .where({ id })
      .update({ last_seen_at: '2020-01-01', deleted_at: '2020-01-01' });
    await bench.sync(world());
    expect(await purge(parts())).toBe(0);
    expect(await row()).toMatchObject({ visibility: 'deleted' });
  });
});
