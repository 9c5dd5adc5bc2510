import { z } from 'zod';
import { changedKinds } from '../changes/change';
import { agentStates, guestTypes, powerStates } from '../guests/guest';
import { hostStatuses } from '../hosts/host';
import { imageKinds } from '../images/image';
import { networkKinds } from '../networks/network';

/*
 * What a source pushes, one JSON object a line. In every record a property
 * that is left out was not looked at and keeps its last value; `null` says
 * that there is none. Ids are the source's own (`externalId`): they must
 * survive renames and moves, and be unique by kind.
 */

const id = z.string().trim().min(1).max(255);
const name = z.string().trim().min(1).max(255);
const text = z.string().max(10_000);
const words = z.array(z.string().min(1).max(255)).max(500);
const time = z.iso.datetime({ offset: true });
const count = z.number().int().nonnegative().max(1_000_000);
const bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const vlanTag = z.number().int().min(1).max(4094);
const osFamily = z.enum(['linux', 'windows', 'bsd', 'solaris', 'other']);
// It becomes a link on a page: never `javascript:`.
const url = z.url({ protocol: /^https?$/ }).max(2_000);
const address = z.union([z.ipv4(), z.ipv6()], {
  error: 'must be an IP address without a mask, such as 10.2.0.17',
});
const link = id.nullable().default(null);

/** The first line: what follows, from whom, and as of when. */
export const pushBeginSchema = z.strictObject({
  kind: z.literal('begin'),
  /**
   * True: what is not pushed is no longer there. False: a part, which deletes
   * nothing and leaves newer facts alone.
   */
  complete: z.boolean(),
  /** Who pushes, for people: `n8n on ops-1`. */
  source: z.string().trim().min(1).max(200),
  /** When the source began to read its platform. */
  collectedAt: time,
});
export type PushBegin = z.infer<typeof pushBeginSchema>;

/** The last line: how many records stand between it and the first. */
export const pushEndSchema = z.strictObject({
  kind: z.literal('end'),
  count: z.number().int().nonnegative(),
});

const pushedCluster = z.strictObject({
  kind: z.literal('cluster'),
  externalId: id,
  name,
  version: text.nullable().optional(),
  quorate: z.boolean().nullable().optional(),
  platformUrl: url.nullable().optional(),
});

const pushedHost = z.strictObject({
  kind: z.literal('host'),
  externalId: id,
  name,
  clusterExternalId: link,
  status: z.enum(hostStatuses),
  address: address.nullable().optional(),
  version: text.nullable().optional(),
  kernel: text.nullable().optional(),
  cpuModel: text.nullable().optional(),
  cpuSockets: count.nullable().optional(),
  cpuCores: count.nullable().optional(),
  cpuThreads: count.nullable().optional(),
  memoryBytes: bytes.nullable().optional(),
  diskBytes: bytes.nullable().optional(),
  startedAt: time.nullable().optional(),
  vendor: text.nullable().optional(),
  model: text.nullable().optional(),
  serial: text.nullable().optional(),
  maintenance: z.boolean().nullable().optional(),
  platformUrl: url.nullable().optional(),
});

const pushedNetwork = z.strictObject({
  kind: z.literal('network'),
  externalId: id,
  name,
  networkKind: z.enum(networkKinds).default('other'),
  clusterExternalId: link,
  vlanTag: vlanTag.nullable().default(null),
  vlanAware: z.boolean().nullable().default(null),
  prefixes: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .max(500)
    .optional(),
  hosts: words.optional(),
  description: text.nullable().default(null),
});

const pushedStorage = z.strictObject({
  kind: z.literal('storage'),
  externalId: id,
  name,
  type: name.nullable().default(null),
  shared: z.boolean(),
  clusterExternalId: link,
  hostExternalId: link,
  status: z.enum(['available', 'unavailable', 'unknown']).default('unknown'),
  content: words.default([]),
  capacityBytes: bytes.nullable().optional(),
  usedBytes: bytes.nullable().optional(),
});

const pushedImage = z.strictObject({
  kind: z.literal('image'),
  externalId: id,
  name,
  imageKind: z.enum(imageKinds),
  clusterExternalId: link,
  sizeBytes: bytes.nullable().default(null),
  storages: words.default([]),
  osFamily: osFamily.nullable().optional(),
  description: text.nullable().default(null),
  createdAt: time.nullable().default(null),
  platformUrl: url.nullable().optional(),
});

