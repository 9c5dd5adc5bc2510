import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  cutSecrets,
  cutSecretsInText,
  isSecretName,
  toBoolean,
  toNumber,
} from '@flyloft/plugin-inventory-node';
import type {
  GuestBulkFacts,
  GuestDetails,
  IdentityEvidence,
  ObservedGuest,
} from '@flyloft/plugin-inventory-node';
import type { ObjectContent } from '../client/InventoryReader';
import { referenceOf } from '../soap/reference';
import type { NetworkPicture } from '../networks/NetworkPicture';
import type { PlatformLinks } from '../platformLinks';
import {
  toPlain,
  type PlainValue,
  type SoapElement,
} from '../soap/SoapElement';
import { plainName, type InventoryTree } from '../tree/InventoryTree';
import { disksOf } from './disks';
import { osFamilyOf } from './guestSystem';
import { memoryOf, withMemory, type InsideMemory } from './insideMemory';
import { nicsOf } from './nics';
import { newestSnapshot } from './snapshots';

/** Raise it when the same answers are read otherwise: all details are read again. */
const parserVersion = 1;

/**
 * What is read of a machine. Its extraConfig and vApp properties are not among
 * it: that is where cloud-init's user data and passwords lie.
 */
export const guestPaths = [
  'name',
  'parent',
  'parentVApp',
  'resourcePool',
  'customValue',
  'snapshot',
  'config.instanceUuid',
  'config.uuid',
  'config.template',
  'config.guestId',
  'config.guestFullName',
  'config.annotation',
  'config.version',
  'config.firmware',
  'config.hardware.numCPU',
  'config.hardware.numCoresPerSocket',
  'config.hardware.memoryMB',
  'config.hardware.device',
  'runtime.host',
  'runtime.powerState',
  'runtime.connectionState',
  'runtime.bootTime',
  'runtime.dasVmProtection',
  'guest.hostName',
  'guest.guestId',
  'guest.guestFamily',
  'guest.guestFullName',
  'guest.net',
  'guest.toolsRunningStatus',
  'guest.toolsVersionStatus2',
  'summary.config.instanceUuid',
] as const;

/** Since version 6.7; older servers refuse the whole question for it. */
export const guestPathsSince67 = ['config.createDate'] as const;

/** What is known before guests are read. */
export interface GuestSurroundings {
  tree: InventoryTree;
  networks: NetworkPicture;
  /** Names of datastores by id. */
  datastores: ReadonlyMap<string, string>;
  /** The cluster of each host. */
  clusterOfHost: ReadonlyMap<string, string>;
  /** Names of custom attributes by key. */
  customFields: ReadonlyMap<string, string>;
  links: PlatformLinks;
}

type DetailsWithoutRaw = Omit<GuestDetails, 'raw'>;

/** A machine as read, before it is known whether anything differs. */
export interface ReadGuest extends Omit<ObservedGuest, 'details'> {
  /** Null where its configuration did not come with it. */
  details: DetailsWithoutRaw | null;
  /** Its answer with secrets cut: a quarter of the work, and needed for few. */
  raw(): GuestDetails['raw'];
}

/** Whether a machine's own configuration came with it. */
export function hasConfiguration({ properties }: ObjectContent): boolean {
  return properties.has('config.hardware.device');
}

/** The id that survives renames, moves and another registration. */
export function instanceUuidOf({ properties }: ObjectContent): string | null {
  const text =
    properties.get('config.instanceUuid')?.text.trim() ||
    properties.get('summary.config.instanceUuid')?.text.trim();
  return text ? text.toLocaleLowerCase('en-US') : null;
}

const powerStates: Record<string, GuestBulkFacts['powerState']> = {
  poweredOn: 'running',
  poweredOff: 'stopped',
  suspended: 'suspended',
};

// How vCenter says that a machine's files are not as they should be.
const brokenConnections = new Set(['orphaned', 'inaccessible', 'invalid']);

const mebibyte = 1024 * 1024;

/** Reads machines as they came into observations. */
export class GuestReader {
  constructor(private readonly around: GuestSurroundings) {}

