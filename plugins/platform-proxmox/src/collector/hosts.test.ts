import { clusterStatusSchema, nodeStatusSchema } from '../wire/clusterAnswers';
import type { NodeRow } from '../wire/resources';
import {
  listedNodes,
  observedCluster,
  observedHost,
  silentHost,
} from './hosts';
import { platformLinks } from './platformLinks';

const links = platformLinks('https://pve.example.org:8006/');
const now = new Date('2026-03-01T12:00:00.000Z');
const row = (node: string, status = 'online'): NodeRow => ({
  node,
  status,
  cpuUsed: 0.1,
  cpuThreads: 64,
  memoryBytes: 500,
  memoryUsedBytes: 100,
  diskBytes: 90,
  diskUsedBytes: 9,
  uptimeSeconds: 60,
});
const status = clusterStatusSchema.parse([
  { type: 'cluster', name: 'west', quorate: 1, nodes: 3 },
  { type: 'node', name: 'b', ip: '10.0.0.2', online: 1 },
  { type: 'node', name: 'a', ip: '10.0.0.1', online: 0 },
]);

it('lists every node that anything names, and who is offline', () => {
  const nodes = listedNodes(
    new Map([
      ['b', row('b')],
      ['c', row('c', 'offline')],
      ['d', row('d', 'unknown')],
    ]),
    status,
  );
  expect(
    nodes.map(node => [node.name, node.address, node.silence !== undefined]),
  ).toEqual([
    ['a', '10.0.0.1', true],
    ['b', '10.0.0.2', false],
    ['c', undefined, true],
    ['d', undefined, true],
  ]);
});

it('takes a node of its own for a cluster of one', () => {
  const alone = clusterStatusSchema.parse([
    { type: 'node', name: 'pve', online: 1, local: '1' },
  ]);
  expect(observedCluster(alone, '9.1.1', links)).toMatchObject({
    name: 'pve',
    quorate: null,
  });
  expect(observedCluster(status, '9.1.1', links)).toMatchObject({
    externalId: 'cluster',
    name: 'west',
    quorate: true,
    platformUrl: 'https://pve.example.org:8006/',
  });
  expect(observedCluster([], '9.1.1', links)).toBeNull();
});

it('reads a node’s own status, whose numbers may be strings', () => {
  const own = nodeStatusSchema.parse({
    cpu: '0.25',
    uptime: 3600,
    pveversion: 'pve-manager/8.4.1/2a5fa54a8503f96d',
    kversion: 'Linux 6.8.12-9-pve #1 SMP',
    loadavg: ['0.10', '0.2', '0.3'],
    cpuinfo: {
      model: 'EPYC',
      sockets: 2,
      cores: 32,
      cpus: '64',
      mhz: '2794.749',
    },
    memory: { total: 1000, used: 400 },
    rootfs: { total: 200, used: 50 },
  });
  const [, node] = listedNodes(new Map([['b', row('b')]]), status);
  expect(observedHost(node, own, links, now)).toMatchObject({
    status: 'online',
    address: '10.0.0.2',
    version: '8.4.1',
    kernel: 'Linux 6.8.12-9-pve #1 SMP',
    cpuSockets: 2,
    cpuThreads: 64,
    memoryBytes: 1000,
    startedAt: '2026-03-01T11:00:00.000Z',
    platformUrl: 'https://pve.example.org:8006/#v1:0:=node%2Fb',
    sample: { cpuUsed: 0.25, memoryUsedBytes: 400, diskUsedBytes: 50 },
  });
});

it('falls back on the list where a node’s status may not be read', () => {
  const [, node] = listedNodes(new Map([['b', row('b')]]), status);
  expect(observedHost(node, null, links, now)).toMatchObject({
    cpuThreads: 64,
    memoryBytes: 500,
    version: undefined,
  });
});

it('says of a silent node that it is silent, and nothing else', () => {
  const [a, b] = listedNodes(new Map(), status);
  expect(silentHost(a, links)).toEqual({
    kind: 'host',
    externalId: 'a',
    name: 'a',
    clusterExternalId: 'cluster',
    status: 'offline',
    address: '10.0.0.1',
    platformUrl: 'https://pve.example.org:8006/#v1:0:=node%2Fa',
  });
  expect(silentHost(b, links).status).toBe('unknown');
});
