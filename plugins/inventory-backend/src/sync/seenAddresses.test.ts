import {
  aCluster,
  aGuest,
  aHost,
  aNetwork,
  aNic,
  aStorage,
} from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(60_000);

const ground = [aCluster(), aHost(), aNetwork(), aStorage()];

let bench: SyncBench;
beforeEach(async () => {
  bench = await SyncBench.create({
    owners: [
      {
        platformId: null,
        pool: null,
        tag: 'web',
        ownerRef: 'group:default/web',
      },
    ],
  });
});
afterEach(async () => bench.drop());

describe('addresses', () => {
  it('are rows of their own, without what every machine has by itself', async () => {
    await bench.sync([
      ...ground,
      aGuest({
        details: {
          nics: [
            aNic({
              addresses: [
                { address: '127.0.0.1', prefixLength: 8, source: 'agent' },
                { address: 'fe80::1', prefixLength: 64, source: 'agent' },
                {
                  address: '2001:DB8:0::17',
                  prefixLength: 64,
                  source: 'agent',
                },
                { address: '10.2.0.17', prefixLength: 24, source: 'agent' },
              ],
            }),
          ],
        },
      }),
    ]);
    expect(await bench.db('guest_addresses').orderBy('address')).toMatchObject([
      { address: '10.2.0.17', prefix_length: 24, network: 'vmbr0' },
      { address: '2001:db8::17', prefix_length: 64, vlan_tag: 10 },
    ]);
    expect(await bench.guest()).toMatchObject({
      primary_address: '10.2.0.17',
    });
  });

  it('that stay keep their start; others come and go', async () => {
    const withAddresses = (...addresses: string[]) =>
      aGuest({
        details: {
          nics: [
            aNic({
              addresses: addresses.map(address => ({
                address,
                prefixLength: 24,
                source: 'agent' as const,
              })),
            }),
          ],
        },
      });
    await bench.sync([...ground, withAddresses('10.2.0.1', '10.2.0.2')]);
    const before = await bench.db('guest_addresses').orderBy('address');
    await bench.sync([...ground, withAddresses('10.2.0.2', '10.2.0.3')]);
    const after = await bench.db('guest_addresses').orderBy('address');
    expect(after.map(row => row.address)).toEqual(['10.2.0.2', '10.2.0.3']);
    expect(after[0].first_seen_at).toEqual(before[1].first_seen_at);
    expect(after[1].first_seen_at > before[1].first_seen_at).toBe(true);
  });

  it('may be shown by two guests', async () => {
    await bench.sync([...ground, aGuest(), aGuest({ externalId: '101' })]);
    expect(await bench.db('guest_addresses')).toMatchObject([
      { address: '10.2.0.17' },
      { address: '10.2.0.17' },
    ]);
  });

  it('follow their guest to another owner', async () => {
    await bench.sync([...ground, aGuest()]);
    await bench.sync([...ground, aGuest({ facts: { tags: ['web'] } })]);
    expect(await bench.db('guest_addresses').first()).toMatchObject({
      owner_ref: 'group:default/web',
    });
  });
});
