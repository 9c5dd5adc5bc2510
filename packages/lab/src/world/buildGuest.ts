import type { BuildSite } from './buildSite.ts';
import { containerConfig } from './containerConfig.ts';
import { VLANS } from './siteHardware.ts';
import type {
  GuestConfig,
  GuestDetail,
  GuestPlacement,
} from './guestDetail.ts';
import type { GuestPlan, NicPlan } from './guestPlan.ts';
import { machineConfig } from './machineConfig.ts';
import { SYSTEMS } from './operatingSystems.ts';
import { Random } from './random.ts';

const DAY = 86_400;
const CREATED_FROM = Date.UTC(2023, 0, 9) / 1000;
const BOOTED_FROM = Date.UTC(2026, 4, 4) / 1000;

/** How the guest stands in its cluster at the beginning. */
export function placementOf(site: BuildSite, plan: GuestPlan): GuestPlacement {
  const power = plan.power ?? (plan.template ? 'stopped' : 'running');
  const node = site.nodeNames[plan.node % site.nodeNames.length];
  if (node === undefined)
    throw new RangeError(`cluster ${site.clusterId} has no nodes`);
  return {
    vmid: plan.vmid,
    kind: plan.kind,
    node,
    power,
    bootedAt:
      power === 'stopped'
        ? 0
        : new Random(site.seed, site.clusterId, plan.vmid, 'boot').between(
            0,
            120 * DAY,
          ) + BOOTED_FROM,
    pool: plan.pool,
    lock: plan.lock,
    highAvailability: plan.highAvailability,
  };
}

/** The guest in full; the same plan, site and seed give the same guest. */
export function detailOf(site: BuildSite, plan: GuestPlan): GuestDetail {
  const createdAt =
    plan.createdAt ??
    CREATED_FROM +
      new Random(site.seed, site.clusterId, plan.vmid, 'created').between(
        0,
        1100 * DAY,
      );
  const config =
    plan.kind === 'qemu'
      ? machineConfig(site, plan, createdAt)
      : containerConfig(site, plan);
  const final = sorted({ ...config, ...plan.config });
  const addresses: Record<string, string[]> = {};
  plan.nics.forEach((nic, index) => {
    addresses[`net${index}`] = nic.addresses ?? [];
  });
  const agent = plan.kind === 'qemu' ? (plan.agent ?? 'answering') : 'off';
  return {
    config: final,
    pending: plan.pending ?? {},
    pendingDelete: plan.pendingDelete ?? [],
    snapshots: (plan.snapshots ?? []).map(snapshot => ({
      ...snapshot,
      config: final,
    })),
    inside: {
      hostname:
        (plan.kind === 'qemu' ? plan.hostname : undefined) ??
        plan.name.toLowerCase(),
      system: SYSTEMS[plan.system].system,
      agent: agent === 'off' ? 'absent' : agent,
      addresses,
      runsContainers: plan.kind === 'qemu' && plan.runsContainers === true,
    },
  };
}

/** Proxmox writes the keys of a configuration file in alphabetical order. */
function sorted(config: GuestConfig): GuestConfig {
  return Object.fromEntries(
    Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Shorthand of the stories: a NIC on a VLAN of the site, with its address inside. */
export function onVlan(
  octet: number,
  vlan: keyof typeof VLANS,
  host: number,
  more: NicPlan = {},
): NicPlan {
  const number = VLANS[vlan];
  return {
    vlan: number,
    addresses: [`10.${octet}.${number}.${host}/24`],
    gateway: `10.${octet}.${number}.1`,
    ...more,
  };
}
