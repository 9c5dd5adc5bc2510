import type { ClusterPlan } from './clusterPlan.ts';
import { EPYC, EPYC_LARGE, LOCAL, nodes, POOLS, TIB } from './siteHardware.ts';

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
