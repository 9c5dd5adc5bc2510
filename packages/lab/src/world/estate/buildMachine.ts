import { macOfNic, type BuildSite } from '../buildSite.ts';
import { GIB } from '../guestConfig.ts';
import { SYSTEMS } from '../operatingSystems.ts';
import { Random } from '../random.ts';
import type { Estate } from './Estate.ts';
import type { EstatePlatform } from './estatePlan.ts';
import {
  Machine,
  type MachineDetail,
  type MachineDisk,
  type MachineNic,
  type MachinePlacement,
  type MachineSnapshot,
} from './Machine.ts';
import type { MachinePlan } from './machinePlan.ts';

const DAY = 86_400;
const MIB = 1_048_576;
const CREATED_FROM = Date.UTC(2023, 0, 9) / 1000;
const BOOTED_FROM = Date.UTC(2026, 4, 4) / 1000;
/** The day from which a story's snapshots count back. */
const STORY_DAY = Date.UTC(2026, 10, 1) / 1000;

/** The prefixes under which each product makes hardware addresses. */
const MAC_PREFIX: Record<EstatePlatform, string> = {
  vsphere: '00:50:56',
  nutanix: '50:6b:8d',
  kubevirt: '02:a1:50',
};

/**
 * Makes a machine of an estate; the same plan, seed and number give the same machine. The
 * plan is asked for anew for each look at the detail, so that nobody has to keep it.
 */
export function buildMachine(
  estate: Estate,
  planOf: () => MachinePlan,
  west?: BuildSite,
): Machine {
  const number = estate.nextNumber();
  return new Machine(placementOf(estate, planOf(), number), () =>
    detailOf(estate, planOf(), number, west),
  );
}

function placementOf(
  estate: Estate,
  plan: MachinePlan,
  number: number,
): MachinePlacement {
  const hostNames = [...estate.hosts.keys()];
  const hostName = hostNames[(plan.host ?? number) % hostNames.length];
  const host = estate.host(hostName ?? '');
  const power = plan.power ?? (plan.template ? 'stopped' : 'running');
  return {
    uuid: estate.idOf('machine', String(number)),
    number,
    name: plan.name,
    folder: plan.folder,
    cluster: host.plan.cluster,
    host: host.name,
    power,
    bootedAt: power === 'stopped' ? 0 : bootedAt(estate, number),
    template: plan.template ?? false,
  };
}

function bootedAt(estate: Estate, number: number): number {
  const random = new Random(estate.seed, estate.id, number, 'boot');
  return BOOTED_FROM + random.between(0, 120 * DAY);
}

function detailOf(
  estate: Estate,
  plan: MachinePlan,
  number: number,
  west: BuildSite | undefined,
): MachineDetail {
  const random = new Random(estate.seed, estate.id, number, 'detail');
  const size = estate.plan.sizes.find(({ name }) => name === plan.size);
  const moved =
    plan.movedFrom !== undefined && west
      ? { site: west, vmid: plan.movedFrom }
      : undefined;
  return {
    sockets: plan.sockets ?? 1,
    coresPerSocket: size?.cpus ?? plan.cores ?? 2,
    memoryBytes: size?.memoryBytes ?? (plan.memoryMib ?? 2048) * MIB,
    biosUuid: moved
      ? new Random(
          moved.site.seed,
          moved.site.clusterId,
          moved.vmid,
          'identity',
        ).uuid()
      : random.uuid(),
    disks: disksOf(estate, plan),
    nics: nicsOf(estate, plan, number, moved),
    system: SYSTEMS[plan.system].system,
    hostname: plan.name.toLowerCase(),
    agent: plan.agent ?? 'answering',
    tags: { ...plan.tags },
    size: size?.name,
    description: plan.description ?? '',
    createdAt: CREATED_FROM + random.between(0, 1100 * DAY),
    snapshots: snapshotsOf(plan, random),
    userData: plan.userData,
  };
}

function disksOf(estate: Estate, plan: MachinePlan): MachineDisk[] {
  return (plan.disks ?? [{ gib: 40 }]).map((disk, index) => ({
    key: `disk-${index}`,
    bytes: disk.gib * GIB,
    storage: disk.storage ?? estate.plan.storages[0]?.name ?? '',
    thin: !disk.thick,
  }));
}

function snapshotsOf(plan: MachinePlan, random: Random): MachineSnapshot[] {
  return (plan.snapshotDays ?? []).map((days, index) => ({
    id: random.uuid(),
    name: `before-change-${index + 1}`,
    description: '',
    time: STORY_DAY - days * DAY,
  }));
}

function nicsOf(
  estate: Estate,
  plan: MachinePlan,
  number: number,
  moved: { site: BuildSite; vmid: number } | undefined,
): MachineNic[] {
  return (plan.nics ?? []).map((nic, index) => ({
    key: `nic-${index}`,
    mac:
      moved && index === 0
        ? macOfNic(moved.site, moved.vmid, index).toLowerCase()
        : (nic.mac ?? macOf(estate, number, index)),
    network: nic.network,
    connected: !nic.disconnected,
    addresses: nic.addresses ?? [],
  }));
}

/** Every NIC of an estate has one of its own: the number is only shuffled, never drawn. */
function macOf(estate: Estate, number: number, index: number): string {
  const shuffled = Math.imul(number * 4 + index, 0x9e37_79b1) & 0x3f_ffff;
  const digits = shuffled.toString(16).padStart(6, '0');
  return `${MAC_PREFIX[estate.plan.platform]}:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}`;
}
