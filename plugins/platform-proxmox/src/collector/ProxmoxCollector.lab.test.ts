import { startLabProcess, type LabProcess } from '@flyloft/backend-kit/testing';
import type { ObservedGuest } from '@flyloft/plugin-inventory-node';
import {
  aContext,
  everything,
  only,
  remembered,
} from '@flyloft/plugin-inventory-node/testing';
import { labCollector } from '../__testUtils__/labCollector';

/** The lab's own word on a guest, from its control endpoint. */
interface TrueGuest {
  vmid: number;
  kind: 'qemu' | 'lxc';
  node: string;
  name: string;
  power: string;
  lock: string | null;
  pool: string | null;
  tags: string[];
  template: boolean;
  cpus: number;
  memoryBytes: number;
  biosUuid: string | null;
  agent: string | null;
  hostname: string;
  system: string;
  config: { cores?: number };
  nics: Array<{
    key: string;
    mac: string;
    bridge: string | null;
    vlan: number | null;
    addresses: string[];
  }>;
}
interface Calls {
  [entry: string]: {
    total: number;
    maxInFlight: number;
    byPath: Record<string, number>;
  };
}

let lab: LabProcess;
const collectors: Array<ReturnType<typeof labCollector>> = [];

beforeAll(async () => {
  lab = await startLabProcess();
}, 90_000);
beforeEach(() => lab.control('DELETE', '/calls'));
afterEach(async () => {
  await lab.control('DELETE', '/faults');
  await Promise.all(collectors.splice(0).map(each => each.close?.()));
});
afterAll(() => lab?.stop());

/** A collector of one of the lab's clusters, closed after the test. */
function aCollector(cluster = 'pve-west', overrides: object = {}) {
  const collector = labCollector(lab.cluster(cluster), {
    agent: { timeout: { milliseconds: 300 } },
    ...overrides,
  });
  collectors.push(collector);
  return collector;
}
const collect = (
  collector: ReturnType<typeof labCollector>,
  context: Parameters<typeof aContext>[0] = {},
) => everything(collector.collect(aContext(context)));
const truth = async (cluster: string) =>
  (
    await lab.control<{ items: TrueGuest[] }>(
      'GET',
      `/world/guests?cluster=${cluster}`,
    )
  ).items;
const calls = () => lab.control<Calls>('GET', '/calls');
const detailsOf = (guest: ObservedGuest | undefined) => {
  if (guest?.details.state !== 'read') {
    throw new Error(`not read: ${JSON.stringify(guest?.details)}`);
  }
  return guest.details.value;
};
const sortedAddresses = (addresses: string[]) =>
  addresses.filter(each => !each.startsWith('fe80')).sort();

describe.each(['pve-west', 'pve-east'])('the default world of %s', cluster => {
  it('is seen as it is', async () => {
    const observed = only(await collect(aCollector(cluster)), 'guest');
    const expected = await truth(cluster);
    const byId = new Map(observed.map(guest => [guest.externalId, guest]));
    expect([...byId.keys()].sort()).toEqual(
      expected.map(guest => String(guest.vmid)).sort(),
    );
    for (const guest of expected) {
      const seen = byId.get(String(guest.vmid))!;
      const details = detailsOf(seen);
      const answers =
        guest.power === 'running' &&
        (guest.kind === 'lxc' || guest.agent === 'answering');
      expect({
        type: seen.type,
        ...seen.facts,
        uuid: details.biosUuid,
        nics: details.nics.map(nic => [
          nic.key,
          nic.macAddress,
          nic.network,
          nic.vlanTag,
        ]),
        agent: details.agentState === 'running',
        hostName: answers ? details.hostName : null,
      }).toMatchObject({
        type: guest.kind === 'qemu' ? 'virtual-machine' : 'container',
        name: guest.name,
        hostExternalId: guest.node,
        lock: guest.lock,
        pool: guest.pool,
        tags: guest.tags,
        template: guest.template,
        // The lab says, as Proxmox does, the host's threads where none are set.
        vcpus: guest.kind === 'lxc' && !guest.config.cores ? null : guest.cpus,
        memoryBytes: guest.memoryBytes,
        uuid: guest.biosUuid,
        nics: guest.nics.map(nic => [
          nic.key,
          nic.mac.toLocaleLowerCase('en-US'),
          nic.bridge,
          nic.vlan,
        ]),
        agent: answers && guest.kind === 'qemu',
        hostName: answers ? guest.hostname : null,
      });
      if (!answers) continue;
      for (const nic of guest.nics) {
        const shown = details.nics.find(each => each.key === nic.key)!;
        expect(
          sortedAddresses(
            shown.addresses.map(each => `${each.address}/${each.prefixLength}`),
          ),
        ).toEqual(sortedAddresses(nic.addresses));
      }
    }
  }, 30_000);

  it('has its hosts, storages and networks, and no gap', async () => {
    const all = await collect(aCollector(cluster));
    expect(only(all, 'gap')).toEqual([]);
    expect(only(all, 'unreachable')).toEqual([]);
    expect(only(all, 'cluster')).toMatchObject([
      { name: cluster, quorate: true },
    ]);
    for (const host of only(all, 'host')) {
      expect(host).toMatchObject({
        status: 'online',
        version: lab.cluster(cluster).version,
        cpuModel: expect.any(String),
        memoryBytes: expect.any(Number),
        startedAt: expect.any(String),
      });
    }
    const names = (kind: 'network' | 'storage') =>
      only(all, kind).map(each => each.externalId);
    expect(new Set(names('network')).size).toBe(names('network').length);
    expect(new Set(names('storage')).size).toBe(names('storage').length);
    for (const guest of only(all, 'guest')) {
      for (const nic of detailsOf(guest).nics) {
        if (nic.network === null) continue;
        const network = nic.vlanTag
          ? `${nic.network}.${nic.vlanTag}`
          : nic.network;
        expect(names('network')).toContain(network);
      }
    }
  }, 30_000);
});

