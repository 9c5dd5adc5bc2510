import { GIB } from './guestConfig.ts';
import { Random } from './random.ts';
import type {
  HostInterface,
  NodePlan,
  PoolPlan,
  StoragePlan,
} from './clusterPlan.ts';

/** Bytes. */
export const TIB = 1024 * GIB;

/** A model of host. */
export interface Hardware {
  cpuModel: string;
  sockets: number;
  coresPerSocket: number;
  megahertz: string;
  memoryGib: number;
  rootGib: number;
}

export const EPYC: Hardware = {
  cpuModel: 'AMD EPYC 9354P 32-Core Processor',
  sockets: 1,
  coresPerSocket: 32,
  megahertz: '3249.998',
  memoryGib: 512,
  rootGib: 94,
};

export const EPYC_LARGE: Hardware = {
  cpuModel: 'AMD EPYC 9654 96-Core Processor',
  sockets: 2,
  coresPerSocket: 96,
  megahertz: '2399.998',
  memoryGib: 3072,
  rootGib: 94,
};

export const XEON: Hardware = {
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

/** The hosts of a site, numbered from one. */
export function nodes(
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

/** What every host has: its own root disk. */
export const LOCAL: StoragePlan = {
  storage: 'local',
  type: 'dir',
  content: 'iso,vztmpl,backup,import',
  shared: false,
  capacityBytes: 94 * GIB,
  usedFraction: 0.31,
  options: { path: '/var/lib/vz' },
};
