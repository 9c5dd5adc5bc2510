import { GIB } from '../guestConfig.ts';
import { Random } from '../random.ts';
import { TIB } from '../siteHardware.ts';
import type {
  EstateFolderPlan,
  EstateHostPlan,
  EstateImagePlan,
  EstateNetworkPlan,
  EstatePlan,
  EstateSizePlan,
  EstateStoragePlan,
} from './estatePlan.ts';

const BOOTED_FROM = Date.UTC(2026, 2, 2) / 1000;
const DAY = 86_400;

interface HostModel {
  vendor: string;
  model: string;
  cpuModel: string;
  sockets: number;
  coresPerSocket: number;
  megahertz: number;
  memoryGib: number;
}

const RACK: HostModel = {
  vendor: 'Dell Inc.',
  model: 'PowerEdge R760',
  cpuModel: 'Intel(R) Xeon(R) Gold 6430',
  sockets: 2,
  coresPerSocket: 32,
  megahertz: 2100,
  memoryGib: 1024,
};

const BLOCK: HostModel = {
  vendor: 'Nutanix',
  model: 'NX-3060-G9',
  cpuModel: 'Intel(R) Xeon(R) Gold 5418Y',
  sockets: 2,
  coresPerSocket: 24,
  megahertz: 2000,
  memoryGib: 768,
};

const BLADE: HostModel = {
  vendor: 'HPE',
  model: 'ProLiant DL365 Gen11',
  cpuModel: 'AMD EPYC 9334 32-Core Processor',
  sockets: 2,
  coresPerSocket: 32,
  megahertz: 2700,
  memoryGib: 768,
};

function hosts(
  seed: number,
  octet: number,
  model: HostModel,
  names: { name: string; cluster: string }[],
): EstateHostPlan[] {
  return names.map(({ name, cluster }, index) => {
    const random = new Random(seed, octet, 'host', index);
    return {
      name,
      cluster,
      address: `10.${octet}.${10 + Math.floor(index / 200)}.${11 + (index % 200)}`,
      vendor: model.vendor,
      model: model.model,
      serial: random.hex(7).toUpperCase(),
      cpuModel: model.cpuModel,
      sockets: model.sockets,
      coresPerSocket: model.coresPerSocket,
      megahertz: model.megahertz,
      memoryBytes: model.memoryGib * GIB,
      bootedAt: BOOTED_FROM + random.between(0, 90 * DAY),
    };
  });
}

const numbered = (count: number, least: number, name: (n: number) => string) =>
  Array.from({ length: Math.max(count, least) }, (_, index) => name(index + 1));

function vlan(
  octet: number,
  name: string,
  number: number,
  description?: string,
): EstateNetworkPlan {
  return {
    name,
    kind: 'distributed',
    vlan: number,
    prefix: `10.${octet}.${number}.0/24`,
    gateway: `10.${octet}.${number}.1`,
    description,
  };
}

/** The network of the many seeded machines. */
export const FLEET_NETWORK = 'fleet';

function fleet(octet: number): EstateNetworkPlan {
  return {
    name: FLEET_NETWORK,
    kind: 'distributed',
    vlan: 1400,
    prefix: `10.${128 + octet}.0.0/15`,
    gateway: `10.${128 + octet}.0.1`,
  };
}

const TEAMS: EstateFolderPlan[] = [
  { name: 'team-web', team: 'team-web' },
  { name: 'team-data', team: 'team-data' },
  { name: 'payments', team: 'payments' },
  { name: 'office-it', team: 'office-it' },
];

function image(
  name: string,
  kind: EstateImagePlan['kind'],
  gib: number,
  system: EstateImagePlan['system'],
  storage: string,
): EstateImagePlan {
  return { name, kind, sizeBytes: gib * GIB, system, storage };
}

const SOUTH_STORAGES: EstateStoragePlan[] = [
  {
    name: 'vsan-south',
    type: 'vsan',
    shared: true,
    capacityBytes: 180 * TIB,
    usedFraction: 0.57,
  },
  {
    name: 'nfs-templates',
    type: 'NFS',
    shared: true,
    capacityBytes: 8 * TIB,
    usedFraction: 0.31,
  },
  {
    name: 'local-s3',
    type: 'VMFS',
    shared: false,
    capacityBytes: 2 * TIB,
    usedFraction: 0.22,
    host: 'esx-s3.south.example.net',
  },
];