describe('a second run', () => {
  it('finds everything the same, and leaves silent agents alone', async () => {
    const collector = aCollector();
    const first = only(await collect(collector), 'guest');
    await lab.control('DELETE', '/calls');
    const second = only(
      await collect(collector, { known: remembered(first) }),
      'guest',
    );
    expect(second.filter(guest => guest.details.state !== 'same')).toEqual([]);
    expect(second.filter(guest => guest.memory)).toEqual([]);
    const asked = Object.values(await calls()).reduce(
      (sum, entry) =>
        sum +
        (entry.byPath['GET /nodes/*/qemu/*/agent/network-get-interfaces'] ?? 0),
      0,
    );
    const answering = (await truth('pve-west')).filter(
      guest => guest.power === 'running' && guest.agent === 'answering',
    );
    expect(asked).toBe(answering.length);
  }, 30_000);

  it('reads again what changed: a configuration, an address, a name', async () => {
    const collector = aCollector();
    const known = remembered(only(await collect(collector), 'guest'));
    await lab.guest({
      action: 'configure',
      cluster: 'pve-west',
      vmid: 120,
      set: { description: 'Changed' },
    });
    await lab.guest({
      action: 'inside',
      cluster: 'pve-west',
      vmid: 121,
      addresses: { net0: ['10.10.20.212/24'] },
    });
    await lab.guest({
      action: 'rename',
      cluster: 'pve-west',
      vmid: 122,
      name: 'web-three',
    });
    const second = only(await collect(collector, { known }), 'guest');
    const read = second.filter(guest => guest.details.state === 'read');
    expect(read.map(guest => guest.externalId).sort()).toEqual([
      '120',
      '121',
      '122',
    ]);
    const of = (id: string) => read.find(guest => guest.externalId === id);
    expect(detailsOf(of('120')).description).toBe('Changed');
    expect(detailsOf(of('121')).nics[0].addresses).toMatchObject([
      { address: '10.10.20.212' },
    ]);
    expect(of('122')?.facts.name).toBe('web-three');
  }, 30_000);

  it('keeps what a guest said of itself while it is stopped or silent', async () => {
    const collector = aCollector();
    const known = remembered(only(await collect(collector), 'guest'));
    await lab.guest({ action: 'stop', cluster: 'pve-west', vmid: 115 });
    await lab.guest({
      action: 'inside',
      cluster: 'pve-west',
      vmid: 111,
      agent: 'hung',
    });
    const second = only(await collect(collector, { known }), 'guest');
    const of = (id: string) => second.find(guest => guest.externalId === id);
    expect(of('115')).toMatchObject({
      facts: { powerState: 'stopped' },
      details: { state: 'same' },
    });
    // One silence is forgiven.
    expect(of('111')?.details).toEqual({ state: 'same' });
    const third = only(
      await collect(collector, { known: remembered(second, known) }),
      'guest',
    ).find(guest => guest.externalId === '111');
    expect(detailsOf(third).agentState).toBe('not-running');
    expect(detailsOf(third).nics[0].addresses).not.toEqual([]);
    await lab.guest({
      action: 'inside',
      cluster: 'pve-west',
      vmid: 111,
      agent: 'answering',
    });
  }, 30_000);
});

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
    const collector = aCollector();
    const known = remembered(only(await collect(collector), 'guest'));
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

