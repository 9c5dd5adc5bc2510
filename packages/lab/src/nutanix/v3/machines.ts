import type { Machine, MachineNic } from '../../world/estate/Machine.ts';
import type { PrismCentral } from '../PrismCentral.ts';
import { vlansOf } from '../trunk.ts';
import { entity, reference } from './entity.ts';

/* Forms of the Prism Central v3 API reference (3.1), `vm_intent_resource`. */

const MIB = 1_048_576;

function nicOf(central: PrismCentral, machine: Machine, nic: MachineNic) {
  const { trunk } = central.estate.network(nic.network);
  const learned = machine.power === 'running' ? nic.addresses : [];
  return {
    uuid: central.id('nic', `${machine.uuid}/${nic.key}`),
    nic_type: 'NORMAL_NIC',
    mac_address: nic.mac,
    is_connected: nic.connected,
    subnet_reference: reference(central, 'subnet', 'network', nic.network),
    vlan_mode: trunk === undefined ? 'ACCESS' : 'TRUNKED',
    ...(trunk === undefined ? {} : { trunked_vlan_list: vlansOf(trunk) }),
    ip_endpoint_list: learned.map(text => ({
      ip: text.split('/')[0],
      type: 'LEARNED',
    })),
  };
}

function disksOf(central: PrismCentral, machine: Machine): object[] {
  return machine.detail.disks.map((disk, index) => ({
    uuid: central.id('disk', `${machine.uuid}/${disk.key}`),
    disk_size_bytes: disk.bytes,
    disk_size_mib: Math.round(disk.bytes / MIB),
    device_properties: {
      device_type: 'DISK',
      disk_address: { adapter_type: 'SCSI', device_index: index },
    },
    storage_config: {
      storage_container_reference: reference(
        central,
        'storage_container',
        'storage',
        disk.storage,
      ),
    },
  }));
}

function guestToolsOf(machine: Machine): object {
  const { agent, system } = machine.detail;
  if (agent === 'absent') return {};
  return {
    guest_tools: {
      nutanix_guest_tools: {
        ngt_state: 'INSTALLED',
        is_reachable: agent === 'answering' && machine.power === 'running',
        guest_os_version: `${system.family}:64:${system.prettyName}`,
      },
    },
  };
}

function customizationOf(machine: Machine): object {
  const { userData } = machine.detail;
  if (userData === undefined) return {};
  const encoded = Buffer.from(userData).toString('base64');
  return { guest_customization: { cloud_init: { user_data: encoded } } };
}

function resourcesOf(central: PrismCentral, machine: Machine): object {
  const { detail } = machine;
  const isPlaced = machine.power !== 'stopped' && machine.host !== undefined;
  return {
    power_state: machine.power === 'running' ? 'ON' : 'OFF',
    num_sockets: detail.sockets,
    num_vcpus_per_socket: detail.coresPerSocket,
    num_threads_per_core: 1,
    memory_size_mib: Math.round(detail.memoryBytes / MIB),
    hypervisor_type: 'AHV',
    ...(isPlaced
      ? {
          host_reference: reference(
            central,
            'host',
            'host',
            machine.host ?? '',
          ),
        }
      : {}),
    ...guestToolsOf(machine),
    ...customizationOf(machine),
    nic_list: detail.nics.map(nic => nicOf(central, machine, nic)),
    disk_list: disksOf(central, machine),
  };
}

/** One machine as v3 lists it. */
export function vmOf(central: PrismCentral, machine: Machine): object {
  const { detail, folder } = machine;
  const status = {
    name: machine.name,
    ...(detail.description ? { description: detail.description } : {}),
    cluster_reference: reference(
      central,
      'cluster',
      'cluster',
      machine.cluster,
    ),
    resources: resourcesOf(central, machine),
  };
  const mapping = Object.fromEntries(
    Object.entries(detail.tags).map(([key, value]) => [key, [value]]),
  );
  return entity('vm', machine.uuid, status, {
    creation_time: new Date(detail.createdAt * 1000).toISOString(),
    categories_mapping: mapping,
    project_reference: reference(central, 'project', 'project', folder),
    owner_reference: {
      kind: 'user',
      uuid: central.id('user', folder),
      name: `${folder}-owner`,
    },
  });
}
