import type { EstateHost } from '../../world/estate/Estate.ts';
import type {
  EstateImagePlan,
  EstateNetworkPlan,
  EstateStoragePlan,
} from '../../world/estate/estatePlan.ts';
import type { PrismCentral, RecoveryPoint } from '../PrismCentral.ts';

/*
 * Forms of the Nutanix API references of Cluster Management, Networking, VMM content, Prism,
 * IAM and Data Protection, v4.0.
 */

const IMAGES_FROM = Date.UTC(2025, 5, 2);

const ipv4 = (value: string) => ({ ipv4: { value, prefixLength: 32 } });

/** `clustermgmt.v4.config.Cluster`, Prism Central itself last, without a name as always. */
export function clustersOf(central: PrismCentral): object[] {
  const { plan } = central.estate;
  const clusters = plan.clusters.map(name => ({
    $objectType: 'clustermgmt.v4.config.Cluster',
    extId: central.id('cluster', name),
    name,
    config: {
      buildInfo: {
        buildType: 'release',
        version: '6.10.1',
        fullVersion: 'el8.5-release-fraser-6.10.1-stable-x86_64',
      },
      hypervisorTypes: ['AHV'],
      clusterFunction: ['AOS'],
      redundancyFactor: 2,
      operationMode: 'NORMAL',
      isLts: true,
      isAvailable: true,
    },
    vmCount: central.machines().filter(({ cluster }) => cluster === name)
      .length,
  }));
  return [
    ...clusters,
    {
      $objectType: 'clustermgmt.v4.config.Cluster',
      extId: central.id('cluster', 'prism-central'),
      name: 'Unnamed',
      config: {
        buildInfo: { buildType: 'release', version: plan.version },
        hypervisorTypes: ['AHV'],
        clusterFunction: ['PRISM_CENTRAL'],
        isAvailable: true,
      },
    },
  ];
}

/** `clustermgmt.v4.config.Host`. */
export function hostOf(central: PrismCentral, host: EstateHost): object {
  const { plan } = host;
  const isThere = host.condition === 'online';
  return {
    $objectType: 'clustermgmt.v4.config.Host',
    extId: central.id('host', host.name),
    hostName: host.name,
    hostType: 'HYPER_CONVERGED',
    cluster: {
      uuid: central.id('cluster', plan.cluster),
      name: plan.cluster,
    },
    hypervisor: {
      externalAddress: ipv4(plan.address),
      userName: 'root',
      fullName: 'Nutanix 20230302.102001',
      type: 'AHV',
      state: host.maintenance ? 'ENTERED_MAINTENANCE_MODE' : 'ACROPOLIS_NORMAL',
      acropolisConnectionState: isThere ? 'CONNECTED' : 'DISCONNECTED',
    },
    cpuModel: plan.cpuModel,
    cpuFrequencyHz: plan.megahertz * 1_000_000,
    numberOfCpuSockets: plan.sockets,
    numberOfCpuCores: plan.sockets * plan.coresPerSocket,
    numberOfCpuThreads: plan.sockets * plan.coresPerSocket * 2,
    memorySizeBytes: plan.memoryBytes,
    bootTimeUsecs: plan.bootedAt * 1_000_000,
    blockModel: plan.model,
    blockSerial: plan.serial,
    maintenanceState: host.maintenance ? 'in_maintenance' : 'normal',
    nodeStatus: 'NORMAL',
    isDegraded: false,
  };
}

/** `clustermgmt.v4.config.StorageContainer`. */
export function containerOf(
  central: PrismCentral,
  storage: EstateStoragePlan,
): object {
  const cluster = central.estate.plan.clusters[0] ?? '';
  return {
    $objectType: 'clustermgmt.v4.config.StorageContainer',
    extId: central.id('storage', storage.name),
    containerExtId: central.id('storage', storage.name),
    name: storage.name,
    clusterExtId: central.id('cluster', cluster),
    clusterName: cluster,
    isMarkedForRemoval: false,
    maxCapacityBytes: storage.capacityBytes,
    replicationFactor: 2,
  };
}

/** `networking.v4.config.Subnet`. */
export function subnetOf(
  central: PrismCentral,
  network: EstateNetworkPlan,
): object {
  const [ip, length] = network.prefix?.split('/') ?? [];
  return {
    $objectType: 'networking.v4.config.Subnet',
    extId: central.id('network', network.name),
    name: network.name,
    ...(network.description ? { description: network.description } : {}),
    subnetType: 'VLAN',
    networkId: network.vlan ?? 0,
    clusterReference: central.id(
      'cluster',
      central.estate.plan.clusters[0] ?? '',
    ),
    ...(ip === undefined
      ? {}
      : {
          ipConfig: [
            {
              ipv4: {
                ipSubnet: {
                  ip: { value: ip, prefixLength: 32 },
                  prefixLength: Number(length),
                },
                ...(network.gateway
                  ? {
                      defaultGatewayIp: {
                        value: network.gateway,
                        prefixLength: 32,
                      },
                    }
                  : {}),
              },
            },
          ],
        }),
  };
}

/** `vmm.v4.content.Image`. */
export function imageOf(central: PrismCentral, image: EstateImagePlan): object {
  return {
    $objectType: 'vmm.v4.content.Image',
    extId: central.id('image', image.name),
    name: image.name,
    type: image.kind === 'iso' ? 'ISO_IMAGE' : 'DISK_IMAGE',
    sizeBytes: image.sizeBytes,
    clusterLocationExtIds: [
      central.id('cluster', central.estate.plan.clusters[0] ?? ''),
    ],
    createTime: new Date(IMAGES_FROM).toISOString(),
  };
}

/** `prism.v4.config.Category`. */
export function categoryOf(central: PrismCentral, name: string): object {
  const at = name.indexOf(':');
  return {
    $objectType: 'prism.v4.config.Category',
    extId: central.categoryId(name),
    key: name.slice(0, at),
    value: name.slice(at + 1),
    type: 'USER',
  };
}

/** `iam.v4.authn.User`: whose the machines in a folder are. */
export function ownerOf(central: PrismCentral, folder: string): object {
  return {
    $objectType: 'iam.v4.authn.User',
    extId: central.id('user', folder),
    username: `${folder}-owner`,
    userType: 'LOCAL',
    status: 'ACTIVE',
  };
}

/** `dataprotection.v4.config.RecoveryPoint`. */
export function recoveryPointOf(
  central: PrismCentral,
  { machine, snapshot }: RecoveryPoint,
): object {
  const creationTime = new Date(snapshot.time * 1000).toISOString();
  return {
    $objectType: 'dataprotection.v4.config.RecoveryPoint',
    extId: snapshot.id,
    name: snapshot.name,
    creationTime,
    status: 'COMPLETE',
    recoveryPointType: 'CRASH_CONSISTENT',
    vmRecoveryPoints: [
      {
        extId: central.id('vm-recovery-point', snapshot.id),
        vmExtId: machine.uuid,
      },
    ],
  };
}
