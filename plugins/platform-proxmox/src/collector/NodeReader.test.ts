import type { ClusterClient } from '../client/ClusterClient';
import { ProxmoxError } from '../client/ProxmoxError';
import { nodeGuestsSchema, nodeStatusSchema } from '../wire/clusterAnswers';
import { parseResource, type GuestRow } from '../wire/resources';
import { listedNodes } from './hosts';
import { NodeReader } from './NodeReader';
import { platformLinks } from './platformLinks';

const untold = (vmid: number, type = 'qemu'): GuestRow => {
  const parsed = parseResource({ type, vmid, node: 'a', status: 'unknown' });
  if (parsed?.kind !== 'guest') throw new Error('not a guest');
  return parsed.row;
};
const [node] = listedNodes(
  new Map([['a', { node: 'a', status: 'online' } as never]]),
  [],
);
const refusal = (failure: ProxmoxError['failure']) => async () => {
  throw new ProxmoxError(failure, { call: 'GET /x', reason: 'because' });
};

function aReader(answers: Partial<ClusterClient>) {
  const cluster = {
    nodeStatus: async () => nodeStatusSchema.parse({ uptime: 60 }),
    nodeNetwork: async () => [],
    nodeGuests: async () => [],
    nodeCertificates: async () => [],
    nodeSubscription: async () => ({ status: 'notfound' }),
    nodeReplication: async () => [],
    ...answers,
  } as unknown as ClusterClient;
  const links = platformLinks('https://a:8006');
  return new NodeReader(
    cluster,
    links,
    new Date(0),
    AbortSignal.timeout(5_000),
  );
}

it('fills in guests that only their node tells of yet', async () => {
  const rows = [untold(100), untold(101), untold(200, 'lxc')];
  const nodeGuests = jest.fn(async (_node: string, type: 'qemu' | 'lxc') =>
    nodeGuestsSchema.parse(
      type === 'qemu'
        ? [
            {
              vmid: '100',
              name: 'web',
              status: 'running',
              cpus: '2',
              maxmem: 1024,
              uptime: 5,
            },
          ]
        : [{ vmid: 200, name: 'dns', status: 'stopped', cpus: 1, maxmem: 512 }],
    ),
  );
  await aReader({ nodeGuests }).fillIn('a', rows);
  expect(rows).toMatchObject([
    { told: true, name: 'web', status: 'running', vcpus: 2, memoryBytes: 1024 },
    { told: false, name: undefined },
    { told: true, name: 'dns', status: 'stopped' },
  ]);
});

it('leaves guests untold when their node does not tell either', async () => {
  const rows = [untold(100)];
  await aReader({ nodeGuests: refusal('unavailable') }).fillIn('a', rows);
  expect(rows[0].told).toBe(false);
});

it('takes a node that does not answer for unreachable', async () => {
  const answer = await aReader({ nodeStatus: refusal('node-silent') }).read(
    node,
  );
  expect(answer).toMatchObject({
    host: { status: 'unknown' },
    interfaces: null,
    unreachable: { scope: 'host', externalId: 'a', reason: 'because' },
  });
});

it('says what of a node it may not see, and withholds its networks', async () => {
  const answer = await aReader({
    nodeStatus: refusal('refused'),
    nodeNetwork: refusal('refused'),
  }).read(node);
  expect(answer.host.status).toBe('online');
  expect(answer.gaps).toEqual([
    { kind: 'gap', scope: 'host a', reason: 'because', withholdsDeletions: [] },
    {
      kind: 'gap',
      scope: 'networks of a',
      reason: 'because',
      withholdsDeletions: ['network'],
    },
  ]);
});

it.each(['unauthenticated', 'untrusted'] as const)(
  'ends the run when it is %s',
  async failure => {
    await expect(
      aReader({ nodeStatus: refusal(failure) }).read(node),
    ).rejects.toMatchObject({ failure });
    await expect(
      aReader({ nodeNetwork: refusal(failure) }).read(node),
    ).rejects.toMatchObject({ failure });
  },
);

it('tells until when certificate and subscription last, and of replication', async () => {
  const { host, replication } = await aReader({
    nodeCertificates: async () => [
      { filename: 'pve-ssl.pem', notafter: 1_800_000_000 },
    ],
    nodeSubscription: async () => ({
      status: 'active',
      level: 'b',
      nextduedate: '2027-03-01',
    }),
    nodeReplication: async () => [{ guest: 100, target: 'b' } as never],
  }).read(node);
  expect(host).toMatchObject({
    certificateExpiresAt: '2027-01-15T08:00:00.000Z',
    subscription: 'basic: active',
    subscriptionExpiresAt: '2027-03-01T00:00:00.000Z',
  });
  expect(replication).toHaveLength(1);
});

it('leaves the last word where a node does not tell of these', async () => {
  const { host, replication, gaps } = await aReader({
    nodeCertificates: refusal('unavailable'),
    nodeSubscription: refusal('refused'),
    nodeReplication: refusal('malformed'),
  }).read(node);
  expect(host.certificateExpiresAt).toBeUndefined();
  expect(host.subscription).toBeUndefined();
  expect(replication).toBeNull();
  expect(gaps).toEqual([]);
});
