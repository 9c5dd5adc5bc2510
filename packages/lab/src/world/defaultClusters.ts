import { GIB } from './guestConfig.ts';
import { Random } from './random.ts';
import type {
  ClusterPlan,
  HostInterface,
  NodePlan,
  PoolPlan,
  StoragePlan,
} from './clusterPlan.ts';

const TIB = 1024 * GIB;

interface Hardware {
  cpuModel: string;
  sockets: number;
  coresPerSocket: number;
  megahertz: string;
  memoryGib: number;
  rootGib: number;
}

const EPYC: Hardware = {
  cpuModel: 'AMD EPYC 9354P 32-Core Processor',
  sockets: 1,
  coresPerSocket: 32,
  megahertz: '3249.998',
  memoryGib: 512,
  rootGib: 94,
};

const EPYC_LARGE: Hardware = {
  cpuModel: 'AMD EPYC 9654 96-Core Processor',
  sockets: 2,
  coresPerSocket: 96,
  megahertz: '2399.998',
  memoryGib: 3072,
  rootGib: 94,
};

const XEON: Hardware = {
  cpuModel: 'Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz',
  sockets: 2,
  coresPerSocket: 24,
  megahertz: '2992.968',
  memoryGib: 384,
  rootGib: 68,
};

/** The pools, which name the team a guest belongs to. */
export const POOLS: PoolPlan[] = [
  { poolid: 'team-web', comment: 'Web shop and public sites' },
  { poolid: 'team-data', comment: 'Databases, queues, search' },
  { poolid: 'team-platform', comment: 'Identity, registry, CI and monitoring' },
  { poolid: 'payments', comment: 'Payments (PCI scope)' },
  { poolid: 'office-it', comment: 'Desktops, print, file services' },
  { poolid: 'research', comment: '' },
];

/** The VLANs of a site; the third octet of a subnet is the VLAN's number. */
export const VLANS = {
  management: 10,
  web: 20,
  application: 30,
  data: 40,
  payments: 50,
  build: 60,
  office: 70,
  lab: 80,
  backup: 90,
} as const;

function hostInterfaces(
  site: number,
  index: number,
  comment: boolean,
): HostInterface[] {
  const host = 10 + index;
  return [
    { iface: 'eno1', type: 'eth', method: 'manual' },
    { iface: 'eno2', type: 'eth', method: 'manual' },
    { iface: 'enp65s0f0np0', type: 'eth', method: 'manual', mtu: 9000 },
    {
      iface: 'bond0',
      type: 'bond',
      method: 'manual',
      slaves: 'eno1 eno2',
      bondMode: '802.3ad',
      ...(comment ? { comments: 'Uplink to the top-of-rack pair\n' } : {}),
    },
    {
      iface: 'vmbr0',
      type: 'bridge',
      method: 'static',
      address: `10.${site}.10.${host}`,
      prefix: 24,
      gateway: `10.${site}.10.1`,
      bridgePorts: 'bond0',
      vlanAware: true,
      bridgeVids: '2-4094',
    },
    {
      iface: 'vmbr1',
      type: 'bridge',
      method: 'static',
      address: `10.${site}.99.${host}`,
      prefix: 24,
      address6: `fd00:${site}:99::${host}`,
      prefix6: 64,
      bridgePorts: 'enp65s0f0np0',
      mtu: 9000,
      comments: 'Storage and migration\n',
    },
    {
      iface: 'bond0.90',
      type: 'vlan',
      method: 'static',
      address: `10.${site}.90.${host}`,
      prefix: 24,
      vlanId: 90,
      rawDevice: 'bond0',
    },
  ];
}

function nodes(
  count: number,
  seed: number,
  site: {
    letter: string;
    octet: number;
    hardware: Hardware;
    subscription: NodePlan['subscription'];
  },
): NodePlan[] {
  const width = count > 9 ? String(count).length : 1;
  return Array.from({ length: count }, (_, index) => {
    const name = `pve-${site.letter}${String(index + 1).padStart(width, '0')}`;
    const random = new Random(seed, 'node', name);
    const hardware = site.hardware;
    return {
      name,
      address: `10.${site.octet}.10.${10 + index}`,
      cpuModel: hardware.cpuModel,
      sockets: hardware.sockets,
      coresPerSocket: hardware.coresPerSocket,
      megahertz: hardware.megahertz,
      memoryBytes:
        hardware.memoryGib * GIB - random.between(200, 900) * 1024 * 1024,
      rootBytes: hardware.rootGib * GIB,
      bootedAt: Date.UTC(2026, 3, 1) / 1000 + random.between(0, 150 * 86_400),
      subscription: site.subscription,
      interfaces: hostInterfaces(site.octet, index, index === 0),
    };
  });
}

const LOCAL: StoragePlan = {
  storage: 'local',
  type: 'dir',
  content: 'iso,vztmpl,backup,import',
  shared: false,
  capacityBytes: 94 * GIB,
  usedFraction: 0.31,
  options: { path: '/var/lib/vz' },
};