describe('a run', () => {
  it('ends with the reason it is called off for', async () => {
    await lab.fault({
      kind: 'slow',
      milliseconds: 20_000,
      path: '/nodes/*/*/*/config',
    });
    const controller = new AbortController();
    const reason = new Error('cancelled by a person');
    const run = collect(aCollector(), {
      signal: controller.signal,
      progress: ({ phase }) => {
        if (phase === 'Reading hosts')
          setTimeout(() => controller.abort(reason), 300);
      },
    });
    await expect(run).rejects.toBe(reason);
  }, 15_000);

  it('stops its calls when nobody takes any more', async () => {
    const stream = aCollector().collect(aContext());
    for await (const each of stream) if (each.kind === 'guest') break;
    await lab.control('DELETE', '/calls');
    const after = Object.values(await calls()).reduce(
      (sum, entry) => sum + entry.total,
      0,
    );
    expect(after).toBe(0);
  }, 30_000);

  it('says how far it is', async () => {
    const steps: Array<{ phase: string; done: number; total: number | null }> =
      [];
    await collect(aCollector(), { progress: step => steps.push(step) });
    expect([...new Set(steps.map(step => step.phase))]).toEqual([
      'Reading the cluster',
      'Reading hosts',
      'Reading what storages hold',
      'Reading guests',
    ]);
    const last = steps.at(-1)!;
    expect(last.done).toBe(last.total);
  }, 30_000);
});

describe('identity', () => {
  // The task log counts whole seconds.
  const since = () => new Date(Date.now() - 2_000);
  const evidenceOf = async (vmid: number, lastCollectedAt: Date) =>
    only(
      await collect(aCollector('pve-east'), { lastCollectedAt }),
      'guest',
    ).find(guest => guest.externalId === String(vmid))?.evidence;

  it('has the task log’s word on a VM id that was used again', async () => {
    const [machine] = (await truth('pve-east')).filter(
      guest => guest.kind === 'qemu' && !guest.template && guest.lock === null,
    );
    const before = since();
    await lab.guest({
      action: 'reuse-id',
      cluster: 'pve-east',
      vmid: machine.vmid,
    });
    const evidence = await evidenceOf(machine.vmid, before);
    expect(evidence?.destroyedSince).toBe(true);
    expect(evidence?.biosUuid).not.toBe(machine.biosUuid);
  }, 30_000);

  it('has its word on a restore in place', async () => {
    const [container] = (await truth('pve-east')).filter(
      guest => guest.kind === 'lxc' && !guest.template && guest.lock === null,
    );
    const before = since();
    await lab.guest({
      action: 'restore-in-place',
      cluster: 'pve-east',
      vmid: container.vmid,
    });
    const evidence = await evidenceOf(container.vmid, before);
    expect(evidence?.restoredSince).toBe(true);
    expect(evidence?.macAddresses).toEqual(
      container.nics.map(nic => nic.mac.toLocaleLowerCase('en-US')),
    );
  }, 30_000);
});

it('lets no secret out, neither in what it yields nor in a log', async () => {
  const canary = 'cAnArY-5521';
  await lab.guest({
    action: 'configure',
    cluster: 'pve-west',
    vmid: 123,
    set: {
      cipassword: canary,
      sshkeys: `ssh-ed25519%20${canary}`,
      args: `-object secret,id=s0,data=${canary}`,
      description: `root password: ${canary}`,
    },
  });
  const { tokenSecret } = lab.cluster('pve-west');
  const context = aContext();
  const yielded = JSON.stringify(
    await everything(aCollector().collect(context)),
  );
  const logged = JSON.stringify(
    Object.values(context.logger).flatMap(
      each => (each as Partial<jest.Mock>).mock?.calls ?? [],
    ),
  );
  for (const secret of [canary, tokenSecret]) {
    expect(yielded).not.toContain(secret);
    expect(logged).not.toContain(secret);
  }
}, 30_000);
