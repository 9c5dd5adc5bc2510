import type { Cluster } from '../../world/Cluster.ts';
import type { Guest } from '../../world/Guest.ts';
import { interfacesOf } from '../../world/guestConfig.ts';
import { loadOf } from '../../world/load.ts';
import { hash } from '../../world/random.ts';
import type { World } from '../../world/World.ts';
import { memhostOf, type Row } from './rows.ts';

/** A guest in its node's own list: what the node's daemon sees of it. */
export function guestStatus(world: World, cluster: Cluster, guest: Guest): Row {
  const { maxcpu, ...load } = loadOf(world, cluster, guest);
  const { summary } = guest;
  const running = guest.power !== 'stopped';
  return {
    vmid: guest.vmid,
    name: summary.name,
    status: running ? 'running' : 'stopped',
    cpus: maxcpu,
    ...load,
    ...(running ? { pid: pidOf(guest) } : {}),
    ...(summary.tags ? { tags: summary.tags } : {}),
    ...(summary.template ? { template: 1 } : {}),
    ...(guest.lock ? { lock: guest.lock } : {}),
    ...(guest.kind === 'lxc'
      ? { type: 'lxc', swap: 0, maxswap: summary.swapBytes }
      : cluster.plan.major >= 9
        ? { memhost: memhostOf(guest, load.mem) }
        : {}),
    ...(running && cluster.plan.major >= 9 ? pressure(guest) : {}),
  };
}

function pidOf(guest: Guest): number {
  return 2000 + (hash(guest.vmid, guest.bootedAt) % 4_000_000);
}

/** Numbers for a machine, texts for a container: so it is. */
function pressure(guest: Guest): Row {
  const row: Row = {};
  for (const name of [
    'cpusome',
    'iosome',
    'iofull',
    'memorysome',
    'memoryfull',
  ]) {
    row[`pressure${name}`] = guest.kind === 'lxc' ? '0.00' : 0;
  }
  return row;
}

/** All that is known of a guest's state, as its own page shows it. */
export function currentStatus(
  world: World,
  cluster: Cluster,
  guest: Guest,
): Row {
  const ha = guest.highAvailability;
  const common = {
    ...guestStatus(world, cluster, guest),
    ha: ha
      ? {
          managed: 1,
          state: ha.state,
          ...(ha.group ? { group: ha.group } : {}),
        }
      : { managed: 0 },
  };
  return guest.kind === 'lxc'
    ? common
    : { ...common, ...machineStatus(world, cluster, guest) };
}

function machineStatus(world: World, cluster: Cluster, guest: Guest): Row {
  const { config } = guest.detail;
  const load = loadOf(world, cluster, guest);
  const status: Row = {
    qmpstatus: guest.power,
    ...(hasAgent(guest) ? { agent: 1 } : {}),
    clipboard: null,
  };
  if (guest.power === 'stopped') return status;
  const q35 = String(config.machine ?? '').includes('q35');
  return {
    ...status,
    'running-machine': `${q35 ? 'pc-q35' : 'pc-i440fx'}-${cluster.plan.qemu.split('.').slice(0, 2).join('.')}+pve0`,
    'running-qemu': cluster.plan.qemu,
    balloon: load.maxmem,
    freemem: load.maxmem - load.mem,
    ballooninfo: {
      actual: load.maxmem,
      max_mem: load.maxmem,
      total_mem: load.maxmem,
      free_mem: load.maxmem - load.mem,
      mem_swapped_in: 0,
      mem_swapped_out: 0,
      major_page_faults: 1024,
      minor_page_faults: 262_144,
      last_update: world.now(),
    },
    nics: Object.fromEntries(
      interfacesOf(config).map(nic => [
        `tap${guest.vmid}i${nic.key.slice(3)}`,
        { netin: load.netin, netout: load.netout },
      ]),
    ),
    'proxmox-support': {
      backup: true,
      'backup-fleecing': true,
      'backup-max-workers': true,
      'pbs-dirty-bitmap': true,
      'pbs-library-version': '1.5.2 (1.5.2)',
      'query-bitmap-info': true,
    },
  };
}

/** Whether the configuration tells Proxmox that there is an agent to talk to. */
export function hasAgent(guest: Guest): boolean {
  const agent = String(guest.detail.config.agent ?? '0');
  return /^(?:1|enabled=1)(?:,|$)/.test(agent);
}
