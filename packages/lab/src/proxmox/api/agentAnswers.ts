import { interfacesOf } from '../../world/guestConfig.ts';
import type { Guest } from '../../world/Guest.ts';
import { hash } from '../../world/random.ts';
import type { World } from '../../world/World.ts';
import { linkLocal } from './guestRoutes.ts';
import type { Row } from './rows.ts';

/** What the agent inside a machine answers; its JSON has real booleans. */
export const AGENT_ANSWERS: Record<
  string,
  (guest: Guest, world: World) => unknown
> = {
  'network-get-interfaces': guest => networkInterfaces(guest),
  'get-osinfo': guest => systemInfo(guest),
  'get-host-name': guest => ({ 'host-name': guest.detail.inside.hostname }),
  'get-fsinfo': guest => fileSystems(guest),
  'get-vcpus': guest =>
    Array.from({ length: guest.summary.maxCpus }, (_, index) => ({
      'logical-id': index,
      online: true,
      'can-offline': index > 0,
    })),
  'get-timezone': () => ({ zone: 'UTC', offset: 0 }),
  'get-time': (_guest, world) => world.now() * 1_000_000_000,
  'get-users': () => [],
  'get-memory-blocks': () => [],
  'get-memory-block-info': () => ({ size: 134_217_728 }),
  info: () => ({
    version: '10.0.6',
    supported_commands: [
      'guest-network-get-interfaces',
      'guest-get-osinfo',
      'guest-get-host-name',
      'guest-get-fsinfo',
      'guest-get-vcpus',
      'guest-ping',
      'guest-info',
    ].map(name => ({ name, enabled: true, 'success-response': true })),
  }),
};

function addresses(list: string[]): Row[] {
  return list.map(address => {
    const [ip, prefix] = address.split('/');
    return {
      'ip-address': ip,
      'ip-address-type': address.includes(':') ? 'ipv6' : 'ipv4',
      prefix: Number(prefix),
    };
  });
}

function statistics(guest: Guest, name: string): Row {
  const count = hash(guest.vmid, name, 'statistics') % 1_000_000_000;
  return {
    'rx-bytes': count * 7,
    'rx-dropped': 0,
    'rx-errs': 0,
    'rx-packets': count >>> 7,
    'tx-bytes': count * 3,
    'tx-dropped': 0,
    'tx-errs': 0,
    'tx-packets': count >>> 8,
  };
}

function networkInterfaces(guest: Guest): Row[] {
  const { config, inside } = guest.detail;
  const windows = inside.system.family === 'windows';
  const loopback: Row = {
    name: windows ? 'Loopback Pseudo-Interface 1' : 'lo',
    // Windows gives its loopback no hardware address.
    ...(windows ? {} : { 'hardware-address': '00:00:00:00:00:00' }),
    'ip-addresses': addresses(['127.0.0.1/8', '::1/128']),
    statistics: statistics(guest, 'lo'),
  };
  const nics = interfacesOf(config).map((nic, index): Row => {
    const name = windows
      ? `Ethernet${index === 0 ? '' : ` ${index + 1}`}`
      : `eth${index}`;
    const known = inside.addresses[nic.key] ?? [];
    return {
      name,
      'hardware-address': nic.mac.toLowerCase(),
      // An interface that is down has no such list at all.
      ...(known.length === 0 && index > 0
        ? {}
        : { 'ip-addresses': addresses([...known, linkLocal(nic.mac)]) }),
      statistics: statistics(guest, name),
    };
  });
  return [
    loopback,
    ...nics,
    ...(inside.runsContainers ? containerBridges(guest) : []),
  ];
}

function containerBridges(guest: Guest): Row[] {
  const mac = (tail: number) =>
    `02:42:${[tail, 1, 2, 3].map(n => (n & 255).toString(16).padStart(2, '0')).join(':')}`;
  return [
    {
      name: 'docker0',
      'hardware-address': mac(guest.vmid),
      'ip-addresses': addresses(['172.17.0.1/16']),
      statistics: statistics(guest, 'docker0'),
    },
    {
      name: 'veth1a2b3c4',
      'hardware-address': mac(guest.vmid + 1),
      'ip-addresses': addresses(['fe80::42:acff:fe11:2/64']),
      statistics: statistics(guest, 'veth'),
    },
  ];
}

function systemInfo(guest: Guest): Row {
  const { system } = guest.detail.inside;
  return {
    id: system.id,
    name: system.name,
    'pretty-name': system.prettyName,
    version: system.version,
    'version-id': system.versionId,
    'kernel-release': system.kernelRelease,
    'kernel-version':
      system.family === 'windows' ? '10.0' : '#1 SMP PREEMPT_DYNAMIC',
    machine: 'x86_64',
    ...(system.family === 'windows'
      ? {
          variant: system.prettyName.includes('Server') ? 'server' : 'client',
          'variant-id': 'x',
        }
      : {}),
  };
}

function fileSystems(guest: Guest): Row[] {
  const windows = guest.detail.inside.system.family === 'windows';
  const total = Math.round(guest.summary.bootDiskBytes * 0.98);
  return [
    {
      name: windows
        ? '\\\\?\\Volume{6f3d0001-0000-0000-0000-100000000000}\\'
        : 'sda1',
      mountpoint: windows ? 'C:\\' : '/',
      type: windows ? 'NTFS' : 'ext4',
      'total-bytes': total,
      'used-bytes': Math.round(total * 0.41),
      disk: [
        {
          'bus-type': 'scsi',
          bus: 0,
          target: 0,
          unit: 0,
          dev: windows ? '\\\\.\\PhysicalDrive0' : '/dev/sda1',
          'pci-controller': { domain: 0, bus: 9, slot: 1, function: 0 },
        },
      ],
    },
  ];
}
