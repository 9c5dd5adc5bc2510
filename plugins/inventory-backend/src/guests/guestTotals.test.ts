import { FreshnessStore } from '../freshness/FreshnessStore';
import { everything } from '../scope/scope';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';
import { GuestListStore } from './GuestListStore';

jest.setTimeout(60_000);

let bench: SyncBench;
let store: GuestListStore;

beforeAll(async () => {
  bench = await SyncBench.create();
  store = new GuestListStore(bench.db, new FreshnessStore(bench.db));
});

afterAll(() => bench?.drop());

const sync = (...ids: string[]) =>
  bench.sync([
    aCluster(),
    aHost(),
    ...ids.map(externalId => aGuest({ externalId })),
  ]);

const total = async (filter: string[] = []) =>
  (await store.list({ filter }, everything)).total;

describe('the total of a list, though it is remembered', () => {
  it('follows every sync that changes a guest', async () => {
    expect(await total()).toBe(0);
    await sync('100');
    expect(await total()).toBe(1);
    await sync('100', '101');
    expect(await total()).toBe(2);
    expect(await total()).toBe(2);
    await sync('101');
    expect(await total()).toBe(1);
  });

  it('follows a sync that only sees the same guests again', async () => {
    await sync('101');
    const between = new Date().toISOString();
    expect(await total([`lastSeenAt:gte:${between}`])).toBe(0);
    await sync('101');
    expect(await total([`lastSeenAt:gte:${between}`])).toBe(1);
  });
});