/** The bigger site: three nodes with Ceph, on the current release. */
export function westCluster(seed: number, nodeCount: number): ClusterPlan {
  const large = nodeCount > 3;
  return {
    id: 'pve-west',
    title: 'West data centre',
    version: '9.1.4',
    major: 9,
    repoid: '5ac30304265fbd8e',
    kernel: '6.17.4-1-pve',
    qemu: '10.1.2',
    nodes: nodes(nodeCount, seed, {
      letter: 'w',
      octet: 10,
      hardware: large ? EPYC_LARGE : EPYC,
      subscription: 'b',
    }),
    storages: [
      LOCAL,
      {
        storage: 'local-lvm',
        type: 'lvmthin',
        content: 'rootdir,images',
        shared: false,
        capacityBytes: 3.4 * TIB,
        usedFraction: 0.42,
        options: { thinpool: 'data', vgname: 'pve' },
      },
      {
        storage: 'ceph-vm',
        type: 'rbd',
        content: 'images,rootdir',
        shared: true,
        capacityBytes: (large ? 4096 : 38) * TIB,
        usedFraction: 0.57,
        options: { pool: 'vm', krbd: 0 },
      },
      {
        storage: 'nas-media',
        type: 'nfs',
        content: 'iso,vztmpl,snippets',
        shared: true,
        capacityBytes: 8 * TIB,
        usedFraction: 0.23,
        options: {
          server: '10.10.99.200',
          export: '/volume1/media',
          path: '/mnt/pve/nas-media',
        },
      },
      {
        storage: 'nas-backup',
        type: 'nfs',
        content: 'backup',
        shared: true,
        capacityBytes: 60 * TIB,
        usedFraction: 0.81,
        options: {
          server: '10.10.99.200',
          export: '/volume2/backup',
          path: '/mnt/pve/nas-backup',
          'prune-backups': 'keep-daily=7,keep-weekly=4',
        },
      },
    ],
    pools: POOLS,
    zones: [
      {
        zone: 'pcizone',
        type: 'vxlan',
        options: {
          peers: '10.10.99.10,10.10.99.11,10.10.99.12',
          mtu: 1450,
          ipam: 'pve',
        },
      },
      {
        zone: 'localvl',
        type: 'vlan',
        options: { bridge: 'vmbr0', ipam: 'pve' },
      },
    ],
    vnets: [
      {
        vnet: 'vnpay',
        zone: 'pcizone',
        tag: 50050,
        alias: 'Payments',
        subnet: '10.10.50.0/24',
        gateway: '10.10.50.1',
      },
      { vnet: 'vntest', zone: 'localvl', tag: 81, alias: 'Test benches' },
    ],
    backupJobs: [
      {
        id: 'backup-nightly',
        schedule: '21:30',
        storage: 'nas-backup',
        mode: 'snapshot',
        comment: 'Everything but the test benches',
        selection: { all: 1, exclude: '162,175,176' },
      },
      {
        id: 'backup-payments',
        schedule: '*-*-* 0/4:00',
        storage: 'nas-backup',
        mode: 'snapshot',
        comment: 'Payments, every four hours',
        selection: { pool: 'payments' },
      },
    ],
    options: {
      keyboard: 'en-us',
      migration: { type: 'secure', network: '10.10.99.0/24' },
      mac_prefix: 'BC:24:11',
      'next-id': { lower: 100, upper: 1_000_000 },
      'tag-style': { shape: 'full', 'case-sensitive': 1 },
    },
  };
}

/** The smaller site: two nodes with ZFS, one release behind. */
export function eastCluster(seed: number, nodeCount: number): ClusterPlan {
  const large = nodeCount > 2;
  return {
    id: 'pve-east',
    title: 'East data centre',
    version: '8.4.14',
    major: 8,
    repoid: 'b502d23c55afcba1',
    kernel: '6.8.12-15-pve',
    qemu: '9.2.0',
    nodes: nodes(nodeCount, seed, {
      letter: 'e',
      octet: 20,
      hardware: large ? EPYC_LARGE : XEON,
      subscription: 'c',
    }),
    storages: [
      {
        ...LOCAL,
        content: 'vztmpl,backup,iso',
        capacityBytes: 68 * GIB,
        usedFraction: 0.46,
      },
      {
        storage: 'tank',
        type: 'zfspool',
        content: 'images,rootdir',
        shared: false,
        capacityBytes: (large ? 400 : 14) * TIB,
        usedFraction: 0.64,
        options: { pool: 'tank/vm', sparse: 1, mountpoint: '/tank/vm' },
      },
      {
        storage: 'nas-east',
        type: 'nfs',
        content: 'iso,backup,vztmpl,images',
        shared: true,
        capacityBytes: 24 * TIB,
        usedFraction: 0.38,
        options: {
          server: '10.20.99.200',
          export: '/export/pve',
          path: '/mnt/pve/nas-east',
        },
      },
      {
        storage: 'pbs-offsite',
        type: 'pbs',
        content: 'backup',
        shared: true,
        capacityBytes: 40 * TIB,
        usedFraction: 0.52,
        options: {
          server: 'pbs.east.example.net',
          datastore: 'offsite',
          username: 'sync@pbs',
          fingerprint: Array.from({ length: 32 }, (_, i) =>
            (i * 7 + 17).toString(16).padStart(2, '0'),
          ).join(':'),
        },
      },
    ],
    pools: POOLS,
    zones: [{ zone: 'localnet', type: 'simple', options: { ipam: 'pve' } }],
    vnets: [
      {
        vnet: 'vnlab',
        zone: 'localnet',
        alias: 'Isolated lab',
        subnet: '192.168.80.0/24',
        gateway: '192.168.80.1',
      },
    ],
    backupJobs: [
      {
        id: 'backup-6f2c1a90-17d4',
        schedule: 'sat 02:00',
        storage: 'pbs-offsite',
        mode: 'snapshot',
        comment: 'Weekly, off site',
        selection: { all: 1 },
      },
    ],
    options: {
      keyboard: 'de',
      mac_prefix: 'BC:24:11',
      'next-id': { lower: 100 },
    },
  };
}
