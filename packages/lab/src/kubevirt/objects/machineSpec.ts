import type { Machine, MachineDetail } from '../../world/estate/Machine.ts';
import { claimNameOf, NETWORK_NAMESPACE, POD_NETWORK } from './machineNames.ts';

/** The bytes of a quantity as Kubernetes writes them where they are round. */
export function quantityOf(bytes: number): string {
  const gibibytes = bytes / 2 ** 30;
  return Number.isInteger(gibibytes) ? `${gibibytes}Gi` : String(bytes);
}

function devicesOf(detail: MachineDetail) {
  return {
    disks: [
      ...detail.disks.map((disk, index) => ({
        name: disk.key,
        disk: { bus: 'virtio' },
        ...(index === 0 && { bootOrder: 1 }),
      })),
      ...(detail.userData === undefined
        ? []
        : [{ name: 'cloudinit', disk: { bus: 'virtio' } }]),
    ],
    interfaces: detail.nics.map(nic => ({
      name: nic.key,
      macAddress: nic.mac,
      model: 'virtio',
      ...(nic.network === POD_NETWORK ? { masquerade: {} } : { bridge: {} }),
      ...(!nic.connected && { state: 'down' }),
    })),
    rng: {},
  };
}

/** What a machine is made of: the part that both kinds share. */
export function specOf(
  machine: Machine,
  detail: MachineDetail,
  isRunning: boolean,
) {
  // By a named size, the machine itself says nothing of size; what runs does.
  const sized = detail.size !== undefined && !isRunning;
  return {
    domain: {
      ...(!sized && {
        cpu: {
          sockets: detail.sockets,
          cores: detail.coresPerSocket,
          threads: 1,
        },
        memory: { guest: quantityOf(detail.memoryBytes) },
      }),
      devices: devicesOf(detail),
      firmware: { uuid: detail.biosUuid },
      machine: { type: 'q35' },
    },
    networks: detail.nics.map(nic =>
      nic.network === POD_NETWORK
        ? { name: nic.key, pod: {} }
        : {
            name: nic.key,
            multus: { networkName: `${NETWORK_NAMESPACE}/${nic.network}` },
          },
    ),
    volumes: [
      ...detail.disks.map(disk => ({
        name: disk.key,
        dataVolume: { name: claimNameOf(machine, disk) },
      })),
      ...(detail.userData === undefined
        ? []
        : [
            {
              name: 'cloudinit',
              cloudInitNoCloud: {
                userData: detail.userData,
                networkData: 'version: 2\n# canary-network-data-password\n',
              },
            },
          ]),
    ],
    hostname: detail.hostname,
    terminationGracePeriodSeconds: 180,
  };
}
