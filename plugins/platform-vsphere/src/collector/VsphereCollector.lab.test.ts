import { mockServices } from '@backstage/backend-test-utils';
import {
  startLabProcess,
  type LabEstate,
  type LabProcess,
} from '@flyloft/backend-kit/testing';
import type {
  ObservedGuest,
  PlatformCollector,
} from '@flyloft/plugin-inventory-node';
import {
  aContext,
  everything,
  only,
  remembered,
} from '@flyloft/plugin-inventory-node/testing';
import { aCollector } from '../__testUtils__/aCollector';

/** The lab's own word on a machine, from its control endpoint. */
interface TrueMachine {
  uuid: string;
  name: string;
  folder: string;
  inCluster: string;
  host: string | null;
  power: 'running' | 'stopped' | 'paused';
  template: boolean;
  sockets: number;
  coresPerSocket: number;
  memoryBytes: number;
  biosUuid: string;
  hostname: string;
  agent: 'answering' | 'absent' | 'hung';
  tags: Record<string, string>;
  description: string;
  createdAt: number;
  disks: Array<{ bytes: number; storage: string; thin: boolean }>;
  nics: Array<{ mac: string; network: string; addresses: string[] }>;
  snapshots: Array<{ name: string; time: number }>;
}

let lab: LabProcess;
let estate: LabEstate;
const collectors: PlatformCollector[] = [];

beforeAll(async () => {
  lab = await startLabProcess();
  estate = lab.estate('vc-south');
}, 90_000);
afterEach(async () => {
  await lab.control('DELETE', '/faults');
  await Promise.all(collectors.splice(0).map(each => each.close?.()));
});
afterAll(() => lab?.stop());

/** A collector of the lab's vCenter, closed after the test. */
function labCollector(overrides: object = {}): PlatformCollector {
  const collector = aCollector({
    endpoint: estate.url,
    username: estate.username,
    password: estate.password,
    ca: estate.caPem,
    pageSize: 10,
    ...overrides,
  });
  collectors.push(collector);
  return collector;
}

const collect = (
  collector: PlatformCollector,
  context: Parameters<typeof aContext>[0] = {},
) => everything(collector.collect(aContext(context)));

const truth = async () =>
  (
    await lab.control<{ items: TrueMachine[] }>(
      'GET',
      '/world/guests?cluster=vc-south',
    )
  ).items;

function detailsOf(guest: ObservedGuest | undefined) {
  if (guest?.details.state !== 'read') {
    throw new Error(`not read: ${JSON.stringify(guest?.details)}`);
  }
  return guest.details.value;
}

const powerStates = {
  running: 'running',
  stopped: 'stopped',
  paused: 'suspended',
} as const;

const fault = (kind: string, more: object = {}) =>
  lab.fault({ kind, cluster: 'vc-south', ...more });

