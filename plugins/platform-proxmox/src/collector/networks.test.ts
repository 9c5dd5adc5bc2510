import { nodeNetworkSchema } from '../wire/clusterAnswers';
import { NetworkPicture } from './networks';

const bridge = (change: object = {}) =>
  nodeNetworkSchema.parse([{ iface: 'vmbr0', type: 'bridge', ...change }]);

it('takes a bridge of one name on several nodes for one network', () => {
  const picture = new NetworkPicture();
  picture.addNode('b', bridge({ cidr: '10.2.0.11/24', bridge_vlan_aware: 1 }));
  picture.addNode('a', bridge({ cidr: '10.2.0.10/24', comments: 'Uplink\n' }));
  expect(picture.networks(true)).toEqual([
    {
      kind: 'network',
      externalId: 'vmbr0',
      name: 'vmbr0',
      networkKind: 'bridge',
      clusterExternalId: 'cluster',
      vlanTag: null,
      vlanAware: true,
      prefixes: ['10.2.0.0/24'],
      hosts: ['a', 'b'],
      description: 'Uplink',
    },
  ]);
});

it('lists the VLANs that guests use, each once, on the bridge’s hosts', () => {
  const picture = new NetworkPicture();
  picture.addNode('a', bridge());
  picture.addTag('vmbr0', 120);
  picture.addTag('vmbr0', 120);
  picture.addTag('gone', 7);
  expect(picture.networks(true)).toMatchObject([
    { name: 'gone.7', networkKind: 'vlan', vlanTag: 7, hosts: [] },
    { name: 'vmbr0', networkKind: 'bridge' },
    { name: 'vmbr0.120', networkKind: 'vlan', vlanTag: 120, hosts: ['a'] },
  ]);
});

it('joins a VLAN in use with a host’s own interface in it', () => {
  const picture = new NetworkPicture();
  picture.addNode('a', [
    ...bridge(),
    ...nodeNetworkSchema.parse([
      {
        iface: 'vmbr0.120',
        type: 'vlan',
        'vlan-id': '120',
        cidr: '10.9.0.5/24',
      },
    ]),
  ]);
  picture.addTag('vmbr0', 120);
  expect(picture.networks(true)).toMatchObject([
    { name: 'vmbr0' },
    {
      name: 'vmbr0.120',
      vlanTag: 120,
      prefixes: ['10.9.0.0/24'],
      hosts: ['a'],
    },
  ]);
});

it('tells bonds, VLANs and vnets apart and leaves plain cards out', () => {
  const picture = new NetworkPicture();
  picture.addNode(
    'a',
    nodeNetworkSchema.parse([
      { iface: 'eno1', type: 'eth' },
      { iface: 'bond0', type: 'bond', slaves: 'eno1 eno2' },
      { iface: 'bond0.90', type: 'vlan' },
      { iface: 'ovs0', type: 'OVSBridge' },
    ]),
  );
  const vnet = {
    zone: 'z',
    alias: 'Payments',
    vlanaware: undefined,
    state: undefined,
  };
  picture.addVnet({ ...vnet, vnet: 'vnpay', tag: 70_000 }, ['a', 'b']);
  picture.addVnet({ ...vnet, vnet: 'vntest', tag: 81 }, []);
  expect(
    picture
      .networks(true)
      .map(each => [each.name, each.networkKind, each.vlanTag]),
  ).toEqual([
    ['bond0', 'bond', null],
    ['bond0.90', 'vlan', 90],
    ['ovs0', 'bridge', null],
    // A VXLAN's number is no VLAN.
    ['vnpay', 'vnet', null],
    ['vntest', 'vnet', 81],
  ]);
});

it('does not say where networks are while a node is unseen', () => {
  const picture = new NetworkPicture();
  picture.addNode('a', bridge({ cidr: '10.2.0.10/24' }));
  const [network] = picture.networks(false);
  expect(network.hosts).toBeUndefined();
  expect(network.prefixes).toBeUndefined();
});