/** A vCenter with a production and an edge cluster. */
export function vsphereEstate(seed: number, hostCount: number): EstatePlan {
  const octet = 30;
  const names = numbered(hostCount, 3, n => `esx-s${n}.south.example.net`);
  return {
    id: 'vc-south',
    platform: 'vsphere',
    title: 'South data centre',
    version: '8.0.3',
    octet,
    clusters: ['Production', 'Edge'],
    hosts: hosts(
      seed,
      octet,
      RACK,
      names.map((name, index) => ({
        name,
        cluster: index === 2 ? 'Edge' : 'Production',
      })),
    ),
    storages: SOUTH_STORAGES,
    networks: [
      vlan(octet, 'dvpg-web', 20, 'Public web tier'),
      vlan(octet, 'dvpg-app', 30),
      vlan(octet, 'dvpg-data', 40),
      { name: 'dvpg-trunk', kind: 'distributed', trunk: '100-199,300' },
      { name: 'VM Network', kind: 'standard' },
      {
        name: 'Office 70',
        kind: 'standard',
        vlan: 70,
        prefix: `10.${octet}.70.0/24`,
        gateway: `10.${octet}.70.1`,
      },
      fleet(octet),
    ],
    images: [
      image('debian-13-netinst.iso', 'iso', 1, 'debian13', 'nfs-templates'),
      image(
        'windows-server-2022.iso',
        'iso',
        6,
        'windows2022',
        'nfs-templates',
      ),
    ],
    sizes: [],
    folders: [
      ...TEAMS,
      { name: 'team-web/legacy', team: 'team-web' },
      { name: 'Templates' },
    ],
  };
}

/** A Prism Central with two clusters. */
export function nutanixEstate(seed: number, hostCount: number): EstatePlan {
  const octet = 40;
  const names = numbered(hostCount, 4, n => `ntnx-n${n}`);
  return {
    id: 'pc-north',
    platform: 'nutanix',
    title: 'North data centre',
    version: 'pc.2024.3.1',
    octet,
    clusters: ['north-main', 'north-remote'],
    hosts: hosts(
      seed,
      octet,
      BLOCK,
      names.map((name, index) => ({
        name,
        cluster: index === 3 ? 'north-remote' : 'north-main',
      })),
    ),
    storages: [
      {
        name: 'default-container-north',
        type: 'AOS',
        shared: true,
        capacityBytes: 90 * TIB,
        usedFraction: 0.48,
      },
      {
        name: 'images-north',
        type: 'AOS',
        shared: true,
        capacityBytes: 10 * TIB,
        usedFraction: 0.2,
      },
    ],
    networks: [
      vlan(octet, 'vlan20-web', 20),
      vlan(octet, 'vlan40-data', 40),
      vlan(octet, 'vlan50-payments', 50, 'PCI scope'),
      fleet(octet),
    ],
    images: [
      image('rocky-9-cloud', 'disk', 10, 'rocky9', 'images-north'),
      image('ubuntu-24.04-cloud', 'disk', 4, 'ubuntu2404', 'images-north'),
      image('windows-server-2022', 'iso', 6, 'windows2022', 'images-north'),
    ],
    sizes: [],
    folders: TEAMS,
  };
}

const SIZES: EstateSizePlan[] = [
  { name: 'u1.small', cpus: 1, memoryBytes: 2 * GIB },
  { name: 'u1.medium', cpus: 1, memoryBytes: 4 * GIB },
  { name: 'u1.large', cpus: 2, memoryBytes: 8 * GIB },
  { name: 'u1.xlarge', cpus: 4, memoryBytes: 16 * GIB },
];

const CENTRAL_STORAGES: EstateStoragePlan[] = [
  {
    name: 'longhorn',
    type: 'driver.longhorn.io',
    shared: true,
    capacityBytes: 60 * TIB,
    usedFraction: 0.35,
  },
  {
    name: 'local-path',
    type: 'rancher.io/local-path',
    shared: false,
    capacityBytes: 4 * TIB,
    usedFraction: 0.1,
  },
];

const CENTRAL_FOLDERS: EstateFolderPlan[] = [
  {
    name: 'acme-production',
    team: 'team-web',
    organization: 'acme',
    vdc: 'production',
  },
  {
    name: 'acme-test',
    team: 'team-web',
    organization: 'acme',
    vdc: 'test',
  },
  {
    name: 'globex-data',
    team: 'team-data',
    organization: 'globex',
    vdc: 'data',
  },
  { name: 'default' },
];

/** A Kubernetes cluster whose namespaces are the data centres of tenants. */
export function kubevirtEstate(seed: number, hostCount: number): EstatePlan {
  const octet = 50;
  const names = numbered(hostCount, 3, n => `kv-c${n}`);
  return {
    id: 'kv-central',
    platform: 'kubevirt',
    title: 'Central cluster',
    version: 'v1.6.2',
    octet,
    clusters: ['kv-central'],
    hosts: hosts(
      seed,
      octet,
      BLADE,
      names.map(name => ({ name, cluster: 'kv-central' })),
    ),
    storages: CENTRAL_STORAGES,
    networks: [
      vlan(octet, 'vlan-20', 20),
      vlan(octet, 'vlan-40', 40),
      fleet(octet),
    ],
    images: [
      image('debian-13', 'disk', 3, 'debian13', 'longhorn'),
      image('ubuntu-24.04', 'disk', 4, 'ubuntu2404', 'longhorn'),
    ],
    sizes: SIZES,
    folders: CENTRAL_FOLDERS,
  };
}
