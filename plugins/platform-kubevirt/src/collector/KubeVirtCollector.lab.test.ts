import { startLabProcess, type LabProcess } from '@flyloft/backend-kit/testing';
import type {
  KnownGuest,
  ObservedGuest,
  PlatformSignal,
} from '@flyloft/plugin-inventory-node';
import {
  aContext,
  everything,
  only,
} from '@flyloft/plugin-inventory-node/testing';
import { labCollector } from '../__testUtils__/labCollector';

const cluster = 'kv-central';
const machineList = '/apis/kubevirt.io/v1/virtualmachines';
const instanceList = '/apis/kubevirt.io/v1/virtualmachineinstances';

// Real sockets, on a machine that may be busy.
jest.setTimeout(60_000);

let lab: LabProcess;
const collectors: Array<ReturnType<typeof labCollector>> = [];

beforeAll(async () => {
  // More than two pages, so that lists are paged and joined.
  lab = await startLabProcess({ estateGuests: 600 });
}, 90_000);
afterEach(async () => {
  await lab.control('DELETE', '/faults');
  await Promise.all(collectors.splice(0).map(each => each.close?.()));
});
afterAll(() => lab?.stop());

function aCollector(overrides: object = {}) {
  const collector = labCollector(lab.estate(cluster), overrides);
  collectors.push(collector);
  return collector;
}
const collect = (
  collector: ReturnType<typeof labCollector>,
  context: Parameters<typeof aContext>[0] = {},
) => everything(collector.collect(aContext(context)));
const guestsOf = async (
  collector = aCollector(),
  context: Parameters<typeof aContext>[0] = {},
) => only(await collect(collector, context), 'guest');
const named = (guests: ObservedGuest[], name: string) =>
  guests.find(guest => guest.facts.name === name)!;
const detailsOf = (guest: ObservedGuest) => {
  if (guest.details.state !== 'read') {
    throw new Error(`not read: ${JSON.stringify(guest.details)}`);
  }
  return guest.details.value;
};
const act = (action: string, machine: string, rest: object = {}) =>
  lab.guest({ action, cluster, machine, ...rest });

/** What the engine would hand back of these guests at the next run. */
function remembered(guests: ObservedGuest[]): Map<string, KnownGuest> {
  return new Map(
    guests.map(({ externalId, detailsDigest, memory }) => [
      externalId,
      {
        externalId,
        digest: detailsDigest,
        memory: memory ? JSON.parse(JSON.stringify(memory)) : null,
      },
    ]),
  );
}