describe('the lab', () => {
  it('is seen as it is', async () => {
    const all = await collect(labCollector());
    const guests = new Map(
      only(all, 'guest').map(guest => [guest.externalId, guest]),
    );
    const hosts = new Map(
      only(all, 'host').map(each => [each.externalId, each]),
    );
    const clusters = new Map(
      only(all, 'cluster').map(each => [each.externalId, each.name]),
    );
    const expected = await truth();
    expect([...guests.keys()].sort()).toEqual(
      expected.map(({ uuid }) => uuid).sort(),
    );
    for (const machine of expected) {
      const guest = guests.get(machine.uuid)!;
      const details = detailsOf(guest);
      const answers =
        machine.power === 'running' && machine.agent === 'answering';
      const { facts } = guest;
      expect({
        name: facts.name,
        power: facts.powerState,
        host: hosts.get(facts.hostExternalId ?? '')?.name ?? null,
        cluster: clusters.get(facts.clusterExternalId ?? ''),
        vcpus: facts.vcpus,
        memoryBytes: facts.memoryBytes,
        template: facts.template,
        folder: facts.folder,
        tags: facts.tags,
        lastBackupAt: facts.lastBackupAt,
        sockets: details.sockets,
        cores: details.coresPerSocket,
        biosUuid: details.biosUuid,
        hostName: details.hostName,
        description: details.description,
        createdAt: details.createdAt,
        disks: details.disks.map(disk => [
          disk.sizeBytes,
          disk.storage,
          disk.format,
          disk.bus,
        ]),
        nics: details.nics.map(nic => [
          nic.macAddress,
          nic.network,
          nic.addresses.map(
            ({ address, prefixLength }) => `${address}/${prefixLength}`,
          ),
        ]),
      }).toEqual({
        name: machine.name,
        power: powerStates[machine.power],
        host: machine.host,
        cluster: machine.inCluster,
        vcpus: machine.sockets * machine.coresPerSocket,
        memoryBytes: machine.memoryBytes,
        template: machine.template,
        folder: `South/${machine.folder}`,
        tags: Object.entries(machine.tags)
          .map(([key, value]) => `${key}:${value}`)
          .sort(),
        lastBackupAt: newestOf(machine),
        sockets: machine.sockets,
        cores: machine.coresPerSocket,
        biosUuid: machine.biosUuid,
        hostName: answers ? machine.hostname : null,
        description: machine.description || null,
        createdAt: new Date(machine.createdAt * 1000).toISOString(),
        disks: machine.disks.map(disk => [
          disk.bytes,
          disk.storage,
          disk.thin ? 'thin' : 'thick',
          'scsi',
        ]),
        nics: machine.nics.map(nic => [
          nic.mac,
          nic.network,
          answers ? nic.addresses : [],
        ]),
      });
    }
  });

  it('has hosts with their make, clusters, datastores and port groups with VLANs', async () => {
    const all = await collect(labCollector());
    const [host] = only(all, 'host');
    expect(host).toMatchObject({
      status: 'online',
      vendor: 'Dell Inc.',
      model: 'PowerEdge R760',
      serial: expect.stringMatching(/^[0-9A-F]{7}$/),
      maintenance: false,
      cpuSockets: 2,
      cpuCores: 64,
      cpuThreads: 128,
      address: '10.30.10.11',
      certificateExpiresAt: expect.stringMatching(/^20\d\d-/),
    });
    expect(only(all, 'cluster').map(({ name }) => name)).toEqual([
      'Production',
      'Edge',
    ]);
    expect(
      only(all, 'storage').map(({ name, shared, hostExternalId }) => [
        name,
        shared,
        hostExternalId,
      ]),
    ).toEqual([
      ['vsan-south', true, null],
      ['nfs-templates', true, null],
      ['local-s3', false, 'host-12'],
    ]);
    const networks = new Map(
      only(all, 'network').map(each => [each.name, each]),
    );
    expect(networks.get('dvpg-web')).toMatchObject({
      networkKind: 'vlan',
      vlanTag: 20,
    });
    expect(networks.get('Office 70')).toMatchObject({
      networkKind: 'vlan',
      vlanTag: 70,
    });
    expect(networks.get('dvpg-trunk')).toMatchObject({
      vlanTag: null,
      vlanAware: true,
      description: 'Port group of dvs-south. Trunk of VLAN 100-199,300',
    });
    expect(networks.get('VM Network')).toMatchObject({ networkKind: 'bridge' });
    const firewall = only(all, 'guest').find(
      ({ facts }) => facts.name === 'firewall-south',
    );
    expect(
      detailsOf(firewall).nics.map(nic => [
        nic.network,
        nic.vlanMode,
        nic.vlanTag,
        nic.trunks,
        nic.connected,
      ]),
    ).toEqual([
      ['dvpg-trunk', 'trunk', null, '100-199,300', true],
      ['dvpg-web', 'access', 20, null, true],
      ['VM Network', 'none', null, null, false],
    ]);
    expect(only(all, 'image').map(({ name }) => name)).toContain(
      'tmpl-debian-13',
    );
    expect(only(all, 'gap')).toEqual([]);
  });

  it('keeps cloud-init and its passwords out of everything', async () => {
    const all = JSON.stringify(await collect(labCollector()));
    expect(all).not.toContain('canary-user-data');
    expect(all).not.toContain(Buffer.from('#cloud-config').toString('base64'));
    expect(all).not.toContain(estate.password);
  });

  it('is the same the second time, and differs where something was changed', async () => {
    const collector = labCollector();
    const first = only(await collect(collector), 'guest');
    await lab.guest({
      action: 'edit',
      cluster: 'vc-south',
      machine: 'shop-web-1',
      set: { description: 'Changed between runs.' },
    });
    const second = only(
      await collect(collector, { known: remembered(first) }),
      'guest',
    );
    expect(
      second.flatMap(({ facts, details }) =>
        details.state === 'same' ? [] : [[facts.name, details.state]],
      ),
    ).toEqual([['shop-web-1', 'read']]);
  });
});

