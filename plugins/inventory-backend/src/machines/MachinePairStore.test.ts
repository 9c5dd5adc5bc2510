import type { GuestDetails } from '@flyloft/plugin-inventory-node';
import { everything } from '../scope/scope';
import { aCluster, aGuest, aHost, aNic } from '../testing/observations';
import { FakePlatform, Replica, SyncBench } from '../testing/SyncBench';
import { MachinePairStore } from './MachinePairStore';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(60_000);

const uuid = (last: string) =>
  `4d3c2b1a-0f9e-4d8c-b7a6-${last.padStart(12, '0')}`;

interface Trait {
  id: string;
  name?: string;
  uuid?: string;
  mac?: string;
  address?: string;
  pool?: string;
}

const guestOf = ({ id, name = `vm-${id}`, ...trait }: Trait) =>
  aGuest({
    externalId: id,
    facts: { name, pool: trait.pool ?? null },
    details: {
      hostName: name,
      biosUuid: trait.uuid ?? null,
      nics: [
        aNic({
          macAddress: trait.mac ?? null,
          addresses: trait.address
            ? [{ address: trait.address, prefixLength: 24, source: 'agent' }]
            : [],
        }),
      ],
    } satisfies Partial<GuestDetails>,
  });

let bench: SyncBench;
let replica: Replica;
let store: MachinePairStore;
const platforms = {
  west: new FakePlatform('west', 'West'),
  east: new FakePlatform('east', 'East'),
  north: new FakePlatform('north', 'North'),
};

beforeEach(async () => {
  bench = await SyncBench.create();
  const all = Object.values(platforms);
  replica = new Replica(bench.database.connect(), all, {
    owners: [
      {
        platformId: null,
        pool: 'web',
        tag: null,
        ownerRef: 'group:default/web',
      },
    ],
  });
  await replica.platforms.register(all);
  store = new MachinePairStore(bench.db);
});
afterEach(async () => {
  await replica.executor.stop();
  await bench.drop();
});

async function sync(platform: keyof typeof platforms, guests: Trait[]) {
  platforms[platform].answers([aCluster(), aHost(), ...guests.map(guestOf)]);
  await replica.service.start({
    platformId: platform,
    trigger: 'schedule',
    requestedBy: null,
  });
  const taken = await replica.executor.takeNext();
  await taken!.done;
  expect(await replica.runs.get(taken!.runId)).toMatchObject({
    state: 'succeeded',
  });
}

const pairs = async () =>
  (await store.list({}, everything)).items.map(
    ({ left, right, evidence, strength, verdict }) => ({
      names: [left.name, right.name].sort().join('+'),
      evidence: evidence.map(one => one.kind).join(),
      strength,
      verdict,
    }),
  );
const pairOf = async (...names: string[]) => {
  const { items } = await store.list({}, everything);
  return items.find(({ left, right }) =>
    names.every(name => [left.name, right.name].includes(name)),
  )!;
};
const decide = async (
  names: [string, string],
  verdict: 'same' | 'different' | 'undecided',
) =>
  store.decide(
    (await pairOf(...names)).id,
    { verdict, reason: 'asked the owner' },
    'user:default/it',
    everything,
  );

describe('evidence', () => {
  it('is a shared UUID, a shared MAC, or an address with a name', async () => {
    await sync('west', [
      { id: '1', name: 'a', uuid: uuid('1'), mac: 'bc:24:11:00:00:01' },
      { id: '2', name: 'b', mac: 'bc:24:11:00:00:02' },
      { id: '3', name: 'c', address: '10.0.0.3' },
      { id: '4', name: 'd', address: '10.0.0.4' },
    ]);
    expect(await pairs()).toEqual([]);
    await sync('east', [
      { id: '1', name: 'x', uuid: uuid('1'), mac: 'bc:24:11:00:00:01' },
      { id: '2', name: 'y', mac: 'bc:24:11:00:00:02' },
      { id: '3', name: 'C', address: '10.0.0.3' },
      // A private address of another site says nothing.
      { id: '4', name: 'z', address: '10.0.0.4' },
    ]);
    expect(await pairs()).toEqual([
      {
        names: 'a+x',
        evidence: 'biosUuid,macAddress',
        strength: 12,
        verdict: 'undecided',
      },
      {
        names: 'b+y',
        evidence: 'macAddress',
        strength: 4,
        verdict: 'undecided',
      },
      {
        names: 'C+c',
        evidence: 'address,name',
        strength: 3,
        verdict: 'undecided',
      },
    ]);
  });

  it('is none within one platform, nor what many share', async () => {
    const many = (platform: string, count: number): Trait[] =>
      Array.from({ length: count }, (_, index) => ({
        id: `${index}`,
        name: `${platform}${index}`,
        mac: '02:00:00:00:00:01',
        uuid: uuid('9'),
      }));
    await sync('west', many('w', 3));
    expect(await pairs()).toEqual([]);
    await sync('east', many('e', 2));
    expect(await pairs()).toEqual([]);
    await sync('west', many('w', 2));
    expect(await pairs()).toHaveLength(4);
  });

  it('that goes takes the pair with it', async () => {
    await sync('west', [{ id: '1', name: 'a', uuid: uuid('1') }]);
    await sync('east', [{ id: '1', name: 'x', uuid: uuid('1') }]);
    expect(await pairs()).toHaveLength(1);
    await sync('east', [{ id: '1', name: 'x', uuid: uuid('2') }]);
    expect(await pairs()).toEqual([]);
  });
});