  /** One machine under the id that was found for it, with what it said before. */
  read(
    object: ObjectContent,
    externalId: string,
    before: InsideMemory | null = null,
  ): ReadGuest {
    const details = hasConfiguration(object)
      ? this.details(object, before)
      : null;
    const now =
      details && toolsTell(object)
        ? memoryOf(details.hostName, details.nics)
        : before;
    return {
      kind: 'guest',
      externalId,
      type: 'virtual-machine',
      platformUrl: this.around.links.to(object.ref),
      facts: this.facts(object),
      evidence: details ? evidenceOf(details) : {},
      details,
      detailsDigest: details && digestOf(details, object),
      raw: () => rawOf(object),
      ...(now && !isDeepStrictEqual(now, before) && { memory: { ...now } }),
    };
  }

  /** Why a machine has no configuration to read. */
  unreadReason(object: ObjectContent): string {
    const connection = brokenConnection(object);
    if (connection) return `vCenter calls it ${connection}`;
    const [fault] = object.missing.values();
    return fault
      ? `its configuration was refused: ${fault}`
      : 'vCenter told nothing of its configuration';
  }

  private facts(object: ObjectContent): GuestBulkFacts {
    const { clusterOfHost } = this.around;
    const { properties } = object;
    const text = textIn(object);
    const hostId = referenceOf(properties.get('runtime.host'))?.id ?? null;
    const memoryMiB = toNumber(text('config.hardware.memoryMB'));
    return {
      name: plainName(text('name') ?? '') || undefined,
      powerState: powerStates[text('runtime.powerState') ?? ''] ?? 'unknown',
      hostExternalId: hostId,
      clusterExternalId: (hostId && clusterOfHost.get(hostId)) ?? null,
      vcpus: toNumber(text('config.hardware.numCPU')),
      memoryBytes: memoryMiB === undefined ? undefined : memoryMiB * mebibyte,
      template: toBoolean(text('config.template')),
      lock: brokenConnection(object),
      haState: haStateOf(properties.get('runtime.dasVmProtection')),
      tags: this.tags(properties.get('customValue')),
      ...this.place(object),
      ...lastSnapshot(object),
      startedAt: startedAtOf(text),
    };
  }

  private place({ properties }: ObjectContent) {
    const { tree } = this.around;
    const idOf = (path: string) =>
      referenceOf(properties.get(path))?.id ?? null;
    return {
      pool: tree.poolOf(idOf('resourcePool')),
      folder: tree.pathOf(idOf('parent') ?? idOf('parentVApp')),
    };
  }

  private tags(customValue: SoapElement | undefined): string[] {
    const { customFields } = this.around;
    return (customValue?.children ?? [])
      .flatMap(each => {
        const name = customFields.get(each.textOf('key') ?? '');
        const value = each.textOf('value');
        if (!name || !value || isSecretName(name)) return [];
        return [cutSecretsInText(`${name}:${value}`)];
      })
      .sort();
  }

  private details(
    object: ObjectContent,
    before: InsideMemory | null,
  ): DetailsWithoutRaw {
    const { networks, datastores } = this.around;
    const { properties } = object;
    const text = textIn(object);
    const devices = properties.get('config.hardware.device')?.children ?? [];
    const hostId = referenceOf(properties.get('runtime.host'))?.id ?? null;
    const annotation = text('config.annotation');
    const told = toolsTell(object);
    const nics = nicsOf(
      devices,
      properties.get('guest.net')?.children ?? [],
      networks,
      hostId,
    );
    return {
      ...socketsOf(text),
      ...systemOf(text),
      hostName: (told ? text('guest.hostName') : before?.hostName) ?? null,
      description: annotation ? cutSecretsInText(annotation) : null,
      biosUuid: text('config.uuid')?.toLocaleLowerCase('en-US') ?? null,
      createdAt: timeOf(text('config.createDate')),
      agentState: agentStateOf(
        text('guest.toolsRunningStatus'),
        text('guest.toolsVersionStatus2'),
      ),
      nics: told ? nics : withMemory(nics, before),
      disks: disksOf(devices, datastores),
    };
  }
}

