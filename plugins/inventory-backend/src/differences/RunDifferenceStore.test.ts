import { everything } from '../scope/scope';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { FakePlatform, Replica, SyncBench } from '../testing/SyncBench';
import { RunDifferenceStore } from './RunDifferenceStore';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(60_000);

const scope = { guests: everything, infrastructure: true };
const ground = [aCluster(), aHost()];
const vm = (id: string, facts: Parameters<typeof aGuest>[0] = {}) =>
  aGuest({ externalId: id, ...facts });

let bench: SyncBench;
let store: RunDifferenceStore;
beforeEach(async () => {
  bench = await SyncBench.create();
  store = new RunDifferenceStore(bench.db);
});
afterEach(async () => bench.drop());

const outcomes = (difference: Awaited<ReturnType<RunDifferenceStore['get']>>) =>
  difference.items.map(({ name, outcome, fields }) => [
    name,
    outcome,
    Object.fromEntries(fields.map(one => [one.field, [one.from, one.to]])),
  ]);

it('is net: what came, what went, what is otherwise, and nothing that changed back', async () => {
  const first = await bench.sync([...ground, vm('1'), vm('2'), vm('3')]);
  await bench.sync([
    ...ground,
    vm('1', { facts: { vcpus: 4, pool: 'a' } }),
    vm('2', { facts: { vcpus: 8 } }),
    vm('4'),
    vm('5'),
  ]);
  const last = await bench.sync([
    ...ground,
    vm('1', { facts: { vcpus: 16 } }),
    vm('2'),
    vm('5'),
  ]);

  const difference = await store.get(last.id, { from: first.id }, scope);
  expect(outcomes(difference)).toEqual([
    ['vm-1', 'changed', { vcpus: [2, 16] }],
    ['vm-3', 'vanished', {}],
    ['vm-4', 'passing', {}],
    ['vm-5', 'appeared', {}],
  ]);
  expect(difference.counts).toEqual([
    { kind: 'guest', outcome: 'appeared', count: 1 },
    { kind: 'guest', outcome: 'changed', count: 1 },
    { kind: 'guest', outcome: 'passing', count: 1 },
    { kind: 'guest', outcome: 'vanished', count: 1 },
  ]);
  expect(difference.fields).toEqual([
    { kind: 'guest', field: 'vcpus', count: 1 },
  ]);
  expect(difference.platformId).toBe('fake');

  // The same whichever run is named first.
  const turned = await store.get(first.id, { from: last.id }, scope);
  expect(outcomes(turned)).toEqual(outcomes(difference));
});

it('begins at the run before, unless another one is named', async () => {
  const first = await bench.sync([...ground, vm('1')]);
  const second = await bench.sync([...ground, vm('1'), vm('2')]);
  const difference = await store.get(second.id, {}, scope);
  expect(difference.from.id).toBe(first.id);
  expect(outcomes(difference)).toEqual([['vm-2', 'appeared', {}]]);
  await expect(store.get(first.id, {}, scope)).rejects.toThrow(
    /there is none before it/,
  );
});

it('pages through what is different, by outcome too', async () => {
  const first = await bench.sync([...ground, vm('9')]);
  const last = await bench.sync([
    ...ground,
    ...['1', '2', '3', '4', '5'].map(id => vm(id)),
  ]);
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.get(
      last.id,
      { from: first.id, limit: 2, outcome: 'appeared', cursor },
      scope,
    );
    names.push(...page.items.map(item => item.name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(names).toEqual(['vm-1', 'vm-2', 'vm-3', 'vm-4', 'vm-5']);
  await expect(
    store.get(last.id, { from: first.id, cursor: 'x' }, scope),
  ).rejects.toThrow('The cursor is not one of this list');
});

it('of two platforms goes over all of them', async () => {
  const first = await bench.sync([...ground, vm('1')]);
  const other = new FakePlatform('other', 'Other');
  const replica = new Replica(bench.database.connect(), [other]);
  await bench.replica.platforms.register([bench.platform, other]);
  other.answers([...ground, aGuest({ externalId: '7' })]);
  await replica.service.start({ trigger: 'schedule', requestedBy: null });
  const taken = await replica.executor.takeNext();
  await taken!.done;
  await replica.executor.stop();

  const difference = await store.get(taken!.runId, { from: first.id }, scope);
  expect(difference.platformId).toBeNull();
  expect(difference.items.find(item => item.kind === 'guest')).toMatchObject({
    name: 'vm-7',
    platformId: 'other',
    outcome: 'appeared',
  });
});

it('shows nobody what they may not see, and compares only runs that succeeded', async () => {
  const first = await bench.sync([...ground, vm('1')]);
  const last = await bench.sync([...ground, vm('1'), vm('2')]);
  const mine = { kind: 'owners' as const, owners: ['group:default/web'] };
  const difference = await store.get(
    last.id,
    { from: first.id },
    { guests: mine, infrastructure: false },
  );
  expect(difference.items).toEqual([]);
  expect(difference.counts).toEqual([]);

  await expect(store.get(last.id, { from: last.id }, scope)).rejects.toThrow(
    /does not differ from itself/,
  );
  await expect(store.get('999', {}, scope)).rejects.toThrow(
    `There is no sync run '999'`,
  );
  const failed = await bench.sync(async function* () {
    throw new Error('no route');
  });
  await expect(store.get(failed.id, { from: first.id }, scope)).rejects.toThrow(
    /is failed: it changed nothing/,
  );
});
