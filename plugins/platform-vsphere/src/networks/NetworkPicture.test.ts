import { anObject, element } from '../__testUtils__/SoapFixtures';
import { NetworkPicture } from './NetworkPicture';
import { vlanOfSpec } from './vlan';

describe('the VLAN of a distributed port group', () => {
  it.each([
    [
      '<vlan xsi:type="VmwareDistributedVirtualSwitchVlanIdSpec"><vlanId>20</vlanId></vlan>',
      { tag: 20, trunks: null, privateTag: null },
    ],
    [
      '<vlan xsi:type="VmwareDistributedVirtualSwitchVlanIdSpec"><vlanId>0</vlanId></vlan>',
      { tag: null, trunks: null, privateTag: null },
    ],
    [
      '<vlan xsi:type="VmwareDistributedVirtualSwitchTrunkVlanSpec"><vlanId><start>300</start><end>300</end></vlanId><vlanId><start>100</start><end>199</end></vlanId></vlan>',
      { tag: null, trunks: '100-199,300', privateTag: null },
    ],
    [
      '<vlan xsi:type="VmwareDistributedVirtualSwitchPvlanSpec"><pvlanId>155</pvlanId></vlan>',
      { tag: null, trunks: null, privateTag: 155 },
    ],
    [
      '<vlan xsi:type="SomethingNew"/>',
      { tag: null, trunks: null, privateTag: null },
    ],
  ])('%s', (xml, vlan) => {
    expect(vlanOfSpec(element(xml))).toEqual(vlan);
  });
});

function aHost(id: string, groups: Record<string, number>) {
  const rows = Object.entries(groups).map(
    ([name, vlan]) =>
      `<HostPortGroup><spec><name>${name}</name><vlanId>${vlan}</vlanId></spec></HostPortGroup>`,
  );
  return anObject('HostSystem', id, {
    'config.network.portgroup': `<val>${rows.join('')}</val>`,
  });
}

const standard = (hosts: string[]) =>
  anObject('Network', 'network-1', {
    name: 'Office',
    host: `<val>${hosts.map(id => `<ManagedObjectReference type="HostSystem">${id}</ManagedObjectReference>`).join('')}</val>`,
  });

describe('a standard port group', () => {
  it('has the VLAN that its hosts agree on', () => {
    const picture = new NetworkPicture();
    picture.addHost(aHost('host-1', { Office: 70 }), 'esx1');
    picture.addHost(aHost('host-2', { Office: 70 }), 'esx2');
    expect(picture.network(standard(['host-1', 'host-2']))).toMatchObject({
      networkKind: 'vlan',
      vlanTag: 70,
      hosts: ['esx1', 'esx2'],
      description: null,
    });
  });

  it('says so where they disagree, and its guests have the VLAN of their host', () => {
    const picture = new NetworkPicture();
    picture.addHost(aHost('host-1', { Office: 70 }), 'esx1');
    picture.addHost(aHost('host-2', { Office: 71 }), 'esx2');
    expect(picture.network(standard(['host-1', 'host-2']))).toMatchObject({
      vlanTag: null,
      description: 'Its hosts disagree on its VLAN: 70 on esx1, 71 on esx2',
    });
    const backing = element(
      '<backing><deviceName>Office</deviceName><network type="Network">network-1</network></backing>',
    );
    expect(picture.ofBacking(backing, 'host-2')).toMatchObject({
      network: 'Office',
      vlanTag: 71,
      vlanMode: 'access',
    });
  });

  it('with VLAN 4095 passes everything through, tagged', () => {
    const picture = new NetworkPicture();
    picture.addHost(aHost('host-1', { Office: 4095 }), 'esx1');
    expect(picture.network(standard(['host-1']))).toMatchObject({
      vlanTag: null,
      vlanAware: true,
    });
  });
});

it('knows an opaque network and a card without any', () => {
  const picture = new NetworkPicture();
  expect(
    picture.ofBacking(
      element('<backing><opaqueNetworkId>nsx-1</opaqueNetworkId></backing>'),
      null,
    ).network,
  ).toBe('nsx-1');
  expect(picture.ofBacking(undefined, null).network).toBeNull();
});
