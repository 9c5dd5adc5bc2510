import type {
  ChangedKind,
  Disk,
  Guest,
  Host,
  Nic,
  Network,
  Storage,
} from '@flyloft/plugin-inventory-common';

/*
 * What collectors yield. Ids are the platform's own (`externalId`), unique in
 * the platform by kind; the inventory gives things their own ids. A property
 * that is `undefined` was not looked at in this run and keeps its last value;
 * `null` means the platform says there is none.
 */

/** A cluster as a collector saw it. */
export interface ObservedCluster {
  kind: 'cluster';
  externalId: string;
  name: string;
  version?: string | null;
  quorate?: boolean | null;
  platformUrl?: string | null;
}

/** A host as a collector saw it; figures of use are a sample, never history. */
export interface ObservedHost {
  kind: 'host';
  externalId: string;
  name: string;
  clusterExternalId: string | null;
  status: Host['status'];
  address?: string | null;
  version?: string | null;
  kernel?: string | null;
  cpuModel?: string | null;
  cpuSockets?: number | null;
  cpuCores?: number | null;
  cpuThreads?: number | null;
  memoryBytes?: number | null;
  diskBytes?: number | null;
  startedAt?: string | null;
  platformUrl?: string | null;
  vendor?: string | null;
  model?: string | null;
  serial?: string | null;
  /** In maintenance or cordoned: it takes no new guests. */
  maintenance?: boolean | null;
  /** When the certificate of its own interface ends, ISO 8601. */
  certificateExpiresAt?: string | null;
  /** The platform's words: level and state, such as `community: active`. */
  subscription?: string | null;
  subscriptionExpiresAt?: string | null;
  sample?: {
    cpuUsed: number | null;
    memoryUsedBytes: number | null;
    diskUsedBytes: number | null;
  };
}

/** A network as a collector saw it. */
export interface ObservedNetwork {
  kind: 'network';
  externalId: string;
  name: string;
  networkKind: Network['kind'];
  clusterExternalId: string | null;
  vlanTag: number | null;
  vlanAware: boolean | null;
  prefixes?: string[];
  hosts?: string[];
  description: string | null;
}

/** A storage as a collector saw it; a shared one is yielded once. */
export interface ObservedStorage {
  kind: 'storage';
  externalId: string;
  name: string;
  type: string | null;
  shared: boolean;
  clusterExternalId: string | null;
  hostExternalId: string | null;
  status: Storage['status'];
  content: string[];
  capacityBytes?: number | null;
  /** A sample, never history. */
  usedBytes?: number | null;
}

/** Something that guests are made from, as a collector saw it. */
export interface ObservedImage {
  kind: 'image';
  externalId: string;
  name: string;
  /** `size` is a named size such as KubeVirt's instance types. */
  imageKind: 'disk' | 'iso' | 'template' | 'container-template' | 'size';
  clusterExternalId: string | null;
  sizeBytes: number | null;
  /** Names of the storages that hold it. */
  storages: string[];
  osFamily?: Guest['osFamily'];
  description: string | null;
  createdAt: string | null;
  platformUrl?: string | null;
}

/**
 * What tells whether a guest under a known external id is still the machine
 * it was. Everything is optional evidence; `resolveIdentity` weighs it.
 */
export interface IdentityEvidence {
  biosUuid?: string | null;
  /** When the platform says the guest was made, ISO 8601. */
  createdAt?: string | null;
  macAddresses?: string[];
  /** The volume it boots from, as the platform names it. */
  rootVolume?: string | null;
  /** The platform's task log shows that this id was destroyed since. */
  destroyedSince?: boolean;
  /** The task log shows that this id was restored in place since. */
  restoredSince?: boolean;
}

/** Facts of a guest that every run learns from the bulk answer. */
export interface GuestBulkFacts {
  name?: string;
  powerState: Guest['powerState'];
  hostExternalId: string | null;
  clusterExternalId: string | null;
  vcpus?: number | null;
  memoryBytes?: number | null;
  template?: boolean;
  lock?: string | null;
  pool?: string | null;
  haState?: string | null;
  /** Tags, categories and labels; with a key they read `key:value`. */
  tags?: string[];
  /** Where people filed it: a folder's path, a project, a namespace. */
  folder?: string | null;
  /** The tenant and its data centre, where the platform's labels name them. */
  organization?: string | null;
  vdc?: string | null;
  /** The named size it was made with. */
  instanceType?: string | null;
  /** When its newest backup, or snapshot where there is no backup, was made; ISO 8601. */
  lastBackupAt?: string | null;
  lastBackupKind?: 'backup' | 'snapshot' | null;
  /** Where that lies: a storage, a datastore, a snapshot's name. */
  lastBackupSource?: string | null;
  /** Its groups or rules of high availability: `west: rather on pve1`. */
  haRules?: string | null;
  /** The platform's words on its replication: `ok`, `failed: no route`. */
  replication?: string | null;
  /** When it was started, ISO 8601; the engine ignores jitter under a minute. */
  startedAt?: string | null;
}

/** Facts of a guest that take a call of their own to learn. */
export interface GuestDetails {
  sockets: number | null;
  coresPerSocket: number | null;
  osType: string | null;
  osFamily: Guest['osFamily'];
  hostName: string | null;
  description: string | null;
  biosUuid: string | null;
  createdAt: string | null;
  agentState: Guest['agentState'];
  nics: Nic[];
  disks: Disk[];
  /** Secrets are cut before it leaves the collector. */
  raw: Record<string, unknown>;
}

/** A guest as a collector saw it. */
export interface ObservedGuest {
  kind: 'guest';
  externalId: string;
  type: Guest['type'];
  platformUrl: string | null;
  facts: GuestBulkFacts;
  evidence: IdentityEvidence;
  /**
   * `read`: details as they are now. `same`: looked, nothing differs from what
   * `detailsDigest` stood for at the last run; the engine keeps what it has.
   * `unread`: could not be or was not looked at; the last values stay.
   */
  details:
    | { state: 'read'; value: GuestDetails }
    | { state: 'same' }
    | { state: 'unread'; reason: string };
  /** What the collector wants back at the next run as `KnownGuest.digest`. */
  detailsDigest: string | null;
  /** What the collector wants back as `KnownGuest.memory`: small JSON. */
  memory?: Record<string, unknown>;
}

/** A part of the platform that did not answer: its things are unreachable. */
export interface UnreachableScope {
  kind: 'unreachable';
  scope: 'host' | 'cluster';
  externalId: string;
  reason: string;
}

/**
 * Something the collector could not see, though it should: a missing
 * privilege, a call that failed. `withholdsDeletions` names the kinds of which
 * nothing may be called missing on the word of this run.
 */
export interface CollectionGap {
  kind: 'gap';
  scope: string;
  reason: string;
  withholdsDeletions: ChangedKind[];
}

/** One record of a collector's stream. */
export type Observation =
  | ObservedCluster
  | ObservedHost
  | ObservedNetwork
  | ObservedStorage
  | ObservedImage
  | ObservedGuest
  | UnreachableScope
  | CollectionGap;
