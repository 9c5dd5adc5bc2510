import type { ClusterClient } from '../client/ClusterClient';
import { ProxmoxError, type ProxmoxFailure } from '../client/ProxmoxError';
import { nodeNetworkSchema, vnetsSchema } from '../wire/clusterAnswers';
import { readNetworks } from './NetworkReader';
import type { NodeAnswer } from './NodeReader';

const bridge = nodeNetworkSchema.parse([{ iface: 'vmbr0', type: 'bridge' }]);
const answer = (
  name: string,
  interfaces: NodeAnswer['interfaces'],
  silent = false,
) =>
  ({
    node: { name },
    interfaces,
    unreachable: silent ? { externalId: name } : null,
    gaps: [],
  }) as unknown as NodeAnswer;
const fails = (failure: ProxmoxFailure, statusCode?: number) => async () => {
  throw new ProxmoxError(failure, {
    call: 'GET /x',
    statusCode,
    reason: 'because',
  });
};
const subnets = async (vnet: string) =>
  vnet === 'v1' ? [{ cidr: '10.9.0.0/24' }] : [];
const read = (nodes: NodeAnswer[], vnets: unknown = async () => []) =>
  readNetworks(
    { vnets, subnets } as unknown as ClusterClient,
    nodes,
    new Map([['z', new Set(['a'])]]),
    AbortSignal.timeout(5_000),
  );
const withheld = {
  kind: 'gap',
  scope: 'networks',
  withholdsDeletions: ['network'],
};

it('has nothing to say when every node told of its networks', async () => {
  const { complete, gaps } = await read([answer('a', bridge)]);
  expect({ complete, gaps }).toEqual({ complete: true, gaps: [] });
});

it('withholds deletions while a node is silent, even one without guests', async () => {
  const { complete, gaps } = await read([
    answer('a', bridge),
    answer('b', null, true),
  ]);
  expect(complete).toBe(false);
  expect(gaps).toEqual([{ ...withheld, reason: 'b did not answer' }]);
});

it('puts a vnet on the nodes of its zone', async () => {
  const vnets = async () =>
    vnetsSchema.parse([{ vnet: 'v1', zone: 'z' }, { vnet: 'v2' }]);
  const { picture } = await read([answer('a', bridge)], vnets);
  expect(picture.networks(true)[0]).toMatchObject({
    prefixes: ['10.9.0.0/24'],
  });
  expect(picture.networks(true).map(each => [each.name, each.hosts])).toEqual([
    ['v1', ['a']],
    ['v2', []],
    ['vmbr0', ['a']],
  ]);
});

it('takes a node without the packages of the SDN for one without vnets', async () => {
  const { gaps } = await read([answer('a', bridge)], fails('invalid', 501));
  expect(gaps).toEqual([]);
});

it.each(['refused', 'unavailable'] as const)(
  'withholds deletions when vnets are %s',
  async failure => {
    const { gaps } = await read([answer('a', bridge)], fails(failure));
    expect(gaps).toEqual([{ ...withheld, reason: 'because' }]);
  },
);

it('ends the run when the token is refused', async () => {
  await expect(
    read([answer('a', bridge)], fails('unauthenticated')),
  ).rejects.toThrow('because');
});
