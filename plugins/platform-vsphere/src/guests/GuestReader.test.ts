import { anObject, fixture, objectsIn } from '../__testUtils__/SoapFixtures';
import { NetworkPicture } from '../networks/NetworkPicture';
import { InventoryTree } from '../tree/InventoryTree';
import { GuestReader, instanceUuidOf } from './GuestReader';
import { parseInsideMemory } from './insideMemory';

function aReader() {
  const networks = new NetworkPicture();
  const tree = new InventoryTree();
  return {
    networks,
    tree,
    reader: new GuestReader({
      tree,
      networks,
      datastores: new Map(),
      clusterOfHost: new Map(),
      customFields: new Map([
        ['101', 'stage'],
        ['102', 'root password'],
      ]),
      links: { to: () => null },
    }),
  };
}

describe.each(['0.24', '0.37'])('a machine of vcsim %s', version => {
  const [machine] = objectsIn(fixture(`vcsim-${version}/virtual-machine.xml`));

  it('is read with its disk and its card', () => {
    const { networks, reader } = aReader();
    for (const each of objectsIn(fixture(`vcsim-${version}/port-groups.xml`))) {
      networks.portGroup(each);
    }
    const { facts, details } = reader.read(machine, 'id');
    expect(instanceUuidOf(machine)).toMatch(/^[0-9a-f-]{36}$/);
    expect(facts).toMatchObject({
      name: 'DC0_H0_VM0',
      powerState: 'running',
      vcpus: 1,
      memoryBytes: 32 * 1024 * 1024,
      template: false,
      lock: null,
      lastBackupKind: null,
    });
    expect(details).toMatchObject({
      sockets: 1,
      coresPerSocket: 1,
      disks: [{ bus: 'scsi', format: 'thin', storage: 'LocalDS_0' }],
      nics: [{ model: 'e1000' }],
    });
    expect(details?.nics[0].macAddress).toMatch(/^00:0c:29(:[0-9a-f]{2}){3}$/);
  });
});

