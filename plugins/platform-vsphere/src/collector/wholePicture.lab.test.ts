import {
  detailsOf,
  only,
  remembered,
} from '@flyloft/plugin-inventory-node/testing';
import { vsphereLab, type TrueMachine } from '../__testUtils__/vsphereLab';

const { lab, estate, labCollector, collect, truth } = vsphereLab();

const powerStates = {
  running: 'running',
  stopped: 'stopped',
  paused: 'suspended',
} as const;

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
    expect(all).not.toContain(estate().password);
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
