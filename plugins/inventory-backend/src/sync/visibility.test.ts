import type {
  CollectionGap,
  Observation,
  UnreachableScope,
} from '@flyloft/plugin-inventory-node';
import {
  aCluster,
  aGuest,
  aHost,
  aNetwork,
  aStorage,
} from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(60_000);

/*
 * Silence is not absence. A host that does not answer makes its guests
 * unreachable: their facts stay, and one event of the host stands for all.
 */

const host1 = aHost();
const host2 = aHost({ externalId: 'pve2', address: '10.0.0.12' });
const on = (
  host: string,
  externalId: string,
  powerState = 'running' as const,
) => aGuest({ externalId, facts: { hostExternalId: host, powerState } });
const silence = (
  externalId: string,
  scope: UnreachableScope['scope'] = 'host',
): UnreachableScope => ({
  kind: 'unreachable',
  scope,
  externalId,
  reason: 'No answer within 5 s',
});
const whole: Observation[] = [
  aCluster(),
  host1,
  host2,
  aNetwork({ hosts: ['pve1', 'pve2'] }),
  aStorage(),
  on('pve1', '100'),
  on('pve1', '101'),
  on('pve2', '200'),
];

let bench: SyncBench;
beforeEach(async () => {
  bench = await SyncBench.create();
  await bench.sync(whole);
});
afterEach(async () => bench.drop());

/** The feed after the first sync. */
const news = async () => (await bench.feed()).slice(8);
const visibilities = async () =>
  Object.fromEntries(
    (await bench.db('guests').orderBy('external_id')).map(guest => [
      guest.external_id,
      guest.visibility,
    ]),
  );

describe('a silent host', () => {
  // Its guests may be missing from the answer, or listed without facts.
  const unlisted = [
    aCluster(),
    { ...host1, status: 'offline' as const },
    host2,
    aNetwork({ hosts: ['pve2'] }),
    silence('pve1'),
    on('pve2', '200'),
  ];

  it('makes its guests unreachable, with one event for all of them', async () => {
    const { collected_at } = await bench.db('platforms').first();
    const run = await bench.sync(unlisted);

    expect(run).toMatchObject({
      state: 'succeeded',
      gaps: [{ scope: 'host pve1', reason: 'No answer within 5 s' }],
    });
    expect(run.counts.guest).toMatchObject({ deleted: 0, unreachable: 2 });
    expect(await visibilities()).toEqual({
      100: 'unreachable',
      101: 'unreachable',
      200: 'visible',
    });
    expect(await news()).toEqual(['host pve1 unreachable']);
    expect(await bench.lastFields('pve1')).toEqual({
      visibility: ['visible', 'unreachable'],
      status: ['online', 'offline'],
      reason: [null, 'No answer within 5 s'],
    });
    expect(await bench.guest()).toMatchObject({
      power_state: 'running',
      last_seen_at: collected_at,
    });
  });

  it('keeps its local storage and its networks', async () => {
    await bench.sync(unlisted);
    expect(await bench.db('storages').first()).toMatchObject({
      visibility: 'unreachable',
    });
    expect(await bench.db('networks').first()).toMatchObject({
      visibility: 'visible',
      hosts: ['pve1', 'pve2'],
    });
  });

  it('keeps the last facts of guests that are listed without any', async () => {
    const blank = on('pve1', '100');
    blank.facts = {
      powerState: 'unknown',
      hostExternalId: 'pve1',
      clusterExternalId: 'west',
    };
    blank.details = { state: 'unread', reason: 'silent' };
    await bench.sync([...unlisted, blank]);
    expect(await bench.guest()).toMatchObject({
      visibility: 'unreachable',
      power_state: 'running',
      name: 'vm-100',
    });
    expect(await news()).toEqual(['host pve1 unreachable']);
  });

  it('stays silent without further events', async () => {
    await bench.sync(unlisted);
    await bench.sync(unlisted);
    expect(await news()).toEqual(['host pve1 unreachable']);
  });

  it('shows in the past as it was', async () => {
    await bench.sync(unlisted);
    const { id } = await bench.guest();
    const versions = await bench
      .db('guest_versions')
      .where({ guest_id: id })
      .orderBy('valid_from');
    expect(versions.map(version => version.visibility)).toEqual([
      'visible',
      'unreachable',
    ]);
  });

  it('that answers again brings its guests back, with one event', async () => {
    await bench.sync(unlisted);
    await bench.sync(whole);
    expect(await visibilities()).toEqual({
      100: 'visible',
      101: 'visible',
      200: 'visible',
    });
    expect((await bench.guest()).last_seen_at).toBeNull();
    expect(await news()).toEqual([
      'host pve1 unreachable',
      'host pve1 reachable',
    ]);
  });

  it('that answers again without a guest tells that it is gone', async () => {
    await bench.sync(unlisted);
    await bench.sync(
      whole.filter(one => one.kind !== 'guest' || one.externalId !== '101'),
    );
    expect(await visibilities()).toMatchObject({ 101: 'deleted' });
    expect((await news()).slice(1)).toEqual([
      'guest vm-101 deleted',
      'host pve1 reachable',
    ]);
  });

  it('tells each change beside its own, as ever', async () => {
    await bench.sync(unlisted);
    const stopped = aGuest({
      externalId: '100',
      facts: { powerState: 'stopped' },
    });
    await bench.sync([
      ...whole.filter(one => one.kind !== 'guest'),
      stopped,
      on('pve1', '101'),
      on('pve2', '200'),
    ]);
    expect((await news()).slice(1)).toEqual([
      'guest vm-100 changed',
      'host pve1 reachable',
    ]);
    expect(await bench.lastFields('vm-100')).toEqual({
      powerState: ['running', 'stopped'],
      visibility: ['unreachable', 'visible'],
    });
  });

  it('loses a guest that failed over to another host', async () => {
    await bench.sync([...unlisted, on('pve2', '100')]);
    expect(await bench.guest()).toMatchObject({
      visibility: 'visible',
      host_name: 'pve2',
    });
    // In this order, so that it is not on the host whose event comes after.
    expect(await news()).toEqual([
      'guest vm-100 changed',
      'host pve1 unreachable',
    ]);
  });
});