describe('what is absent or odd', () => {
  it('leaves the details of a machine without configuration unread', () => {
    const { reader } = aReader();
    const orphan = anObject('VirtualMachine', 'vm-1', {
      name: 'lost%2ffound',
      'runtime.connectionState': 'orphaned',
      'runtime.powerState': 'poweredOff',
      'summary.config.instanceUuid': 'ABCDEF00-0000-4000-8000-000000000001',
    });
    const { facts, details } = reader.read(orphan, 'id');
    expect(details).toBeNull();
    expect(facts).toMatchObject({ name: 'lost/found', lock: 'orphaned' });
    expect(facts.vcpus).toBeUndefined();
    expect(facts.lastBackupAt).toBeUndefined();
    expect(reader.unreadReason(orphan)).toBe('vCenter calls it orphaned');
    expect(instanceUuidOf(orphan)).toBe('abcdef00-0000-4000-8000-000000000001');
  });

  it('keeps custom attributes as tags, and secrets among them out', () => {
    const { reader } = aReader();
    const { facts } = reader.read(
      anObject('VirtualMachine', 'vm-1', {
        customValue:
          '<val><CustomFieldValue><key>101</key><value>test</value></CustomFieldValue>' +
          '<CustomFieldValue><key>102</key><value>canary</value></CustomFieldValue>' +
          '<CustomFieldValue><key>999</key><value>nobody knows</value></CustomFieldValue></val>',
      }),
      'id',
    );
    expect(facts.tags).toEqual(['stage:test']);
  });

  it('takes the newest snapshot at any depth for the last backup', () => {
    const { reader } = aReader();
    const snapshot = (name: string, at: string, inner = '') =>
      `<name>${name}</name><createTime>${at}</createTime>${inner}`;
    const { facts } = reader.read(
      anObject('VirtualMachine', 'vm-1', {
        'config.hardware.device': '<val/>',
        snapshot: `<val><rootSnapshotList>${snapshot(
          'old',
          '2026-01-01T00:00:00Z',
          `<childSnapshotList>${snapshot('new', '2026-11-01T08:00:00+01:00')}</childSnapshotList>`,
        )}</rootSnapshotList><rootSnapshotList>${snapshot('between', '2026-05-01T00:00:00Z')}</rootSnapshotList></val>`,
      }),
      'id',
    );
    expect(facts).toMatchObject({
      lastBackupAt: '2026-11-01T07:00:00.000Z',
      lastBackupKind: 'snapshot',
      lastBackupSource: 'new',
    });
  });

  it('gives a card the addresses that the tools tell of its key, none of bridges inside', () => {
    const { reader } = aReader();
    const { details } = reader.read(
      anObject('VirtualMachine', 'vm-1', {
        'config.hardware.device':
          '<val><VirtualDevice xsi:type="VirtualVmxnet3"><key>4000</key><macAddress>00:50:56:AA:00:01</macAddress></VirtualDevice></val>',
        'guest.toolsRunningStatus': 'guestToolsRunning',
        'guest.net':
          '<val><GuestNicInfo><deviceConfigId>-1</deviceConfigId><ipAddress>172.17.0.1</ipAddress></GuestNicInfo>' +
          '<GuestNicInfo><deviceConfigId>4000</deviceConfigId><ipConfig>' +
          '<ipAddress><ipAddress>10.0.0.5</ipAddress><prefixLength>24</prefixLength><state>preferred</state></ipAddress>' +
          '<ipAddress><ipAddress>fe80::1</ipAddress><prefixLength>64</prefixLength></ipAddress>' +
          '<ipAddress><ipAddress>10.0.0.9</ipAddress><prefixLength>24</prefixLength><state>duplicate</state></ipAddress>' +
          '</ipConfig></GuestNicInfo></val>',
      }),
      'id',
    );
    expect(details?.nics).toMatchObject([
      {
        key: '4000',
        macAddress: '00:50:56:aa:00:01',
        model: 'vmxnet3',
        network: null,
        addresses: [{ address: '10.0.0.5', prefixLength: 24, source: 'agent' }],
      },
    ]);
  });

  it('remembers what the tools said when the machine is switched off', () => {
    const { reader } = aReader();
    const device =
      '<val><VirtualDevice xsi:type="VirtualVmxnet3"><key>4000</key><macAddress>00:50:56:aa:00:01</macAddress></VirtualDevice></val>';
    const net = (address: string) =>
      `<val><GuestNicInfo><deviceConfigId>4000</deviceConfigId><ipAddress>${address}</ipAddress></GuestNicInfo></val>`;
    const running = (address: string) =>
      anObject('VirtualMachine', 'vm-1', {
        'config.hardware.device': device,
        'guest.toolsRunningStatus': 'guestToolsRunning',
        'guest.hostName': 'web-1',
        'guest.net': net(address),
      });
    const off = anObject('VirtualMachine', 'vm-1', {
      'config.hardware.device': device,
      'guest.toolsRunningStatus': 'guestToolsNotRunning',
    });
    const addressesOf = ({ details }: ReturnType<typeof reader.read>) =>
      details?.nics.flatMap(({ addresses }) =>
        addresses.map(({ address }) => address),
      );

    const first = reader.read(running('10.0.0.5'), 'id');
    const kept = parseInsideMemory(
      JSON.parse(JSON.stringify(first.memory)) as Record<string, unknown>,
    );
    const second = reader.read(off, 'id', kept);
    expect(addressesOf(second)).toEqual(['10.0.0.5']);
    expect(second.details?.hostName).toBe('web-1');
    expect(second.memory).toBeUndefined();

    const third = reader.read(running('10.0.0.6'), 'id', kept);
    expect(addressesOf(third)).toEqual(['10.0.0.6']);
    expect(third.memory).toBeDefined();
    expect(reader.read(running('10.0.0.5'), 'id', kept).memory).toBeUndefined();
  });

  it.each([null, {}, { addresses: 'nonsense' }, { addresses: null }])(
    'takes a memory of another kind for none: %j',
    kept => {
      expect(parseInsideMemory(kept)).toBeNull();
    },
  );
});
