import { hasAgent } from '../proxmox/api/guestStatus.ts';
import type { Cluster } from '../world/Cluster.ts';
import type { Guest } from '../world/Guest.ts';
import { interfacesOf, propertiesOf, volumesOf } from '../world/guestConfig.ts';
import { loadOf } from '../world/load.ts';
import type { World } from '../world/World.ts';

/** The truth about a guest in plain words, for a test to compare with what others found out. */
export function guestReport(world: World, cluster: Cluster, guest: Guest) {
  const { config, pending, pendingDelete, inside, snapshots } = guest.detail;
  const { summary } = guest;
  return {
    cluster: cluster.id,
    vmid: guest.vmid,
    kind: guest.kind,
    node: guest.node,
    name: guest.name,
    power: guest.power,
    bootedAt: guest.bootedAt,
    lock: guest.lock ?? null,
    pool: guest.pool ?? null,
    tags: summary.tags.split(';').filter(Boolean),
    template: summary.template,
    cpus: loadOf(world, cluster, guest).maxcpu,
    memoryBytes: summary.memoryBytes,
    bootDiskBytes: summary.bootDiskBytes,
    biosUuid: propertiesOf(String(config.smbios1 ?? '')).get('uuid') ?? null,
    digest: guest.digest,
    highAvailability: guest.highAvailability?.state ?? null,
    system: inside.system.prettyName,
    hostname: inside.hostname,
    agent:
      guest.kind === 'lxc'
        ? null
        : hasAgent(guest)
          ? inside.agent
          : 'not configured',
    nics: interfacesOf(config).map(nic => ({
      key: nic.key,
      mac: nic.mac,
      bridge: nic.bridge ?? null,
      vlan: nic.vlan ?? null,
      addresses: inside.addresses[nic.key] ?? [],
    })),
    volumes: volumesOf(config),
    snapshots: snapshots.map(snapshot => snapshot.name),
    config,
    pending,
    pendingDelete,
  };
}
