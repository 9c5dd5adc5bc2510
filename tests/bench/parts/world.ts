import type { Disk, Nic } from '@flyloft/plugin-inventory-common';
import type {
  GuestDetails,
  Observation,
  ObservedGuest,
} from '@flyloft/plugin-inventory-node';
import type { OwnerRule } from '../../../plugins/inventory-backend/src/owners/ownerMapping';

const guestsPerHost = 60;
const hostsPerCluster = 32;
const vlans = 40;
const teams = 100;
const gib = 2 ** 30;

/** One of the generated worlds, and what of it changed. */
export interface WorldState {
  guests: number;
  /** 0 is the first sight of it; each further round changes other guests. */
  round: number;
  /** Every how manieth guest differs from the round before; 0 is none. */
  changeEvery: number;
}

/** Guests of a team's pool are the team's. */
export const worldOwners: OwnerRule[] = Array.from(
  { length: teams },
  (_, team) => ({
    platformId: null,
    pool: `team-${team}`,
    tag: null,
    ownerRef: `group:default/team-${team}`,
  }),
);

/**
 * A data centre as a collector yields it, made up as it is read, so that it
 * takes no memory: every guest with its details at first sight, later only
 * the changed ones, the others "same", as a digest tells.
 */
export function* worldOf(state: WorldState): Generator<Observation> {
  const hosts = Math.ceil(state.guests / guestsPerHost);
  for (let cluster = 0; cluster * hostsPerCluster < hosts; cluster++) {
    yield* clusterOf(cluster, Math.min(hosts, (cluster + 1) * hostsPerCluster));
  }
  for (let index = 0; index < state.guests; index++) {
    yield guestOf(index, state);
  }
}

function* clusterOf(cluster: number, hosts: number): Generator<Observation> {
  const externalId = `cluster-${cluster}`;
  yield {
    kind: 'cluster',
    externalId,
    name: externalId,
    version: '9.1.2',
    quorate: true,
    platformUrl: null,
  };
  for (let vlan = 0; vlan < vlans; vlan++) {
    yield {
      kind: 'network',
      externalId: `${externalId}/vlan${vlan}`,
      name: `vlan${vlan}`,
      networkKind: 'vlan',
      clusterExternalId: externalId,
      vlanTag: vlan + 1,
      vlanAware: true,
      prefixes: [`10.${vlan}.0.0/16`],
      hosts: [],
      description: null,
    };
  }
  for (let host = cluster * hostsPerCluster; host < hosts; host++) {
    yield {
      kind: 'host',
      externalId: `host-${host}`,
      name: `host-${host}`,
      clusterExternalId: externalId,
      status: 'online',
      version: '9.1.2',
      cpuThreads: 64,
      memoryBytes: 1024 * gib,
      startedAt: '2026-01-01T00:00:00.000Z',
    };
  }
}

/** Whether a guest is one of those that the round changes. */
export function isChanged(index: number, state: WorldState): boolean {
  return (
    state.round > 0 &&
    state.changeEvery > 0 &&
    (index + state.round) % state.changeEvery === 0
  );
}

const roles = ['web', 'db', 'cache', 'queue', 'build', 'proxy', 'mail', 'log'];

/** The name of a guest of the world. */
export const nameOf = (index: number): string =>
  `${roles[index % roles.length]}-${hash(index).toString(36)}-${index}`;

/** The address of a guest's first NIC. */
export const addressOf = (index: number): string =>
  `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;

/** The MAC of one of a guest's NICs. */
export const macOf = (index: number, nic = 0): string =>
  `bc:24:1${nic}:${hex(index >> 16)}:${hex(index >> 8)}:${hex(index)}`;

const hex = (value: number) => (value & 255).toString(16).padStart(2, '0');

function guestOf(index: number, state: WorldState): ObservedGuest {
  const changed = isChanged(index, state);
  const round = changed ? state.round : 0;
  const host = Math.floor(index / guestsPerHost);
  const read = state.round === 0 || changed;
  return {
    kind: 'guest',
    externalId: String(1000 + index),
    type: index % 10 === 0 ? 'container' : 'virtual-machine',
    platformUrl: `https://pve.example.org:8006/#v1:0:=qemu%2F${1000 + index}`,
    facts: {
      name: nameOf(index),
      powerState: index % 7 === 0 ? 'stopped' : 'running',
      hostExternalId: `host-${host}`,
      clusterExternalId: `cluster-${Math.floor(host / hostsPerCluster)}`,
      vcpus: 1 + (index % 16),
      memoryBytes: (1 + ((hash(index) + round) % 256)) * gib,
      template: false,
      lock: null,
      pool: `team-${index % teams}`,
      haState: null,
      lastBackupAt: '2026-02-03T21:30:00.000Z',
      lastBackupKind: 'backup',
      lastBackupSource: 'pbs-offsite',
      replication: null,
      tags: [`tier-${index % 5}`, index % 3 === 0 ? 'prod' : 'test'],
      startedAt: '2026-02-01T00:00:00.000Z',
    },
    evidence: {
      biosUuid: uuidOf(index),
      macAddresses: nicsOf(index).map(nic => nic.macAddress!),
      rootVolume: `local-zfs:vm-${1000 + index}-disk-0`,
    },
    details: read
      ? { state: 'read', value: detailsOf(index, round) }
      : { state: 'same' },
    detailsDigest: `digest-${index}-${round}`,
    memory: { agent: 'answers', askedAt: 0 },
  };
}

