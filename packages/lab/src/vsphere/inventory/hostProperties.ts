import type { Estate, EstateHost } from '../../world/estate/Estate.ts';
import {
  bool,
  int,
  list,
  long,
  reference,
  references,
  scalar,
  struct,
  text,
  time,
  type Reference,
  type Struct,
  type Value,
} from '../soap/value.ts';
import type { Layout } from './Layout.ts';
import type { Properties } from './ManagedObject.ts';

const MIB = 1_048_576;
// As vCenter's authority gives them: for five years.
const CERTIFICATE_SECONDS = 5 * 365 * 86_400;
// What a host of this world is used, where nobody measures.
const CPU_SHARE = 0.23;
const MEMORY_SHARE = 0.61;

/** Everything a host tells. */
export function hostProperties(
  layout: Layout,
  host: EstateHost,
  now: number,
): Properties {
  const { estate } = layout;
  const { name, plan } = host;
  return {
    name: () => text(name),
    parent: () =>
      reference('ClusterComputeResource', layout.clusterId(plan.cluster)),
    runtime: () => runtimeOf(host),
    summary: () =>
      struct('HostListSummary', {
        host: reference('HostSystem', layout.hostId(name)),
        hardware: hardwareOf(estate, host),
        runtime: runtimeOf(host),
        config: struct('HostConfigSummary', {
          name: text(name),
          port: int(443),
          product: productOf(estate.plan.version),
          vmotionEnabled: bool(true),
          faultToleranceEnabled: bool(false),
        }),
        quickStats: quickStatsOf(host, now),
        overallStatus: scalar('ManagedEntityStatus', 'green'),
        rebootRequired: bool(false),
      }),
    config: () =>
      host.condition === 'online' ? networkConfig(estate, host) : undefined,
    vm: () =>
      references(
        [...estate.machines.values()]
          .filter(machine => machine.host === name)
          .map(machine => ({
            kind: 'VirtualMachine',
            id: layout.machineId(machine),
          })),
      ),
    network: () => references(networksOf(layout)),
    datastore: () =>
      references(
        estate.plan.storages
          .filter(storage => storage.shared || storage.host === name)
          .map(storage => ({
            kind: 'Datastore',
            id: layout.storageId(storage),
          })),
      ),
    configManager: () =>
      struct('HostConfigManager', {
        certificateManager: reference(
          'HostCertificateManager',
          layout.certificateManagerId(name),
        ),
      }),
    overallStatus: () => scalar('ManagedEntityStatus', 'green'),
    customValue: () => list('CustomFieldValue', []),
  };
}

/** The certificate that vCenter's own authority gave a host when it first started. */
export function certificateProperties({ name, plan }: EstateHost): Properties {
  return {
    certificateInfo: () =>
      struct('HostCertificateManagerCertificateInfo', {
        issuer: text('CN=CA,DC=vsphere,DC=local'),
        notBefore: time(plan.bootedAt),
        notAfter: time(plan.bootedAt + CERTIFICATE_SECONDS),
        subject: text(`CN=${name}`),
        status: text('good'),
      }),
  };
}

export function networksOf(layout: Layout): Reference[] {
  return layout.estate.plan.networks.map(plan => ({
    kind:
      plan.kind === 'distributed' ? 'DistributedVirtualPortgroup' : 'Network',
    id: layout.networkId(plan),
  }));
}

function productOf(version: string): Struct {
  return struct('AboutInfo', {
    name: text('VMware ESXi'),
    fullName: text(`VMware ESXi ${version} build-24022510`),
    vendor: text('VMware, Inc.'),
    version: text(version),
    build: text('24022510'),
    osType: text('vmnix-x86'),
    productLineId: text('embeddedEsx'),
    apiType: text('HostAgent'),
    apiVersion: text(`${version}.0`),
  });
}

function runtimeOf({ condition, maintenance, plan }: EstateHost): Struct {
  const online = condition === 'online';
  return struct('HostRuntimeInfo', {
    connectionState: scalar(
      'HostSystemConnectionState',
      online ? 'connected' : 'notResponding',
    ),
    powerState: scalar(
      'HostSystemPowerState',
      condition === 'down' ? 'poweredOff' : online ? 'poweredOn' : 'unknown',
    ),
    inMaintenanceMode: bool(maintenance),
    bootTime: online ? time(plan.bootedAt) : undefined,
  });
}

function hardwareOf(estate: Estate, { name, plan }: EstateHost): Struct {
  return struct('HostHardwareSummary', {
    vendor: text(plan.vendor),
    model: text(plan.model),
    uuid: text(estate.idOf('host', name)),
    otherIdentifyingInfo: list('HostSystemIdentificationInfo', [
      struct('HostSystemIdentificationInfo', {
        identifierValue: text(plan.serial),
        identifierType: struct('ElementDescription', {
          label: text('Service tag'),
          summary: text('Service tag of the system'),
          key: text('ServiceTag'),
        }),
      }),
    ]),
    memorySize: long(plan.memoryBytes),
    cpuModel: text(plan.cpuModel),
    cpuMhz: int(plan.megahertz),
    numCpuPkgs: scalar('xsd:short', plan.sockets),
    numCpuCores: scalar('xsd:short', plan.sockets * plan.coresPerSocket),
    numCpuThreads: scalar('xsd:short', plan.sockets * plan.coresPerSocket * 2),
    numNics: int(4),
    numHBAs: int(2),
  });
}

function quickStatsOf({ condition, plan }: EstateHost, now: number): Struct {
  if (condition !== 'online') return struct('HostListSummaryQuickStats', {});
  const megahertz = plan.megahertz * plan.sockets * plan.coresPerSocket;
  return struct('HostListSummaryQuickStats', {
    overallCpuUsage: int(Math.round(megahertz * CPU_SHARE)),
    overallMemoryUsage: int(
      Math.round((plan.memoryBytes * MEMORY_SHARE) / MIB),
    ),
    uptime: int(Math.max(0, Math.round(now - plan.bootedAt))),
  });
}

function networkConfig(estate: Estate, { plan }: EstateHost): Struct {
  const standard = estate.plan.networks.filter(
    ({ kind }) => kind === 'standard',
  );
  return struct('HostConfigInfo', {
    network: struct('HostNetworkInfo', {
      portgroup: list(
        'HostPortGroup',
        standard.map(({ name, vlan }) => portGroup(name, vlan ?? 0)),
      ),
      vnic: list('HostVirtualNic', [
        struct('HostVirtualNic', {
          device: text('vmk0'),
          key: text('key-vim.host.VirtualNic-vmk0'),
          portgroup: text('Management Network'),
          spec: struct('HostVirtualNicSpec', {
            ip: struct('HostIpConfig', {
              dhcp: bool(false),
              ipAddress: text(plan.address),
              subnetMask: text('255.255.255.0'),
            }),
          }),
        }),
      ]),
    }),
  });
}

function portGroup(name: string, vlanId: number): Value {
  return struct('HostPortGroup', {
    key: text(`key-vim.host.PortGroup-${name}`),
    vswitch: text('key-vim.host.VirtualSwitch-vSwitch0'),
    spec: struct('HostPortGroupSpec', {
      name: text(name),
      vlanId: int(vlanId),
      vswitchName: text('vSwitch0'),
      policy: struct('HostNetworkPolicy', {}),
    }),
  });
}
