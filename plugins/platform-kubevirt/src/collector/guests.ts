import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  cutSecrets,
  type GuestDetails,
  type KnownGuest,
  type ObservedGuest,
} from '@flyloft/plugin-inventory-node';
import { timeOf, type Metadata } from '../wire/metadata';
import type {
  VirtualMachine,
  VirtualMachineInstance,
} from '../wire/virtualMachine';
import { clusterExternalId } from './cluster';
import { disksOf, rootVolumeOf } from './disks';
import {
  insideMemoryOf,
  rememberInside,
  tellsOfItself,
  toInsideMemory,
} from './inside';
import type { AttachedNetwork } from './networks';
import { nicsOf } from './nics';
import { operatingSystemOf } from './operatingSystem';
import { lockOf, powerOf } from './power';
import { sizeOf, type GuestSize, type NamedSize } from './size';
import type { SnapshotIndex } from './snapshots';
import { tagsOf } from './tags';
import type { VolumeFacts } from './volumes';

/** A machine with what runs of it; an instance of its own has no machine. */
export interface JoinedGuest {
  key: string;
  machine: VirtualMachine | undefined;
  instance: VirtualMachineInstance | undefined;
}

/** What guests are read against. */
export interface Surroundings {
  attachments: ReadonlyMap<string, AttachedNetwork>;
  volumes: ReadonlyMap<string, VolumeFacts>;
  snapshots: SnapshotIndex | null;
  tenants: ReadonlyMap<
    string,
    { organization: string | null; vdc: string | null }
  >;
  /** Whether namespaces could be read at all. */
  knowsTenants: boolean;
  uiUrl: string | null;
  /** Why details may lack something that was there before; null when all was read. */
  incomplete: string | null;
}

/** The id a guest has for good: names are taken again, uids never. */
export function externalIdOf({ machine, instance }: JoinedGuest): string {
  return (machine ?? instance!).metadata.uid;
}

/** The named size of a guest, as it names it. */
export function instancetypeOf(machine: VirtualMachine | undefined) {
  return machine?.spec?.instancetype?.name === undefined
    ? machine?.status?.instancetypeRef
    : machine.spec.instancetype;
}

/** A guest, from all that was read about it. */
export function observedGuest(
  guest: JoinedGuest,
  named: { size: NamedSize | null; topology: string | undefined } | null,
  surroundings: Surroundings,
  known: KnownGuest | undefined,
): ObservedGuest {
  const { machine, instance } = guest;
  const { metadata } = (machine ?? instance)!;
  const size = sizeOf(machine, instance, named);
  const seen = detailsOf(guest, size, surroundings);
  const before = insideMemoryOf(known);
  const isTold = tellsOfItself(instance);
  const details = isTold ? seen : rememberInside(seen, before);
  const memory = isTold ? toInsideMemory(seen) : null;
  const rootVolume = rootVolumeOf(specOf(guest), details.disks);
  return {
    kind: 'guest',
    externalId: metadata.uid,
    type: 'virtual-machine',
    platformUrl: linkOf(guest, metadata, surroundings.uiUrl),
    facts: {
      name: metadata.name,
      powerState: powerOf(machine, instance),
      hostExternalId: instance?.status?.nodeName ?? null,
      clusterExternalId,
      vcpus: size.vcpus,
      memoryBytes: size.memoryBytes,
      template: false,
      lock: lockOf(machine),
      tags: tagsOf(metadata.labels),
      folder: metadata.namespace ?? null,
      ...tenantOf(metadata, surroundings),
      instanceType: instancetypeOf(machine)?.name ?? null,
      ...backupOf(guest, rootVolume, surroundings.snapshots),
      startedAt: startedAtOf(instance),
    },
    evidence: {
      biosUuid: details.biosUuid,
      createdAt: details.createdAt,
      macAddresses: details.nics.flatMap(nic => nic.macAddress ?? []),
      rootVolume,
    },
    ...settled(guest, details, surroundings.incomplete, known),
    // Written only where it differs: most guests say the same for months.
    ...(memory && !isDeepStrictEqual(memory, before) && { memory }),
  };
}

type DetailsWithoutRaw = Omit<GuestDetails, 'raw'>;

/** Whether the engine must take the details, or has them. */
function settled(
  guest: JoinedGuest,
  details: DetailsWithoutRaw,
  incomplete: string | null,
  known: KnownGuest | undefined,
): Pick<ObservedGuest, 'details' | 'detailsDigest'> {
  const read = () => ({
    state: 'read' as const,
    value: { ...details, raw: rawOf(guest) },
  });
  if (incomplete !== null) {
    // What was read in full before is better than what we may see of it now.
    return known?.digest
      ? {
          details: { state: 'unread', reason: incomplete },
          detailsDigest: known.digest,
        }
      : { details: read(), detailsDigest: null };
  }
  const detailsDigest = digestOf(guest, details);
  return {
    details: known?.digest === detailsDigest ? { state: 'same' } : read(),
    detailsDigest,
  };
}