function detailsOf(index: number, round: number): GuestDetails {
  const nics = nicsOf(index);
  const disks = disksOf(index, round);
  return {
    sockets: 1,
    coresPerSocket: 1 + (index % 16),
    osType: 'Debian GNU/Linux 13 (trixie)',
    osFamily: 'linux',
    hostName: `${nameOf(index)}.example.org`,
    description: round > 0 ? `Changed in round ${round}` : null,
    biosUuid: uuidOf(index),
    createdAt: '2025-06-01T00:00:00.000Z',
    agentState: 'running',
    nics,
    disks,
    raw: rawOf(index, nics, disks),
  };
}

function nicsOf(index: number): Nic[] {
  return Array.from({ length: index % 4 === 0 ? 2 : 1 }, (_, nic) => ({
    key: `net${nic}`,
    name: `eth${nic}`,
    macAddress: macOf(index, nic),
    model: 'virtio',
    network: `vlan${(index + nic) % vlans}`,
    vlanTag: ((index + nic) % vlans) + 1,
    vlanMode: 'access' as const,
    trunks: null,
    connected: true,
    firewall: true,
    mtu: null,
    addresses: [
      {
        address:
          nic === 0 ? addressOf(index) : `2001:db8::${index.toString(16)}`,
        prefixLength: nic === 0 ? 24 : 64,
        source: 'agent' as const,
      },
    ],
  }));
}

function disksOf(index: number, round: number): Disk[] {
  return Array.from({ length: 1 + (index % 3) }, (_, disk) => ({
    key: `scsi${disk}`,
    sizeBytes: (32 * (disk + 1) + round) * gib,
    storage: 'local-zfs',
    volume: `local-zfs:vm-${1000 + index}-disk-${disk}`,
    bus: 'scsi',
    format: 'raw',
    unused: false,
    backup: true,
  }));
}

/** The size and shape of a Proxmox configuration. */
function rawOf(index: number, nics: Nic[], disks: Disk[]) {
  return {
    config: {
      agent: '1,fstrim_cloned_disks=1',
      boot: 'order=scsi0;net0',
      cores: 1 + (index % 16),
      cpu: 'x86-64-v2-AES',
      machine: 'q35',
      memory: '8192',
      meta: 'creation-qemu=9.2.0,ctime=1748736000',
      name: nameOf(index),
      numa: 0,
      ostype: 'l26',
      scsihw: 'virtio-scsi-single',
      smbios1: `uuid=${uuidOf(index)}`,
      sockets: 1,
      vmgenid: uuidOf(index + 1),
      ...Object.fromEntries(
        nics.map(nic => [
          nic.key,
          `virtio=${nic.macAddress},bridge=vmbr0,firewall=1,tag=${nic.vlanTag}`,
        ]),
      ),
      ...Object.fromEntries(
        disks.map(disk => [
          disk.key,
          `${disk.volume},discard=on,iothread=1,size=${disk.sizeBytes! / gib}G`,
        ]),
      ),
    },
  };
}

/** Spreads what grows by one evenly, the same at every run. */
function hash(value: number): number {
  return (Math.imul(value + 1, 2654435761) >>> 0) % 1_000_003;
}

function uuidOf(index: number): string {
  const tail = index.toString(16).padStart(12, '0');
  return `${hash(index).toString(16).padStart(8, '0')}-0f9e-4d8c-b7a6-${tail}`;
}