/** Reads the text of a property; undefined where there is none. */
type ReadText = (path: string) => string | undefined;

function textIn({ properties }: ObjectContent): ReadText {
  return path => properties.get(path)?.text.trim() || undefined;
}

/** Whether the tools inside speak, and what they don't say is so. */
function toolsTell(object: ObjectContent): boolean {
  return (
    textIn(object)('guest.toolsRunningStatus') === 'guestToolsRunning' &&
    object.properties.has('guest.net')
  );
}

function brokenConnection(object: ObjectContent): string | null {
  const connection = textIn(object)('runtime.connectionState');
  return connection && brokenConnections.has(connection) ? connection : null;
}

function startedAtOf(text: ReadText): string | null | undefined {
  if (text('runtime.powerState') !== 'poweredOn') return null;
  return timeOf(text('runtime.bootTime')) ?? undefined;
}

/** Where nothing could be read, the last snapshot known is still there. */
function lastSnapshot(object: ObjectContent): Partial<GuestBulkFacts> {
  if (!hasConfiguration(object)) return {};
  const snapshot = newestSnapshot(object.properties.get('snapshot'));
  return {
    lastBackupAt: snapshot?.createdAt ?? null,
    lastBackupKind: snapshot ? 'snapshot' : null,
    lastBackupSource: snapshot?.name ?? null,
  };
}

function socketsOf(
  text: ReadText,
): Pick<GuestDetails, 'sockets' | 'coresPerSocket'> {
  const cpus = toNumber(text('config.hardware.numCPU'));
  if (cpus === undefined) return { sockets: null, coresPerSocket: null };
  const cores = toNumber(text('config.hardware.numCoresPerSocket')) || 1;
  return {
    sockets: Math.max(1, Math.ceil(cpus / cores)),
    coresPerSocket: cores,
  };
}

/** What the tools inside say counts more than what it was made for. */
function systemOf(text: ReadText): Pick<GuestDetails, 'osType' | 'osFamily'> {
  const osType =
    text('guest.guestFullName') ??
    text('config.guestFullName') ??
    text('config.guestId');
  return {
    osType: osType ?? null,
    osFamily: osFamilyOf(
      text('guest.guestFamily'),
      text('guest.guestId') ?? text('config.guestId'),
    ),
  };
}

function evidenceOf(details: DetailsWithoutRaw): IdentityEvidence {
  return {
    biosUuid: details.biosUuid,
    createdAt: details.createdAt,
    macAddresses: details.nics.flatMap(nic => nic.macAddress ?? []),
  };
}

/** Stands for the details and the raw answer: differs whenever anything in them does. */
function digestOf(details: DetailsWithoutRaw, object: ObjectContent): string {
  return createHash('sha256')
    .update(JSON.stringify([parserVersion, details, plainOf(object)]))
    .digest('base64url');
}

function haStateOf(protection: SoapElement | undefined): string | null {
  const isProtected = toBoolean(protection?.textOf('dasProtected'));
  if (isProtected === undefined) return null;
  return isProtected ? 'protected' : 'unprotected';
}

function agentStateOf(
  running: string | undefined,
  version: string | undefined,
): GuestDetails['agentState'] {
  if (running === 'guestToolsRunning') return 'running';
  if (version === 'guestToolsNotInstalled') return 'none';
  return running === 'guestToolsNotRunning' ? 'not-running' : 'unknown';
}

/** A time as told; the beginning of all time means "not known". */
function timeOf(text: string | undefined): string | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) || time <= 0 ? null : new Date(time).toISOString();
}

/** What moves by itself all the time would make every run read all anew. */
const notKept = new Set(['runtime.bootTime', 'snapshot']);

function plainOf({ properties }: ObjectContent): Record<string, PlainValue> {
  return Object.fromEntries(
    [...properties]
      .filter(([path]) => !notKept.has(path))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, value]) => [path, toPlain(value)]),
  );
}

function rawOf(object: ObjectContent): GuestDetails['raw'] {
  return cutSecrets(plainOf(object)) as GuestDetails['raw'];
}
