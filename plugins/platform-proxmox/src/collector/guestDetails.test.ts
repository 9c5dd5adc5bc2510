import fc from 'fast-check';
import type { AgentMemory } from './agentMemory';
import {
  detailsDigest,
  evidenceIn,
  guestDetails,
  parseConfig,
} from './guestDetails';

const config = {
  agent: 'enabled=1',
  boot: 'order=scsi0',
  cores: '4',
  sockets: '2',
  description: 'Owner: web\nroot password: cAnArY\n',
  meta: 'creation-qemu=9.0.2,ctime=1727491217',
  memory: '4096',
  name: 'web-1',
  net0: 'virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=20',
  net1: 'virtio=BC:24:11:00:00:02,bridge=vmbr0,trunks=1-5',
  ipconfig0: 'ip=10.2.0.17/24,gw=10.2.0.1',
  ipconfig1: 'ip=10.3.0.17/24',
  ostype: 'l26',
  scsi0: 'ceph:vm-100-disk-0,size=16G',
  smbios1: 'uuid=e802c863-e844-4ebe-8426-1cc2d7e9c67a',
  cipassword: '**********',
  digest: 'd1',
};
const memory: AgentMemory = {
  answer: {
    interfaces: [
      {
        macAddress: 'bc:24:11:00:00:01',
        addresses: [
          { address: '10.2.0.17', prefixLength: 24 },
          { address: '10.2.0.18', prefixLength: 24 },
        ],
      },
      {
        macAddress: '02:42:ac:11:00:02',
        addresses: [{ address: '172.17.0.1', prefixLength: 16 }],
      },
    ],
    hostName: 'web-1.example.org',
    system: { id: 'debian', name: 'Debian GNU/Linux 13 (trixie)' },
  },
};
const parsed = parseConfig('qemu', config);

it('joins what the configuration and the agent tell', () => {
  const details = guestDetails(parsed, memory);
  expect(details).toMatchObject({
    sockets: 2,
    coresPerSocket: 4,
    osType: 'Debian GNU/Linux 13 (trixie)',
    osFamily: 'linux',
    hostName: 'web-1.example.org',
    description: 'Owner: web\nroot password: (cut)',
    biosUuid: 'e802c863-e844-4ebe-8426-1cc2d7e9c67a',
    createdAt: '2024-09-28T02:40:17.000Z',
    agentState: 'running',
  });
  expect(
    details.nics.map(nic => [nic.key, nic.vlanMode, nic.addresses]),
  ).toEqual([
    [
      'net0',
      'access',
      [
        { address: '10.2.0.17', prefixLength: 24, source: 'agent' },
        { address: '10.2.0.18', prefixLength: 24, source: 'agent' },
      ],
    ],
    [
      'net1',
      'trunk',
      [{ address: '10.3.0.17', prefixLength: 24, source: 'configured' }],
    ],
  ]);
});

it('keeps the raw answer without its secrets', () => {
  const raw = JSON.stringify(guestDetails(parsed, memory).raw);
  expect(raw).toContain('vm-100-disk-0');
  expect(raw).not.toContain('cAnArY');
  expect(raw).not.toContain('****');
});

it('says of an agent what is known', () => {
  const state = (agent: unknown, remembered: AgentMemory) =>
    guestDetails(parseConfig('qemu', { ...config, agent }), remembered)
      .agentState;
  expect(state('0', memory)).toBe('none');
  expect(state('1', {})).toBe('unknown');
  expect(state('1', memory)).toBe('running');
  expect(state('1', { silentSince: 'x', failures: 1 })).toBe('not-running');
});

it('reads a container, which has no UUID and no agent', () => {
  const details = guestDetails(
    parseConfig('lxc', {
      hostname: 'cache',
      ostype: 'alpine',
      memory: 512,
      net0: 'name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:09,ip=10.0.0.9/24',
      rootfs: 'ceph:vm-200-disk-0,size=4G',
      lxc: [['lxc.environment', 'TOKEN=cAnArY']],
    }),
    {},
  );
  expect(details).toMatchObject({
    sockets: null,
    coresPerSocket: null,
    osType: 'alpine',
    osFamily: 'linux',
    hostName: 'cache',
    biosUuid: null,
    createdAt: null,
    agentState: 'none',
  });
  expect(JSON.stringify(details.raw)).not.toContain('cAnArY');
});

it('gives the evidence of identity', () => {
  expect(evidenceIn(parsed)).toEqual({
    biosUuid: 'e802c863-e844-4ebe-8426-1cc2d7e9c67a',
    createdAt: '2024-09-28T02:40:17.000Z',
    macAddresses: ['bc:24:11:00:00:01', 'bc:24:11:00:00:02'],
    rootVolume: 'ceph:vm-100-disk-0',
  });
});

describe('the digest', () => {
  const digest = (change: object, remembered: AgentMemory = memory) =>
    detailsDigest(parseConfig('qemu', { ...config, ...change }), remembered);

  it('stays while nothing differs, whatever is remembered of asking', () => {
    expect(
      digest({}, { ...memory, startedAt: 'x', failures: 1, retryAt: 'y' }),
    ).toBe(digest({}));
  });

  it('differs with the configuration, the agent’s answer and its state', () => {
    const other = structuredClone(memory);
    other.answer!.interfaces[0].addresses.pop();
    const all = [
      digest({}),
      digest({ digest: 'd2' }),
      digest({}, other),
      digest({}, {}),
      digest({}, { ...memory, silentSince: 'x', failures: 2 }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('does not depend on the order of keys where the platform gives no digest', () => {
    const { digest: _, ...bare } = config;
    const backwards = Object.fromEntries(Object.entries(bare).reverse());
    expect(detailsDigest(parseConfig('qemu', backwards), {})).toBe(
      detailsDigest(parseConfig('qemu', bare), {}),
    );
  });
});

it('reads any configuration without throwing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('qemu' as const, 'lxc' as const),
      fc.dictionary(
        fc.constantFrom(...Object.keys(config), 'rootfs', 'mp0', 'lxc', 'tags'),
        fc.anything(),
      ),
      (kind, each) => {
        const any = parseConfig(kind, each);
        expect(() => guestDetails(any, {})).not.toThrow();
        expect(() => evidenceIn(any)).not.toThrow();
        expect(() => detailsDigest(any, {})).not.toThrow();
      },
    ),
  );
});