/**
 * The raw answer stands in it by its versions: to cut and hash it whole took
 * two thirds of a run over 3,000 guests of which none had changed.
 */
function digestOf(
  { machine, instance }: JoinedGuest,
  details: DetailsWithoutRaw,
): string {
  return createHash('sha256')
    .update(
      JSON.stringify([
        details,
        machine?.metadata.resourceVersion,
        instance?.metadata.resourceVersion,
      ]),
    )
    .digest('base64url')
    .slice(0, 22);
}

const specOf = ({ machine, instance }: JoinedGuest) =>
  instance?.spec ?? machine?.spec?.template?.spec;

function detailsOf(
  guest: JoinedGuest,
  size: GuestSize,
  { attachments, volumes }: Surroundings,
): DetailsWithoutRaw {
  const { machine, instance } = guest;
  const { metadata } = (machine ?? instance)!;
  const namespace = metadata.namespace ?? '';
  const spec = specOf(guest);
  return {
    sockets: size.sockets,
    coresPerSocket: size.coresPerSocket,
    ...operatingSystemOf(machine, instance),
    hostName: null,
    description: metadata.annotations?.description ?? null,
    biosUuid: uuidOf(
      spec?.domain?.firmware?.uuid ??
        machine?.spec?.template?.spec?.domain?.firmware?.uuid,
    ),
    createdAt: timeOf(metadata.creationTimestamp),
    agentState: agentStateOf(instance),
    nics: nicsOf(spec, instance, namespace, attachments),
    disks: disksOf(spec, instance, namespace, volumes),
  };
}

const uuidForm =
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function uuidOf(text: string | undefined): string | null {
  const lower = text?.toLocaleLowerCase('en-US');
  return lower !== undefined && uuidForm.test(lower) ? lower : null;
}

function agentStateOf(
  instance: VirtualMachineInstance | undefined,
): GuestDetails['agentState'] {
  if (instance?.status?.phase !== 'Running') return 'unknown';
  return tellsOfItself(instance) ? 'running' : 'not-running';
}

function startedAtOf(instance: VirtualMachineInstance | undefined) {
  const running = instance?.status?.phaseTransitionTimestamps.find(
    ({ phase }) => phase === 'Running',
  );
  return timeOf(running?.phaseTransitionTimestamp);
}

function tenantOf(
  { namespace }: Metadata,
  { tenants, knowsTenants }: Surroundings,
) {
  // Not looked at: the last known ones stay.
  if (!knowsTenants) return {};
  const tenant = tenants.get(namespace ?? '');
  return {
    organization: tenant?.organization ?? null,
    vdc: tenant?.vdc ?? null,
  };
}

function backupOf(
  guest: JoinedGuest,
  rootVolume: string | null,
  snapshots: SnapshotIndex | null,
) {
  if (!snapshots) return {};
  const newest = snapshots.newestOf(guest.key, externalIdOf(guest), rootVolume);
  return {
    lastBackupAt: newest?.at ?? null,
    lastBackupKind: newest ? ('snapshot' as const) : null,
    lastBackupSource: newest?.name ?? null,
  };
}

function linkOf(
  { machine }: JoinedGuest,
  { namespace, name }: Metadata,
  uiUrl: string | null,
): string | null {
  if (uiUrl === null) return null;
  const kind = machine ? 'VirtualMachine' : 'VirtualMachineInstance';
  return `${uiUrl}/k8s/ns/${namespace}/kubevirt.io~v1~${kind}/${name}`;
}

/** Both objects as they came, without secrets and without what moves by itself. */
function rawOf({ machine, instance }: JoinedGuest): Record<string, unknown> {
  return {
    ...(machine && { virtualMachine: quiet(machine.raw) }),
    ...(instance && { virtualMachineInstance: quiet(instance.raw) }),
  };
}

const movingKeys = new Set([
  'resourceVersion',
  'generation',
  'observedGeneration',
  'desiredGeneration',
  'lastProbeTime',
  'lastTransitionTime',
]);

function quiet(raw: Record<string, unknown>): unknown {
  return cutSecrets(withoutMoving(raw));
}

function withoutMoving(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMoving);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !movingKeys.has(key))
      .map(([key, inner]) => [key, withoutMoving(inner)]),
  );
}
