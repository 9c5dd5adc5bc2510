import { toBoolean, toNumber } from '@flyloft/plugin-inventory-node';
import type {
  ObservedCluster,
  ObservedHost,
} from '@flyloft/plugin-inventory-node';
import type { ObjectContent } from '../client/InventoryReader';
import { referenceOf, type Reference } from '../soap/reference';
import type { PlatformLinks } from '../platformLinks';
import type { SoapElement } from '../soap/SoapElement';
import { plainName } from '../tree/InventoryTree';

/** What is read of clusters, and of hosts that are in none. */
export const clusterPaths = ['name', 'parent'] as const;

/** What is read of a host. Its networks are read with it, for their VLANs. */
export const hostPaths = [
  'name',
  'parent',
  'runtime.connectionState',
  'runtime.powerState',
  'runtime.inMaintenanceMode',
  'runtime.bootTime',
  'summary.hardware',
  'summary.config.product',
  'summary.managementServerIp',
  'summary.quickStats',
  'config.network.vnic',
  'config.network.portgroup',
  'configManager.certificateManager',
] as const;

const mebibyte = 1024 * 1024;

/** A cluster; vSphere keeps a host of its own in a compute resource of one. */
export function observedCluster(
  { ref, properties }: ObjectContent,
  version: string,
  links: PlatformLinks,
): ObservedCluster {
  return {
    kind: 'cluster',
    externalId: ref.id,
    name: plainName(properties.get('name')?.text || ref.id),
    version: version || null,
    quorate: null,
    platformUrl: links.to(ref),
  };
}

/** Why a host is silent; undefined when vCenter hears it. */
export function silenceOf({ properties }: ObjectContent): string | undefined {
  const connection = properties.get('runtime.connectionState')?.text;
  const power = properties.get('runtime.powerState')?.text;
  if (connection === 'disconnected') {
    return 'vCenter was disconnected from the host';
  }
  if (connection === 'notResponding') {
    return power === 'standBy' || power === 'poweredOff'
      ? 'the host is switched off'
      : 'the host does not answer vCenter';
  }
  return undefined;
}

function statusOf(object: ObjectContent): ObservedHost['status'] {
  const connection = object.properties.get('runtime.connectionState')?.text;
  if (connection === 'connected') return 'online';
  return connection === undefined ? 'unknown' : 'offline';
}

const serialKeys = [
  'SerialNumberTag',
  'ServiceTag',
  'EnclosureSerialNumberTag',
];

function serialOf(hardware: SoapElement | undefined): string | null {
  const told = new Map(
    (hardware?.all('otherIdentifyingInfo') ?? []).map(each => [
      each.textOf('identifierType.key'),
      each.textOf('identifierValue'),
    ]),
  );
  const serial = serialKeys
    .map(key => told.get(key)?.trim())
    .find(
      value => value && !/^(?:none|n\/a|unknown|default string)$/i.test(value),
    );
  return serial ?? null;
}

/** The address that vCenter reaches it by: that of its first kernel interface. */
function addressOf(properties: ObjectContent['properties']): string | null {
  const adapters = properties.get('config.network.vnic')?.children ?? [];
  return (
    adapters
      .map(each => each.textOf('spec.ip.ipAddress'))
      .find(address => address !== undefined) ?? null
  );
}

function sampleOf(
  stats: SoapElement | undefined,
  hardware: SoapElement | undefined,
): ObservedHost['sample'] {
  const usedMegahertz = toNumber(stats?.textOf('overallCpuUsage'));
  const usedMebibytes = toNumber(stats?.textOf('overallMemoryUsage'));
  const megahertz =
    (toNumber(hardware?.textOf('cpuMhz')) ?? 0) *
    (toNumber(hardware?.textOf('numCpuCores')) ?? 0);
  return {
    cpuUsed:
      usedMegahertz !== undefined && megahertz > 0
        ? Math.min(1, usedMegahertz / megahertz)
        : null,
    memoryUsedBytes:
      usedMebibytes === undefined ? null : usedMebibytes * mebibyte,
    // A host's own disk says nothing here: machines lie on datastores.
    diskUsedBytes: null,
  };
}

/** Who knows a host's certificate. */
export function certificateManagerOf({
  properties,
}: ObjectContent): Reference | null {
  return referenceOf(properties.get('configManager.certificateManager'));
}

function certificateEndOf(
  object: ObjectContent,
  ends: ReadonlyMap<string, string>,
): string | undefined {
  const manager = certificateManagerOf(object);
  return manager ? ends.get(manager.id) : undefined;
}

/** A host. Of a silent one vCenter still tells what it last knew. */
export function observedHost(
  object: ObjectContent,
  links: PlatformLinks,
  certificates: ReadonlyMap<string, string> = new Map(),
): ObservedHost {
  const { ref, properties } = object;
  const hardware = properties.get('summary.hardware');
  const product = properties.get('summary.config.product');
  const number = (name: string) => toNumber(hardware?.textOf(name)) ?? null;
  const online = statusOf(object) === 'online';
  return {
    kind: 'host',
    externalId: ref.id,
    name: plainName(properties.get('name')?.text || ref.id),
    clusterExternalId: referenceOf(properties.get('parent'))?.id ?? null,
    status: statusOf(object),
    address: addressOf(properties),
    version: product?.textOf('version') ?? null,
    kernel: product?.textOf('build') ?? null,
    cpuModel: hardware?.textOf('cpuModel')?.replace(/\s+/g, ' ') ?? null,
    cpuSockets: number('numCpuPkgs'),
    cpuCores: number('numCpuCores'),
    cpuThreads: number('numCpuThreads'),
    memoryBytes: number('memorySize'),
    startedAt: online
      ? (properties.get('runtime.bootTime')?.text ?? null)
      : undefined,
    vendor: hardware?.textOf('vendor') ?? null,
    model: hardware?.textOf('model') ?? null,
    serial: serialOf(hardware),
    maintenance:
      toBoolean(properties.get('runtime.inMaintenanceMode')?.text) ?? null,
    certificateExpiresAt: certificateEndOf(object, certificates),
    platformUrl: links.to(ref),
    ...(online && {
      sample: sampleOf(properties.get('summary.quickStats'), hardware),
    }),
  };
}
