import {
  all,
  anna,
  ManualBench,
  running,
  world,
} from '../__testUtils__/ManualBench';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { everything } from '../scope/scope';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(120_000);

let manual: ManualBench;
let bench: ManualBench['syncs'];
beforeEach(async () => {
  manual = await ManualBench.create();
  bench = manual.syncs;
});
afterEach(async () => manual.drop());

describe('an override', () => {
  it('is shown instead of what the platform says, with who, when and why', async () => {
    await bench.sync(world());
    const { overrides, editedBy } = await manual.edit({
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
      expect([filter, await manual.names(filter)]).toEqual([
        filter,
        ['vm-100'],
      ]);
    }
    expect(await manual.guests.facets('powerState', {}, everything)).toEqual([
      { value: 'running', label: 'running', count: 1 },
    ]);
  });

  it('survives a sync that sees the same, and one that sees something else', async () => {
    await bench.sync(world());
    await manual.edit(running);
    const unchanged = await bench.sync(world());
    expect(unchanged.counts.guest).toMatchObject({ changed: 0 });
    await bench.sync(world({ powerState: 'paused' }));
    expect(await bench.guest()).toMatchObject({ power_state: 'running' });
    const { overrides } = await manual.service.get(await manual.guestId(), all);
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
    await manual.edit(running);
    await bench.sync(world({ powerState: 'paused' }));
    const { overrides } = await manual.edit({
      overrides: { powerState: null },
    });
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
    await manual.edit({
      reason: 'Known to us',
      overrides: { hostName: { value: 'web.example' } },
    });
    await bench.sync([aCluster(), aHost(), silent]);
    expect(await bench.guest()).toMatchObject({
      guest_host_name: 'web.example',
    });
    await manual.edit({ overrides: { hostName: null } });
    expect(await bench.guest()).toMatchObject({ guest_host_name: null });
  });

  it('needs a reason, a moment to come and a cluster of the platform', async () => {
    await bench.sync(world());
    await expect(
      manual.edit({ overrides: { powerState: { value: 'running' } } }),
    ).rejects.toThrow(/reason: say why power state/);
    await expect(
      manual.edit({
        reason: 'x',
        overrides: {
          powerState: { value: 'running', until: '2020-01-01T00:00:00Z' },
        },
      }),
    ).rejects.toThrow(/has passed/);
    await expect(
      manual.edit({ reason: 'x', overrides: { cluster: { value: 'north' } } }),
    ).rejects.toThrow(
      /no cluster 'north' on fake; there are pve-east, pve-west/,
    );
  });

  it('counts for the guard and for silence where the platform has the guest', async () => {
    await bench.sync(world());
    await manual.edit({
      reason: 'x',
      overrides: { cluster: { value: 'pve-east' } },
    });
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
