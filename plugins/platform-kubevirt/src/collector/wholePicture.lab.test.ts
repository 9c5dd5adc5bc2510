import {
  detailsOf,
  only,
  remembered,
} from '@flyloft/plugin-inventory-node/testing';
import {
  kubevirtLab,
  cluster,
  guestCount,
  named,
} from '../__testUtils__/kubevirtLab';

const { lab, aCollector, collect, guestsOf, act } = kubevirtLab();

describe('a run', () => {
  it('sees every guest once, joined with what runs of it', async () => {
    const guests = await guestsOf();
    expect(guests).toHaveLength(guestCount);
    expect(new Set(guests.map(guest => guest.externalId)).size).toBe(
      guestCount,
    );
    const warehouse = named(guests, 'warehouse');
    expect(warehouse.facts).toMatchObject({
      powerState: 'running',
      hostExternalId: 'kv-c3',
      clusterExternalId: 'cluster',
      vcpus: 4,
      memoryBytes: 16 * 2 ** 30,
      instanceType: 'u1.xlarge',
      folder: 'globex-data',
      organization: 'globex',
      vdc: 'data',
      tags: ['tier:database'],
      lastBackupKind: 'snapshot',
      lastBackupSource: 'warehouse-before-change-1',
      lastBackupAt: '2026-10-30T00:00:00.000Z',
    });
    expect(detailsOf(warehouse)).toMatchObject({
      osType: expect.stringContaining('Rocky'),
      osFamily: 'linux',
      sockets: 1,
      coresPerSocket: 4,
      agentState: 'running',
      biosUuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      nics: [
        {
          network: 'default/vlan-40',
          vlanTag: 40,
          vlanMode: 'access',
          addresses: [{ address: '10.50.40.21', source: 'agent' }],
        },
      ],
      disks: [
        { sizeBytes: 30 * 2 ** 30, storage: 'longhorn' },
        { sizeBytes: 300 * 2 ** 30, storage: 'longhorn' },
      ],
    });
  });

  it('sees stopped and paused ones, and sizes of stopped ones by name', async () => {
    const guests = await guestsOf();
    expect(named(guests, 'sandbox').facts.powerState).toBe('paused');
    expect(named(guests, 'web-test').facts).toMatchObject({
      powerState: 'stopped',
      hostExternalId: null,
      vcpus: 2,
      memoryBytes: 4 * 2 ** 30,
      startedAt: null,
    });
    const stopped = guests.filter(
      ({ facts }) => facts.powerState === 'stopped' && facts.instanceType,
    );
    expect(stopped.length).toBeGreaterThan(10);
    for (const { facts } of stopped) {
      expect(facts.vcpus).toBeGreaterThan(0);
      expect(facts.memoryBytes).toBeGreaterThan(0);
    }
  });

  it('sees hosts without the control plane, networks, storages and images', async () => {
    const all = await collect(aCollector());
    expect(only(all, 'gap')).toEqual([]);
    expect(only(all, 'cluster')).toMatchObject([
      { name: cluster, version: 'KubeVirt v1.6.2, Kubernetes v1.32.4' },
    ]);
    expect(only(all, 'host').map(host => host.name)).toEqual([
      'kv-c1',
      'kv-c2',
      'kv-c3',
    ]);
    const networks = only(all, 'network');
    expect(networks.map(({ name, vlanTag }) => [name, vlanTag])).toEqual([
      ['Pod network', null],
      ['default/fleet', 1400],
      ['default/vlan-20', 20],
      ['default/vlan-40', 40],
    ]);
    const names = new Set(networks.map(({ name }) => name));
    for (const guest of only(all, 'guest')) {
      for (const nic of detailsOf(guest).nics) {
        expect(names).toContain(nic.network);
      }
    }
    expect(
      only(all, 'storage').map(({ name, shared }) => [name, shared]),
    ).toEqual([
      ['local-path', false],
      ['longhorn', true],
    ]);
    expect(
      only(all, 'image').map(({ name, imageKind }) => [imageKind, name]),
    ).toEqual([
      ['size', 'u1.large'],
      ['size', 'u1.medium'],
      ['size', 'u1.small'],
      ['size', 'u1.xlarge'],
      ['disk', 'golden-images/debian-13'],
      ['disk', 'golden-images/ubuntu-24-04'],
    ]);
  });

  it('keeps no user data, wherever the platform keeps it', async () => {
    const all = await collect(aCollector());
    expect(JSON.stringify(all)).not.toContain('canary');
    // It was there to be kept.
    const { url, token } = lab.estate(cluster);
    const { raw } = detailsOf(named(only(all, 'guest'), 'web-a'));
    expect(JSON.stringify(raw)).toContain('cloudInitNoCloud');
    expect(`${url}${token}`).not.toBe('');
  });

  it('finds everything the same the second time', async () => {
    const collector = aCollector();
    const first = await guestsOf(collector);
    const second = await guestsOf(collector, { known: remembered(first) });
    expect(second.filter(({ details }) => details.state !== 'same')).toEqual(
      [],
    );
    expect(second.filter(({ memory }) => memory)).toEqual([]);
  });

  it('keeps what a guest said of itself while it is stopped', async () => {
    const collector = aCollector();
    const first = await guestsOf(collector);
    await act('stop', 'warehouse-reports');
    await act('stop', 'warehouse');
    const second = await guestsOf(collector, { known: remembered(first) });
    const warehouse = named(second, 'warehouse');
    expect(warehouse.facts.powerState).toBe('stopped');
    expect(detailsOf(warehouse)).toMatchObject({
      osType: expect.stringContaining('Rocky'),
      agentState: 'unknown',
      nics: [{ addresses: [{ address: '10.50.40.21' }] }],
    });
    await act('start', 'warehouse');
    await act('start', 'warehouse-reports');
  });
});