describe('a run', () => {
  it('sees every guest once, joined with what runs of it', async () => {
    const guests = await guestsOf();
    expect(guests).toHaveLength(606);
    expect(new Set(guests.map(guest => guest.externalId)).size).toBe(606);
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

describe('a node', () => {
  it('that fell silent makes its guests unreachable, and no other', async () => {
    await lab.fault({ kind: 'node-silent', cluster, node: 'kv-c2' });
    const all = await collect(aCollector());
    expect(only(all, 'unreachable')).toEqual([
      {
        kind: 'unreachable',
        scope: 'host',
        externalId: 'kv-c2',
        reason: 'not ready: Kubelet stopped posting node status.',
      },
    ]);
    expect(only(all, 'host').map(host => host.status)).toEqual([
      'online',
      'unknown',
      'online',
    ]);
    expect(only(all, 'guest')).toHaveLength(606);
  });
});

describe('faults', () => {
  it.each([
    ['one call fails', { kind: 'status', status: 503, times: 1 }],
    ['one call is cut', { kind: 'cut', times: 1 }],
    ['one answer is half', { kind: 'half-body', times: 1, path: machineList }],
    [
      'one answer is no JSON',
      { kind: 'wrong-json', times: 1, path: machineList },
    ],
  ])('%s: asked again, nothing missed', async (_, fault) => {
    await lab.fault({ cluster, ...fault });
    expect(await guestsOf()).toHaveLength(606);
  });

  it.each([
    ['every call fails', { kind: 'status', status: 503 }, 'unavailable'],
    ['every call is cut', { kind: 'cut' }, 'unavailable'],
    [
      'half of every list of machines is missing',
      { kind: 'half-list', path: machineList },
      'malformed',
    ],
    [
      'half of what runs is missing',
      { kind: 'half-list', path: instanceList },
      'malformed',
    ],
    [
      'the right to list is lost',
      { kind: 'empty-list', path: machineList },
      'refused',
    ],
    ['all rights are lost', { kind: 'emptied-acl' }, 'refused'],
  ])(
    '%s: the run ends',
    async (_, fault, failure) => {
      await lab.fault({ cluster, ...fault });
      await expect(collect(aCollector())).rejects.toMatchObject({ failure });
    },
    30_000,
  );

  it('a list that expired between two pages goes on in a newer picture', async () => {
    const collector = aCollector();
    let expired = false;
    const guests = await guestsOf(collector, {
      progress: ({ phase, done }) => {
        if (phase !== 'Reading guests' || done < 1 || expired) return;
        expired = true;
        void lab.fault({ kind: 'expired-ticket', cluster });
      },
    });
    expect(expired).toBe(true);
    expect(new Set(guests.map(guest => guest.externalId)).size).toBe(606);
  });

  it('an abort ends the run with its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = collect(aCollector(), {
      signal: controller.signal,
      progress: ({ phase }) => {
        if (phase === 'Reading guests') controller.abort(reason);
      },
    });
    await expect(run).rejects.toBe(reason);
  });
});

describe('trust and sign-in', () => {
  const signal = () => AbortSignal.timeout(10_000);

  it('goes by a pinned fingerprint alone', async () => {
    const { fingerprint } = lab.estate(cluster);
    const collector = aCollector({
      ca: undefined,
      fingerprints: [fingerprint],
    });
    await expect(collector.check(signal())).resolves.toEqual({
      version: 'KubeVirt v1.6.2, Kubernetes v1.32.4',
      identity: 'system:serviceaccount:flyloft:flyloft-reader',
      missingPrivileges: [],
      guests: 606,
    });
  });

  it('goes by a kubeconfig', async () => {
    const { url, token, caPem } = lab.estate(cluster);
    const kubeconfig = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'central',
          cluster: {
            server: url,
            'certificate-authority-data': Buffer.from(caPem).toString('base64'),
          },
        },
      ],
      users: [{ name: 'reader', user: { token } }],
      contexts: [
        { name: 'reader', context: { cluster: 'central', user: 'reader' } },
      ],
      'current-context': 'reader',
    });
    const alone = { kubeconfig, token: undefined, ca: undefined };
    const collector = aCollector({ ...alone, server: undefined });
    await expect(collector.check(signal())).resolves.toMatchObject({
      guests: 606,
    });
    const other = { ...alone, server: 'https://elsewhere.example.org' };
    const elsewhere = aCollector(other).check(signal());
    await expect(elsewhere).rejects.toMatchObject({ step: 'sign-in' });
    await expect(elsewhere).rejects.toThrow(
      `must be the server that the kubeconfig names: ${url}`,
    );
    // Jest reads the whole of the library first.
  }, 90_000);

  it.each([
    ['no CA', { ca: undefined }],
    ['another fingerprint', { fingerprints: ['0'.repeat(64)] }],
  ])('is refused with %s', async (_, trust) => {
    const collector = aCollector(trust);
    await expect(collect(collector)).rejects.toMatchObject({
      failure: 'untrusted',
    });
    await expect(collector.check(signal())).rejects.toMatchObject({
      step: 'certificate',
    });
  });

  it('names every missing right of an account without any', async () => {
    const { unprivilegedToken } = lab.estate(cluster);
    const { missingPrivileges, guests } = await aCollector({
      token: unprivilegedToken,
    }).check(signal());
    expect(guests).toBeUndefined();
    expect(missingPrivileges.map(({ privilege }) => privilege)).toEqual(
      expect.arrayContaining([
        'list virtualmachines.kubevirt.io',
        'watch virtualmachines.kubevirt.io',
        'list nodes',
        'list network-attachment-definitions.k8s.cni.cncf.io',
        'get virtualmachines/expand-spec.subresources.kubevirt.io',
      ]),
    );
  });

  it('says that a token is not accepted, and does not show it', async () => {
    const token = 'not-the-token';
    const collector = aCollector({ token });
    await expect(collector.check(signal())).rejects.toMatchObject({
      step: 'sign-in',
    });
    const run = collect(collector);
    await expect(run).rejects.toMatchObject({ failure: 'unauthenticated' });
    await expect(run).rejects.not.toThrow(token);
  });
});

describe('a watch', () => {
  let stop: AbortController;
  beforeEach(() => {
    stop = new AbortController();
  });
  afterEach(() => stop.abort());

  async function begun() {
    const { signal } = stop;
    const watch = aCollector().watch!({ signal, logger: aContext().logger })[
      Symbol.asyncIterator
    ]();
    const next = async (): Promise<PlatformSignal | undefined> =>
      (await watch.next()).value;
    expect(await next()).toBe('ready');
    return next;
  }

  it('tells of what changed, once it stands', async () => {
    const next = await begun();
    await act('stop', 'web-b');
    expect(await next()).toBe('changed');
    await act('start', 'web-b');
    expect(await next()).toBe('changed');
  });

  it('tells of a node that fell silent', async () => {
    const next = await begun();
    await lab.fault({ kind: 'node-silent', cluster, node: 'kv-c1' });
    expect(await next()).toBe('changed');
  });

  it('ends with an error when its connection is cut', async () => {
    const next = await begun();
    // What it has told of, it watches.
    await act('stop', 'web-a');
    expect(await next()).toBe('changed');
    const ended = next();
    await Promise.all([
      expect(ended).rejects.toMatchObject({ failure: 'unavailable' }),
      lab.fault({ kind: 'cut-streams', cluster }),
    ]);
    await act('start', 'web-a');
  });

  it('goes on when its versions are too old', async () => {
    const next = await begun();
    await act('stop', 'web-b');
    expect(await next()).toBe('changed');
    await lab.fault({ kind: 'expired-ticket', cluster });
    await act('start', 'web-b');
    expect(await next()).toBe('changed');
  });

  it('ends with an abort', async () => {
    const next = await begun();
    const ended = next();
    stop.abort();
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  });
});
