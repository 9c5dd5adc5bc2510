import { fixture } from '../testing/fixture';
import { vmOfV3 } from './v3/vm';
import { vmOfV4 } from './v4/vm';

const v40 = () => fixture('prism-central-v4.0/vms').data.map(vmOfV4);
const [v42] = fixture('prism-central-v4.2/vms').data.map(vmOfV4);
const [v3] = fixture('prism-central-v3/vms').entities.map(vmOfV3);

it('reads a machine of v4.0', () => {
  expect(v40()[0]).toMatchObject({
    id: '0f5a9c3e-8c1d-4b7a-9e2f-5d6c7b8a9f01',
    name: 'shop-web-01',
    power: 'running',
    sockets: 2,
    coresPerSocket: 2,
    memoryBytes: 8589934592,
    biosUuid: '0f5a9c3e-8c1d-4b7a-9e2f-5d6c7b8a9f01',
    createdAt: '2025-03-04T05:06:07.123Z',
    agentState: 'running',
    osName: 'Ubuntu 22.04.4 LTS',
    hostName: null,
    categoryIds: [
      'aa000000-0000-4000-8000-000000000001',
      'aa000000-0000-4000-8000-000000000002',
    ],
  });
});

it('reads the NICs of v4.2, which renames both their parts, as those of v4.0', () => {
  const without6 = v42.nics.map((nic: { addresses: unknown[] }) => ({
    ...nic,
    addresses: nic.addresses.filter(
      address => !(address as { address: string }).address.includes(':'),
    ),
  }));
  expect(without6).toEqual(v40()[0].nics);
  expect(v42.nics).toEqual([
    {
      key: 'f0000000-0000-4000-8000-000000000001',
      macAddress: '50:6b:8d:01:02:03',
      model: 'virtio',
      connected: true,
      subnetId: 'c1f0aa10-22bb-4d03-8d66-1b2c3d4e5f60',
      vlanMode: 'access',
      trunks: null,
      // Seen and configured is seen; 32 and 128 are no prefixes; link-local says nothing.
      addresses: [
        { address: '10.40.20.11', prefixLength: null, source: 'agent' },
        { address: '2001:db8:40::11', prefixLength: null, source: 'agent' },
        { address: '10.40.20.12', prefixLength: null, source: 'configured' },
      ],
    },
    expect.objectContaining({ vlanMode: 'trunk', trunks: '100,200' }),
  ]);
});

it('reads what newer guest tools tell from inside', () => {
  expect(v42).toMatchObject({
    hostName: 'shop-web-01.example.org',
    startedAt: '2026-11-01T00:00:00.000Z',
    projectId: 'bb000000-0000-4000-8000-000000000001',
  });
});

it('reads disks, volume groups among them, and leaves out drives for media', () => {
  expect(v42.disks).toEqual([
    {
      key: 'scsi.0',
      volume: 'e0000000-0000-4000-8000-000000000001',
      sizeBytes: 42949672960,
      bus: 'scsi',
      containerId: 'd2e1bb20-33cc-4e04-9e77-2c3d4e5f6071',
    },
    {
      key: 'scsi.1',
      volume: 'e1000000-0000-4000-8000-000000000009',
      sizeBytes: null,
      bus: 'volume-group',
      containerId: null,
    },
  ]);
});

it('takes absent and odd fields for not told', () => {
  expect(v40()[1]).toMatchObject({
    power: 'stopped',
    hostId: null,
    agentState: 'none',
    osName: null,
    biosUuid: null,
    createdAt: null,
    description: null,
    nics: [],
  });
});

it('refuses a machine without an id: the page is not what it says', () => {
  expect(() => vmOfV4({ name: 'x' })).toThrow(/extId/);
  expect(() => vmOfV3({ metadata: {}, status: { resources: {} } })).toThrow();
});

it('reads the same machine of v3 under the same id', () => {
  expect(v3).toMatchObject({
    id: v42.id,
    name: v42.name,
    power: 'running',
    sockets: 2,
    coresPerSocket: 2,
    memoryBytes: 8589934592,
    tags: ['AppType:Shop', 'Env:Prod', 'Env:Dr'],
    projectName: 'shop',
    ownerName: 'admin',
    agentState: 'not-running',
    osName: 'Windows Server 2022',
    nics: [
      {
        subnetName: 'shop',
        addresses: [
          { address: '10.40.20.11', prefixLength: null, source: 'agent' },
          { address: '10.40.20.12', prefixLength: 24, source: 'configured' },
        ],
      },
    ],
    disks: [{ key: 'scsi.0', containerName: 'default' }],
  });
  expect(v3.disks).toHaveLength(1);
});
