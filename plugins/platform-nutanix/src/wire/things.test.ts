import { fixture } from '../testing/fixture';
import {
  observedClusters,
  observedHosts,
  observedNetwork,
} from '../collector/things';
import { v4PageSchema } from './v4/answer';
import { clusterOfV4, hostOfV4, subnetOfV4 } from './v4/things';

const clusters = fixture('prism-central-v4.2/clusters').data.map(clusterOfV4);
const hosts = fixture('prism-central-v4.2/hosts').data.map(hostOfV4);
const subnets = fixture('prism-central-v4.2/subnets').data.map(subnetOfV4);

it('lists clusters that run guests, and calls those that were lost unreachable', () => {
  expect([...observedClusters(clusters)]).toEqual([
    expect.objectContaining({
      kind: 'cluster',
      name: 'ahv-north-1',
      version: '6.10.1',
    }),
    expect.objectContaining({ kind: 'cluster', name: 'ahv-far' }),
    expect.objectContaining({ kind: 'unreachable', scope: 'cluster' }),
  ]);
});

it('reads hosts with maker, model, serial and maintenance', () => {
  const seen = [...observedHosts(hosts, new Map())];
  expect(seen).toEqual([
    expect.objectContaining({
      name: 'ahv-n1',
      status: 'online',
      address: '10.40.0.11',
      version: 'Nutanix 20230302.102001',
      vendor: 'Nutanix',
      model: 'NX-3170-G8',
      serial: '22SM6A000001',
      maintenance: false,
      diskBytes: 3000,
      startedAt: '2025-10-09T08:53:20.000Z',
    }),
    expect.objectContaining({
      name: 'ahv-n2',
      status: 'offline',
      vendor: null,
      maintenance: true,
    }),
    {
      kind: 'unreachable',
      scope: 'host',
      externalId: hosts[1].id,
      reason: 'ahv-n2 is not connected to its cluster',
    },
  ]);
});

it('takes the number of a subnet for its VLAN only where it is one', () => {
  expect(subnets.map(observedNetwork)).toMatchObject([
    { networkKind: 'vlan', vlanTag: 1020, prefixes: ['10.40.20.0/24'] },
    { networkKind: 'vlan', vlanTag: null, clusterExternalId: clusters[0].id },
    { networkKind: 'vnet', vlanTag: null },
  ]);
});

it.each(['hasError', 'isTruncated'])('refuses a page that says %s', flag => {
  const name = { hasError: 'hasError', isTruncated: 'truncated' }[flag];
  expect(() =>
    v4PageSchema.parse(fixture(`prism-central-v4.2/${name}`)),
  ).toThrow(flag);
});

it('takes a page without data for an empty one, and one without a count for none', () => {
  expect(v4PageSchema.parse(fixture('prism-central-v4.2/empty'))).toEqual({
    entities: [],
    total: 0,
  });
  expect(() => v4PageSchema.parse({ data: [] })).toThrow();
});