function newestOf({ snapshots }: TrueMachine): string | null {
  const newest = Math.max(0, ...snapshots.map(({ time }) => time));
  return newest === 0 ? null : new Date(newest * 1000).toISOString();
}

describe('a test of the connection', () => {
  it('says version, who we are and how many machines we see', async () => {
    const check = await labCollector().check(AbortSignal.timeout(10_000));
    expect(check).toEqual({
      version: '8.0.3',
      identity: estate.username,
      missingPrivileges: [],
      guests: (await truth()).length,
    });
  });

  it('names the privileges that are missing', async () => {
    const check = await labCollector({
      username: estate.unprivilegedUsername,
      password: estate.unprivilegedPassword,
    }).check(AbortSignal.timeout(10_000));
    expect(check.missingPrivileges.map(({ privilege }) => privilege)).toEqual([
      'System.View',
      'System.Read',
    ]);
    expect(check.guests).toBe(0);
  });

  it.each([
    ['sign-in', { password: 'wrong' }],
    ['certificate', { ca: undefined }],
    ['connection', { endpoint: 'https://localhost:9' }],
    ['certificate', { ca: undefined, fingerprints: ['ab'.repeat(32)] }],
  ])('ends at the step %s, in words of ours', async (step, overrides) => {
    await expect(
      labCollector(overrides).check(AbortSignal.timeout(10_000)),
    ).rejects.toMatchObject({ name: 'PlatformCheckError', step });
  });

  it('trusts a pinned fingerprint without a CA', async () => {
    const check = await labCollector({
      ca: undefined,
      fingerprints: [estate.fingerprint],
    }).check(AbortSignal.timeout(10_000));
    expect(check.version).toBe('8.0.3');
  });
});