describe('a decision', () => {
  beforeEach(async () => {
    await sync('west', [{ id: '1', name: 'a', uuid: uuid('1'), pool: 'web' }]);
    await sync('east', [{ id: '1', name: 'x', uuid: uuid('1') }]);
  });

  it('survives syncs, also those that lose the evidence', async () => {
    await decide(['a', 'x'], 'same');
    await sync('east', [{ id: '1', name: 'x', uuid: uuid('2') }]);
    expect(await pairs()).toEqual([
      { names: 'a+x', evidence: '', strength: 0, verdict: 'same' },
    ]);
    await sync('east', [{ id: '1', name: 'x', uuid: uuid('1') }]);
    expect(await pairs()).toMatchObject([{ strength: 8, verdict: 'same' }]);
  });

  it('says who, when and why, and can be taken back', async () => {
    const { before, after } = await decide(['a', 'x'], 'different');
    expect(before.verdict).toBe('undecided');
    expect(after).toMatchObject({
      verdict: 'different',
      reason: 'asked the owner',
      decidedBy: 'user:default/it',
      decidedAt: expect.any(String),
    });
    expect((await decide(['a', 'x'], 'undecided')).after).toMatchObject({
      verdict: 'undecided',
      reason: null,
      decidedBy: null,
    });
  });

  it('taken back without evidence leaves no pair', async () => {
    await decide(['a', 'x'], 'same');
    await sync('east', [{ id: '1', name: 'x', uuid: uuid('2') }]);
    await decide(['a', 'x'], 'undecided');
    expect(await pairs()).toEqual([]);
  });

  it('makes sightings, over three platforms too', async () => {
    await sync('north', [{ id: '1', name: 'n', uuid: uuid('1') }]);
    await decide(['a', 'x'], 'same');
    await decide(['x', 'n'], 'same');
    const a = (await bench.db('guests').where({ name: 'a' }).first()).id;
    const { sightings, pairs: own } = await store.ofGuest(a, everything);
    expect(sightings.map(one => `${one.platformId} ${one.name}`)).toEqual([
      'north n',
      'east x',
    ]);
    expect(own).toHaveLength(2);
  });

  it('never contradicts others', async () => {
    await sync('north', [{ id: '1', name: 'n', uuid: uuid('1') }]);
    await decide(['a', 'x'], 'same');
    await decide(['x', 'n'], 'same');
    await expect(decide(['a', 'n'], 'different')).rejects.toThrow(
      /are one machine by other decisions/,
    );
    await decide(['x', 'n'], 'different');
    await expect(decide(['a', 'n'], 'same')).rejects.toThrow(
      /were decided to be different; take that back first/,
    );
  });

  it('is not for who may not see both guests', async () => {
    const { id } = await pairOf('a', 'x');
    const scope = { kind: 'owners' as const, owners: ['group:default/web'] };
    expect((await store.list({}, scope)).total).toBe(0);
    await expect(
      store.decide(
        id,
        { verdict: 'same', reason: 'r' },
        'user:default/e',
        scope,
      ),
    ).rejects.toThrow(`There is no machine pair '${id}'`);
    await expect(
      store.decide('x', { verdict: 'same', reason: 'r' }, 'u', everything),
    ).rejects.toThrow(`There is no machine pair 'x'`);
  });
});