const pushedNic = z.strictObject({
  /** Unique in the guest, and the same at the next push. */
  key: id,
  name: name.nullable().default(null),
  macAddress: z.mac().nullable().default(null),
  model: name.nullable().default(null),
  /** The name of the network it is attached to. */
  network: name.nullable().default(null),
  vlanTag: vlanTag.nullable().default(null),
  vlanMode: z.enum(['access', 'trunk', 'none']).nullable().default(null),
  trunks: text.nullable().default(null),
  connected: z.boolean().nullable().default(null),
  firewall: z.boolean().nullable().default(null),
  mtu: count.nullable().default(null),
  addresses: z
    .array(
      z.strictObject({
        address,
        prefixLength: z.number().int().min(0).max(128).nullable().default(null),
        source: z.enum(['agent', 'configured', 'interface']).default('agent'),
      }),
    )
    .max(500)
    .default([]),
});

const pushedDisk = z.strictObject({
  /** Unique in the guest, and the same at the next push. */
  key: id,
  sizeBytes: bytes.nullable().default(null),
  /** The name of the storage it lies on. */
  storage: name.nullable().default(null),
  volume: text.nullable().default(null),
  bus: name.default('disk'),
  format: name.nullable().default(null),
  unused: z.boolean().default(false),
  backup: z.boolean().nullable().default(null),
});

const pushedDetails = z.strictObject({
  sockets: count.nullable().default(null),
  coresPerSocket: count.nullable().default(null),
  osType: name.nullable().default(null),
  osFamily: osFamily.nullable().default(null),
  hostName: name.nullable().default(null),
  description: text.nullable().default(null),
  biosUuid: z.guid().nullable().default(null),
  createdAt: time.nullable().default(null),
  agentState: z.enum(agentStates).default('unknown'),
  nics: z.array(pushedNic).max(100).default([]),
  disks: z.array(pushedDisk).max(500).default([]),
  /** The platform's own answer; what looks like a secret is cut out of it. */
  raw: z.record(z.string(), z.unknown()).default({}),
});

const pushedGuest = z.strictObject({
  kind: z.literal('guest'),
  externalId: id,
  type: z.enum(guestTypes).default('virtual-machine'),
  platformUrl: url.nullable().default(null),
  name,
  powerState: z.enum(powerStates),
  hostExternalId: link,
  clusterExternalId: link,
  vcpus: count.nullable().optional(),
  memoryBytes: bytes.nullable().optional(),
  template: z.boolean().optional(),
  lock: name.nullable().optional(),
  pool: name.nullable().optional(),
  haState: name.nullable().optional(),
  haRules: text.nullable().optional(),
  tags: words.optional(),
  folder: text.nullable().optional(),
  organization: name.nullable().optional(),
  vdc: name.nullable().optional(),
  instanceType: name.nullable().optional(),
  lastBackupAt: time.nullable().optional(),
  lastBackupKind: z.enum(['backup', 'snapshot']).nullable().optional(),
  lastBackupSource: text.nullable().optional(),
  replication: text.nullable().optional(),
  startedAt: time.nullable().optional(),
  /** Left out: not looked at in this push; the last ones stay. */
  details: pushedDetails.optional(),
});

const pushedSilence = z.strictObject({
  kind: z.literal('unreachable'),
  scope: z.enum(['host', 'cluster']),
  externalId: id,
  reason: z.string().trim().min(1).max(500),
});

const pushedGap = z.strictObject({
  kind: z.literal('gap'),
  scope: z.string().trim().min(1).max(200),
  reason: z.string().trim().min(1).max(500),
  withholdsDeletions: z.array(z.enum(changedKinds)).default([]),
});

/** What may stand between the first line and the last. */
export const pushedRecordSchema = z.discriminatedUnion('kind', [
  pushedCluster,
  pushedHost,
  pushedNetwork,
  pushedStorage,
  pushedImage,
  pushedGuest,
  pushedSilence,
  pushedGap,
]);
export type PushedRecord = z.output<typeof pushedRecordSchema>;
export type PushedGuest = z.output<typeof pushedGuest>;

/** Any line of a push. */
export const pushLineSchema = z.union([
  pushBeginSchema,
  pushedRecordSchema,
  pushEndSchema,
]);

/** How a push ended. */
export const pushOutcomes = ['accepted', 'held', 'failed'] as const;

/** The answer to a push: its run, and what became of it. */
export const pushAnswerSchema = z.object({
  runId: z.string(),
  outcome: z.enum(pushOutcomes),
  /** Why it is held or failed; null when it was accepted. */
  message: z.string().nullable(),
  /** Figures by kind: guest, host, cluster, network, storage, image. */
  counts: z.record(z.string(), z.record(z.string(), z.number())),
  gaps: z.array(z.object({ scope: z.string(), reason: z.string() })),
});
export type PushAnswer = z.infer<typeof pushAnswerSchema>;