describe('when something goes wrong', () => {
  const ids = (guests: ObservedGuest[]) =>
    guests.map(({ externalId }) => externalId).sort();
  const everyId = async () => (await truth()).map(({ uuid }) => uuid).sort();

  it('renews a session that ends between two pages, without losing or doubling a machine', async () => {
    const all: ObservedGuest[] = [];
    let ended = 0;
    const context = aContext({ logger: mockServices.logger.mock() });
    for await (const each of labCollector().collect(context)) {
      if (each.kind !== 'guest') continue;
      all.push(each);
      if (ended === 0) {
        ended += 1;
        await fault('expired-ticket');
      }
    }
    expect(ids(all)).toEqual(await everyId());
    expect(context.logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/begins anew: NotAuthenticated/),
    );
  });

  it.each([
    ['a cut connection', 'cut', {}],
    ['half an answer', 'half-body', { share: 0.4 }],
    ['a server in trouble', 'status', { status: 503 }],
  ])('begins anew after %s in mid-page', async (_, kind, more) => {
    await fault(kind, {
      path: '/sdk/ContinueRetrievePropertiesEx/VirtualMachine',
      times: 1,
      ...more,
    });
    const guests = only(await collect(labCollector()), 'guest');
    expect(ids(guests)).toEqual(await everyId());
  });

  it('fails when machines are left out of a list that are there', async () => {
    await fault('half-list');
    await expect(collect(labCollector())).rejects.toThrow(
      /\d+ of them did not come/,
    );
  });

  it('fails when a list comes back empty', async () => {
    await fault('empty-list');
    await expect(collect(labCollector())).rejects.toThrow(/did not come/);
  });

  it('fails on an answer that is no XML', async () => {
    await fault('wrong-json', {
      path: '/sdk/RetrievePropertiesEx/VirtualMachine',
    });
    await expect(collect(labCollector())).rejects.toThrow(/not well-formed/);
  });

  it('fails when the server stays away', async () => {
    await fault('status', { path: '/sdk/**', status: 503 });
    await expect(collect(labCollector())).rejects.toThrow(/HTTP 503/);
  });

  it('gives up on a server that says nothing', async () => {
    await fault('slow', { path: '/sdk/Login', milliseconds: 20_000 });
    await expect(
      collect(labCollector({ requestTimeout: '1s' })),
    ).rejects.toThrow(/no answer within 1 s/);
  }, 20_000);

  it('withholds deletions when the right to read was taken away', async () => {
    await fault('emptied-acl');
    const all = await collect(labCollector());
    expect(only(all, 'guest')).toEqual([]);
    const gaps = only(all, 'gap');
    expect(gaps.map(({ reason }) => reason)).toEqual([
      'System.View is missing on /',
      'System.Read is missing on /',
    ]);
    for (const gap of gaps) {
      expect(gap.withholdsDeletions).toEqual(
        expect.arrayContaining([
          'guest',
          'host',
          'cluster',
          'network',
          'storage',
        ]),
      );
    }
  });

  it.each([
    ['node-silent', 'the host does not answer vCenter'],
    ['node-down', 'the host is switched off'],
  ])('calls a host unreachable: %s', async (kind, reason) => {
    await fault(kind, { node: 'esx-s1.south.example.net' });
    const all = await collect(labCollector());
    expect(only(all, 'unreachable')).toEqual([
      { kind: 'unreachable', scope: 'host', externalId: 'host-10', reason },
    ]);
    expect(only(all, 'host')[0]).toMatchObject({ status: 'offline' });
    expect(only(all, 'guest')).toHaveLength((await truth()).length);
  });

  it('ends at once when it is cancelled', async () => {
    await fault('slow', { path: '/sdk/**', milliseconds: 20_000 });
    const controller = new AbortController();
    const reason = new Error('cancelled by a test');
    const run = collect(labCollector(), { signal: controller.signal });
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
  });
});

describe('a watch', () => {
  /** Begins to watch; answers what tells the next signal. */
  async function watching(overrides: object = {}) {
    const stop = new AbortController();
    const signals = labCollector(overrides).watch!({
      signal: stop.signal,
      logger: aContext().logger,
    })[Symbol.asyncIterator]();
    const next = async () => (await signals.next()).value;
    expect(await next()).toBe('ready');
    return { next, signals, stop };
  }

  it('tells that a machine was changed, moved, made or destroyed', async () => {
    const { next, signals } = await watching();
    for (const command of [
      { action: 'stop', machine: 'shop-web-2' },
      {
        action: 'migrate',
        machine: 'shop-web-2',
        host: 'esx-s3.south.example.net',
      },
      { action: 'rename', machine: 'shop-web-2', name: 'shop-web-3' },
      { action: 'destroy', machine: 'shop-web-3' },
    ]) {
      const told = next();
      await lab.guest({ cluster: 'vc-south', ...command });
      expect(await told).toBe('changed');
    }
    await signals.return?.();
  });

  it('ends when its session does, so that it is begun anew', async () => {
    const { next } = await watching();
    const told = next();
    await fault('expired-ticket');
    await expect(told).rejects.toThrow(/NotAuthenticated/);
  });

  it('ends when the server goes away', async () => {
    const { next } = await watching();
    const told = next();
    await fault('status', { path: '/sdk/**', status: 503 });
    await lab.guest({
      action: 'edit',
      cluster: 'vc-south',
      machine: 'erp-app',
      set: { description: 'Changed while the server was in trouble.' },
    });
    expect(await told).toBe('changed');
    await expect(next()).rejects.toThrow(/HTTP 503/);
  });

  it('stops at once when nobody wants to know any more', async () => {
    const { next, stop } = await watching();
    const told = next();
    const reason = new Error('nobody wants to know');
    stop.abort(reason);
    await expect(told).rejects.toBe(reason);
  });
});
