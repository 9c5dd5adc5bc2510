import type { ClusterPlan } from './clusterPlan.ts';
import { GIB } from './guestConfig.ts';
import { EPYC_LARGE, LOCAL, nodes, POOLS, TIB, XEON } from './siteHardware.ts';

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
