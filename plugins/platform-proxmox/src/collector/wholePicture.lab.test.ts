import { mockServices } from '@backstage/backend-test-utils';
import {
  aContext,
  detailsOf,
  everything,
  only,
} from '@flyloft/plugin-inventory-node/testing';
import { proxmoxLab } from '../__testUtils__/proxmoxLab';

const { lab, aCollector, collect, truth, calls } = proxmoxLab();

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
  const context = aContext({ logger: mockServices.logger.mock() });
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
