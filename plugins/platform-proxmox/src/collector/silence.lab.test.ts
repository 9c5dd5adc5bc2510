import { only, remembered } from '@flyloft/plugin-inventory-node/testing';
import { proxmoxLab } from '../__testUtils__/proxmoxLab';

const { lab, aCollector, collect, truth, calls } = proxmoxLab();

describe('entry nodes', () => {
  it('get few calls at a time, and connections are used beyond their hundred', async () => {
    const collector = aCollector('pve-west', {
      endpoints: lab.cluster('pve-west').endpoints.slice(0, 1),
      parallelCalls: 6,
    });
    // Late answers make calls meet.
    const mend = await lab.fault({ kind: 'slow', milliseconds: 15 });
    for (let run = 0; run < 4; run += 1)
      expect(only(await collect(collector), 'gap')).toEqual([]);
    await mend();
    const entry = (await calls())['pve-west/pve-w1'];
    expect(entry.total).toBeGreaterThan(600);
    expect(entry.maxInFlight).toBeGreaterThan(3);
    expect(entry.maxInFlight).toBeLessThanOrEqual(6);
  }, 60_000);

  it.each([
    ['that cut every call', { kind: 'cut' }],
    ['that answer 503', { kind: 'status', status: 503 }],
    ['that send half a body', { kind: 'half-body' }],
    ['that send what is no JSON', { kind: 'wrong-json' }],
  ])(
    '%s are stepped over, and nothing is missed',
    async (_, fault) => {
      await lab.fault({ ...fault, cluster: 'pve-west', entry: 'pve-w1' });
      const all = await collect(aCollector());
      expect(only(all, 'guest')).toHaveLength((await truth('pve-west')).length);
      expect(only(all, 'gap')).toEqual([]);
      expect(
        only(all, 'guest').filter(guest => guest.details.state !== 'read'),
      ).toEqual([]);
    },
    60_000,
  );

  it('that all fail end the run', async () => {
    await lab.fault({ kind: 'cut', cluster: 'pve-west' });
    await expect(collect(aCollector())).rejects.toMatchObject({
      failure: 'unavailable',
    });
  }, 60_000);

  it.each([
    [
      'half a list',
      { kind: 'half-body', path: '/cluster/resources' },
      'unavailable',
    ],
    [
      'a list that is no JSON',
      { kind: 'wrong-json', path: '/cluster/resources' },
      'malformed',
    ],
  ])(
    'never have %s taken for the whole',
    async (_, fault, failure) => {
      await lab.fault({ cluster: 'pve-west', ...fault });
      await expect(collect(aCollector())).rejects.toMatchObject({ failure });
    },
    60_000,
  );
});

describe('silence', () => {
  it.each([['node-silent'], ['node-down']])(
    'of a node (%s) makes it unreachable, and its guests untold, never absent',
    async kind => {
      const before = await collect(aCollector());
      await lab.fault({ kind, cluster: 'pve-west', node: 'pve-w3' });
      const all = await collect(aCollector());
      expect(only(all, 'unreachable')).toMatchObject([
        { scope: 'host', externalId: 'pve-w3' },
      ]);
      const host = only(all, 'host').find(each => each.externalId === 'pve-w3');
      expect(['offline', 'unknown']).toContain(host?.status);
      expect(host?.memoryBytes).toBeUndefined();

      const ids = (observations: typeof all) =>
        only(observations, 'guest')
          .map(guest => guest.externalId)
          .sort();
      expect(ids(all)).toEqual(ids(before));
      const there = only(all, 'guest').filter(
        guest => guest.facts.hostExternalId === 'pve-w3',
      );
      expect(there.length).toBeGreaterThan(3);
      for (const guest of there) {
        expect(guest.facts).toMatchObject({
          name: undefined,
          vcpus: undefined,
          powerState: 'unknown',
        });
        expect(guest.details).toMatchObject({
          state: 'unread',
          reason: expect.stringContaining('pve-w3'),
        });
      }
      const rest = only(all, 'guest').filter(
        guest => guest.facts.hostExternalId !== 'pve-w3',
      );
      expect(rest.filter(guest => guest.details.state !== 'read')).toEqual([]);

      expect(only(all, 'gap').flatMap(gap => gap.withholdsDeletions)).toContain(
        'network',
      );
      expect(
        only(all, 'network').find(each => each.name === 'vmbr0')?.hosts,
      ).toBeUndefined();
      const storages = (observations: typeof all) =>
        only(observations, 'storage').map(each => each.externalId);
      expect(storages(all)).toEqual(storages(before));
    },
    60_000,
  );

  it('keeps the digest of a guest it could not read', async () => {
    const known = remembered(only(await collect(aCollector()), 'guest'));
    await lab.fault({
      kind: 'node-silent',
      cluster: 'pve-west',
      node: 'pve-w3',
    });
    for (const guest of only(await collect(aCollector(), { known }), 'guest')) {
      expect(guest.detailsDigest).toBe(known.get(guest.externalId)?.digest);
    }
  }, 60_000);

  it('of the way to a node costs its guests their details, and a few calls only', async () => {
    await lab.fault({
      kind: 'status',
      status: 595,
      cluster: 'pve-west',
      path: '/nodes/pve-w3/*/*/config',
    });
    const all = await collect(aCollector('pve-west', { parallelCalls: 1 }));
    expect(only(all, 'unreachable')).toEqual([]);
    const unread = only(all, 'guest').filter(
      guest => guest.details.state === 'unread',
    );
    expect(new Set(unread.map(guest => guest.facts.hostExternalId))).toEqual(
      new Set(['pve-w3']),
    );
    expect(unread[0].facts.name).toEqual(expect.any(String));
    expect(only(all, 'gap').map(gap => gap.scope)).toContain(
      'guest configurations',
    );
  }, 60_000);

  it('of all agents delays a run by little, and takes nothing back', async () => {
    const known = remembered(only(await collect(aCollector()), 'guest'));
    const collector = aCollector('pve-west', {
      agent: { timeout: { milliseconds: 300 } },
    });
    await lab.fault({
      kind: 'slow',
      milliseconds: 60_000,
      path: '/nodes/*/qemu/*/agent/**',
    });
    const before = Date.now();
    const all = only(await collect(collector, { known }), 'guest');
    expect(Date.now() - before).toBeLessThan(8_000);
    expect(all.filter(guest => guest.details.state !== 'same')).toEqual([]);
  }, 60_000);

  it('of one configuration is that guest’s matter alone', async () => {
    await lab.fault({
      kind: 'wrong-json',
      cluster: 'pve-west',
      path: '/nodes/*/qemu/120/config',
    });
    const all = await collect(aCollector());
    const unread = only(all, 'guest').filter(
      guest => guest.details.state === 'unread',
    );
    expect(unread.map(guest => guest.externalId)).toEqual(['120']);
    expect(unread[0].facts.name).toBe('web-1');
    expect(
      only(all, 'gap')
        .map(gap => gap.scope)
        .sort(),
    ).toEqual(['guest configurations', 'networks']);
  }, 60_000);
});