describe('a silent cluster', () => {
  it('makes all that is in it unreachable', async () => {
    await bench.sync([silence('west', 'cluster')]);
    for (const table of [
      'clusters',
      'hosts',
      'networks',
      'storages',
      'guests',
    ]) {
      expect((await bench.db(table)).map(row => row.visibility)).not.toContain(
        'visible',
      );
    }
    expect(await news()).toEqual([
      'cluster pve-west unreachable',
      'host pve1 unreachable',
      'host pve2 unreachable',
    ]);
  });

  it('that was never seen is a gap and nothing else', async () => {
    const run = await bench.sync([...whole, silence('east', 'cluster')]);
    expect(run).toMatchObject({
      state: 'succeeded',
      gaps: [{ scope: 'cluster east' }],
    });
    expect(await news()).toEqual([]);
  });
});

describe('a gap', () => {
  const gap: CollectionGap = {
    kind: 'gap',
    scope: 'privilege VM.Audit on /vms',
    reason: 'The token lacks VM.Audit',
    withholdsDeletions: ['guest'],
  };
  const withoutGuests = whole.filter(one => one.kind !== 'guest');

  it('withholds deletions: what is not listed is out of sight, not gone', async () => {
    const run = await bench.sync([...withoutGuests, gap, on('pve2', '200')]);
    expect(run).toMatchObject({ state: 'succeeded' });
    expect(run.gaps).toEqual([
      {
        scope: 'privilege VM.Audit on /vms',
        reason: 'The token lacks VM.Audit (so no guest counts as deleted)',
      },
    ]);
    expect(await visibilities()).toEqual({
      100: 'unreachable',
      101: 'unreachable',
      200: 'visible',
    });
  });

  it('is one event of the host, which did answer', async () => {
    await bench.sync([...withoutGuests, gap, on('pve2', '200')]);
    expect(await news()).toEqual(['host pve1 changed']);
    expect(await bench.lastFields('pve1')).toEqual({
      guestVisibility: ['visible', 'unreachable'],
      guestsAffected: [null, 2],
      reason: [null, 'The token lacks VM.Audit'],
    });
    await bench.sync(whole);
    expect(await bench.lastFields('pve1')).toEqual({
      guestVisibility: ['unreachable', 'visible'],
      guestsAffected: [null, 2],
    });
  });

  it('of hosts does not spare guests', async () => {
    await bench.sync([
      ...whole.filter(
        one =>
          !(one.kind === 'host' && one.externalId === 'pve2') &&
          !(one.kind === 'guest' && one.externalId === '101'),
      ),
      { ...gap, withholdsDeletions: ['host'] },
    ]);
    expect(await visibilities()).toMatchObject({ 101: 'deleted' });
    expect(
      (await bench.db('hosts').where({ external_id: 'pve2' }).first())
        .visibility,
    ).toBe('unreachable');
  });
});
