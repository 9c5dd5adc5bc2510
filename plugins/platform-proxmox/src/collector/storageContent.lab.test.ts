import { only } from '@flyloft/plugin-inventory-node/testing';
import { proxmoxLab } from '../__testUtils__/proxmoxLab';

const { aCollector, collect } = proxmoxLab();

describe('backups', () => {
  it('are told of each guest, else its newest snapshot, else none', async () => {
    const guests = only(await collect(aCollector()), 'guest');
    const kinds = new Map<string, number>();
    for (const { externalId, facts } of guests) {
      const kind = `${facts.lastBackupKind}`;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const tagged =
        externalId !== '108' && (facts.tags?.includes('production') ?? false);
      expect([externalId, facts.lastBackupKind === 'backup']).toEqual([
        externalId,
        tagged,
      ]);
      if (tagged) {
        expect(facts).toMatchObject({
          lastBackupAt: expect.stringMatching(/^2026-11-14T2/),
          lastBackupSource: 'nas-backup',
        });
      }
    }
    expect([...kinds.keys()].sort()).toEqual(['backup', 'null', 'snapshot']);
    expect(
      guests.find(guest => guest.externalId === '108')?.facts,
    ).toMatchObject({
      lastBackupAt: expect.any(String),
      lastBackupKind: 'snapshot',
      lastBackupSource: expect.any(String),
    });
  }, 30_000);

  it('are left out on request, without a gap', async () => {
    const all = await collect(
      aCollector('pve-west', { backups: { enabled: false } }),
    );
    expect(only(all, 'gap')).toEqual([]);
    for (const { facts } of only(all, 'guest')) {
      expect(facts.lastBackupAt).toBeUndefined();
    }
  }, 30_000);
});

describe('what storages hold', () => {
  it('is told as images, a shared one once', async () => {
    const images = only(await collect(aCollector()), 'image');
    expect(images.map(image => [image.imageKind, image.name])).toEqual([
      ['iso', 'debian-13.2.0-amd64-netinst.iso'],
      ['iso', 'systemrescue-12.02-amd64.iso'],
      ['iso', 'virtio-win-0.1.285.iso'],
      ['container-template', 'alpine-3.22-default_20250617_amd64.tar.xz'],
      ['container-template', 'debian-13-standard_13.1-2_amd64.tar.zst'],
    ]);
  }, 30_000);
});

describe('contracts and replication', () => {
  it('are told of hosts and guests', async () => {
    const all = await collect(aCollector('pve-east'));
    for (const host of only(all, 'host')) {
      expect(host).toMatchObject({
        subscription: 'community: active',
        certificateExpiresAt: expect.any(String),
        subscriptionExpiresAt: expect.any(String),
        maintenance: false,
      });
    }
    const replicated = only(all, 'guest').filter(
      ({ facts }) => facts.replication !== null,
    );
    expect(replicated.length).toBeGreaterThan(0);
    for (const { facts } of replicated) {
      expect(facts.replication).toMatch(/^pve-e\d: ok$/);
    }
    expect(
      only(all, 'network').find(network => network.name === 'vnlab'),
    ).toMatchObject({ prefixes: ['192.168.80.0/24'] });
  }, 30_000);
});

describe('high availability', () => {
  const rulesOf = async (platform?: string) =>
    only(await collect(aCollector(platform)), 'guest')
      .filter(({ facts }) => facts.haRules)
      .map(({ externalId, facts }) => [externalId, facts.haRules]);

  it('is told by the groups of version 8', async () => {
    expect(await rulesOf('pve-east')).toEqual([
      [expect.any(String), 'prefer-e1: rather on pve-e1, pve-e2'],
    ]);
  }, 30_000);

  it('is told by the rules of version 9, of each guest with the others', async () => {
    const told = new Map(
      (await rulesOf('pve-west')) as Array<[string, string]>,
    );
    const [first, second] = [...told.keys()].sort(
      (one, other) => Number(one) - Number(other),
    );
    expect(told.size).toBe(2);
    expect(told.get(first!)).toMatch(
      new RegExp(
        `^keep-apart: apart from vm:${second}; stay-near: rather on pve-\\w+$`,
      ),
    );
    expect(told.get(second!)).toBe(`keep-apart: apart from vm:${first}`);
  }, 30_000);
});
