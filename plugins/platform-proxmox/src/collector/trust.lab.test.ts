import { only } from '@flyloft/plugin-inventory-node/testing';
import { proxmoxLab } from '../__testUtils__/proxmoxLab';

const { lab, aCollector, collect, truth, calls } = proxmoxLab();

describe('trust', () => {
  const total = async () =>
    Object.values(await calls()).reduce((sum, entry) => sum + entry.total, 0);

  it('goes by pinned fingerprints alone', async () => {
    const { fingerprints } = lab.cluster('pve-west');
    const collector = aCollector('pve-west', { ca: undefined, fingerprints });
    await expect(
      collector.check(AbortSignal.timeout(10_000)),
    ).resolves.toMatchObject({
      version: lab.cluster('pve-west').version,
    });
  });

  it.each([
    [
      'a fingerprint is another',
      () => ({
        ca: undefined,
        fingerprints: lab.cluster('pve-east').fingerprints,
      }),
      'which is not configured',
    ],
    [
      'the CA is another cluster’s',
      () => ({ ca: lab.cluster('pve-east').caPem }),
      'certificate',
    ],
    ['no CA is configured', () => ({ ca: undefined }), 'certificate'],
    [
      'the CA holds but the pin does not',
      () => ({ fingerprints: lab.cluster('pve-east').fingerprints }),
      'which is not configured',
    ],
  ])(
    'is refused when %s, before the token is sent',
    async (_, trust, words) => {
      const collector = aCollector('pve-west', trust());
      const run = collect(collector);
      await expect(run).rejects.toMatchObject({ failure: 'untrusted' });
      await expect(run).rejects.toThrow(words);
      const check = collector.check(AbortSignal.timeout(10_000));
      await expect(check).rejects.toMatchObject({ step: 'certificate' });
      expect(await total()).toBe(0);
    },
  );

  it('ends a run whose token is refused, without showing it', async () => {
    const tokenSecret = '00000000-1111-2222-3333-444444444444';
    const run = collect(aCollector('pve-west', { tokenSecret }));
    await expect(run).rejects.toMatchObject({ failure: 'unauthenticated' });
    await expect(run).rejects.not.toThrow(tokenSecret);
  }, 30_000);

  it('says at which step a check ended, without the words of what answered', async () => {
    const tokenSecret = '00000000-1111-2222-3333-444444444444';
    const check = aCollector('pve-west', { tokenSecret }).check(
      AbortSignal.timeout(10_000),
    );
    await expect(check).rejects.toMatchObject({ step: 'sign-in' });
    await expect(check).rejects.toThrow(
      /^The platform refused .* \(HTTP 401\)$/,
    );
  }, 30_000);

  it('ends a run whose token is refused halfway', async () => {
    await lab.fault({
      kind: 'status',
      status: 401,
      cluster: 'pve-west',
      path: '/nodes/*/qemu/120/config',
    });
    await expect(collect(aCollector())).rejects.toMatchObject({
      failure: 'unauthenticated',
    });
  }, 30_000);

  it('renews a ticket that ran out', async () => {
    const { adminUser, adminPassword } = lab.cluster('pve-west');
    const collector = aCollector('pve-west', {
      tokenId: undefined,
      tokenSecret: undefined,
      username: adminUser,
      password: adminPassword,
    });
    await expect(
      collector.check(AbortSignal.timeout(10_000)),
    ).resolves.toMatchObject({
      identity: adminUser,
      missingPrivileges: [],
    });
    await lab.fault({ kind: 'expired-ticket', cluster: 'pve-west' });
    const all = await collect(collector);
    expect(only(all, 'gap')).toEqual([]);
  }, 60_000);
});

describe('privileges', () => {
  const allKinds = ['cluster', 'guest', 'host', 'image', 'network', 'storage'];
  const withheld = (all: Awaited<ReturnType<typeof collect>>) =>
    [
      ...new Set(only(all, 'gap').flatMap(gap => gap.withholdsDeletions)),
    ].sort();

  it('that were taken away never look like an empty platform', async () => {
    await lab.fault({ kind: 'emptied-acl', cluster: 'pve-west' });
    const all = await collect(aCollector());
    expect(only(all, 'guest')).toEqual([]);
    expect(withheld(all)).toEqual(allKinds);
    expect(only(all, 'gap').map(gap => gap.reason)).toEqual(
      expect.arrayContaining([
        'VM.Audit on /vms is missing',
        'Sys.Audit on / is missing',
      ]),
    );
  }, 30_000);

  it('that a token never had do not, either', async () => {
    const { unprivilegedTokenId, unprivilegedTokenSecret } =
      lab.cluster('pve-east');
    const all = await collect(
      aCollector('pve-east', {
        tokenId: unprivilegedTokenId,
        tokenSecret: unprivilegedTokenSecret,
      }),
    );
    expect(only(all, 'guest')).toEqual([]);
    expect(withheld(all)).toEqual(allKinds);
    expect(only(all, 'gap').map(gap => gap.scope)).toContain(
      'when guests were last backed up',
    );
  }, 30_000);

  it.each([
    ['pve-west', 'VM.GuestAgent.Audit'],
    ['pve-east', 'VM.Monitor'],
  ])(
    'are named by a check of %s, the agent’s as its version calls it',
    async (cluster, agent) => {
      await expect(
        aCollector(cluster).check(AbortSignal.timeout(10_000)),
      ).resolves.toEqual({
        version: lab.cluster(cluster).version,
        identity: 'flyloft@pve!portal',
        missingPrivileges: [],
        guests: (await truth(cluster)).length,
      });
      const {
        unprivilegedTokenId: tokenId,
        unprivilegedTokenSecret: tokenSecret,
      } = lab.cluster(cluster);
      const check = await aCollector(cluster, { tokenId, tokenSecret }).check(
        AbortSignal.timeout(10_000),
      );
      expect(check.guests).toBe(0);
      expect(
        check.missingPrivileges.map(each => [each.path, each.privilege]),
      ).toEqual([
        ['/vms', 'VM.Audit'],
        ['/', 'Sys.Audit'],
        ['/storage', 'Datastore.Audit'],
        ['/sdn', 'SDN.Audit'],
        ['/vms', agent],
      ]);
    },
  );
});
