import { detailOf, placementOf } from './buildGuest.ts';
import type { Cluster } from './Cluster.ts';
import { Guest } from './Guest.ts';
import type { Doing } from './guestActions.ts';
import { requireUnlocked } from './guestLock.ts';
import type { GuestDetail } from './guestDetail.ts';
import type { GuestPlan } from './guestPlan.ts';
import { Random } from './random.ts';
import type { World } from './World.ts';
import { WorldError } from './WorldError.ts';

/** What may be said of a guest about to be made; the rest is drawn. */
export type NewGuest = {
  vmid?: number;
  kind?: 'qemu' | 'lxc';
  node?: string;
  name?: string;
} & Omit<Partial<GuestPlan>, 'vmid' | 'kind' | 'node' | 'name'>;

/** Makes a guest with an identity of its own, even under an id that was used before. */
export function createGuest(
  world: World,
  cluster: Cluster,
  wanted: NewGuest,
  doing: Doing,
): { vmid: number; upid: string } {
  const vmid = wanted.vmid ?? cluster.nextId();
  if (cluster.guests.has(vmid)) {
    const other = cluster.guest(vmid);
    const noun = other.kind === 'qemu' ? 'VM' : 'CT';
    throw new WorldError(
      `unable to create ${noun} ${vmid} - ${noun} ${vmid} already exists on node '${other.node}'`,
    );
  }
  const node = wanted.node ?? [...cluster.nodes.keys()][0] ?? '';
  cluster.node(node);
  const site = world.sites.get(cluster.id);
  if (!site)
    throw new WorldError(`there is no site for cluster '${cluster.id}'`);
  const kind = wanted.kind ?? 'qemu';
  // Never the identity of the machine that had the id before.
  const birth = hashOfBirth(world, cluster, vmid);
  const plan = {
    kind,
    system: 'debian13',
    memoryMib: 2048,
    cores: 2,
    nics: [{ vlan: 80 }],
    disks: [{ gib: 20 }],
    createdAt: world.now(),
    ...wanted,
    vmid,
    name: wanted.name ?? `new-${vmid}`,
    node: [...cluster.nodes.keys()].indexOf(node),
    identityOf: birth,
  } as GuestPlan;
  const detail = detailOf(site, plan);
  const placement = placementOf(site, plan);
  const guest = new Guest(
    { ...placement, bootedAt: placement.power === 'stopped' ? 0 : world.now() },
    () => detail,
  );
  const upid = world.run(cluster, {
    node,
    type: kind === 'qemu' ? 'qmcreate' : 'vzcreate',
    id: String(vmid),
    by: doing.by,
    seconds: doing.seconds ?? 5,
    ofTick: doing.ofTick,
    begin: () => {
      cluster.add(guest);
      guest.lock = 'create';
    },
    finish: () => {
      guest.lock = plan.lock;
    },
  });
  return { vmid, upid };
}

function hashOfBirth(world: World, cluster: Cluster, vmid: number): number {
  cluster.revision++;
  return new Random(
    world.seed,
    'birth',
    cluster.id,
    vmid,
    cluster.revision,
    world.tick,
  ).bits();
}

/** Removes a guest and its disks; a running or protected one is refused. */
export function destroyGuest(
  world: World,
  cluster: Cluster,
  guest: Guest,
  doing: Doing & { force?: boolean },
): string {
  const noun = guest.kind === 'qemu' ? 'VM' : 'CT';
  if (!doing.force) {
    requireUnlocked(guest);
    if (guest.power !== 'stopped')
      throw new WorldError(`${noun} ${guest.vmid} is running - destroy failed`);
    if (guest.detail.config.protection === 1) {
      throw new WorldError(
        `can't remove ${noun} ${guest.vmid} - protection mode enabled`,
      );
    }
  }
  return world.run(cluster, {
    node: guest.node,
    type: guest.kind === 'qemu' ? 'qmdestroy' : 'vzdestroy',
    id: String(guest.vmid),
    by: doing.by,
    seconds: doing.seconds ?? 3,
    ofTick: doing.ofTick,
    finish: () => {
      cluster.remove(guest);
    },
  });
}

/** Destroys a guest and gives its id to another machine, as a busy team does within a minute. */
export function reuseVmid(
  world: World,
  cluster: Cluster,
  guest: Guest,
  wanted: NewGuest,
  doing: Doing,
): { vmid: number; upid: string } {
  destroyGuest(world, cluster, guest, { ...doing, seconds: 0, force: true });
  return createGuest(
    world,
    cluster,
    { kind: guest.kind, node: guest.node, ...wanted, vmid: guest.vmid },
    doing,
  );
}

/**
 * Restores a guest from its backup over itself: identity, name and MACs come back from the
 * backup, the generation id is new, the volumes are written anew under the next numbers.
 */
export function restoreInPlace(
  world: World,
  cluster: Cluster,
  guest: Guest,
  doing: Doing,
): string {
  return restore(world, cluster, guest, guest.detail, doing);
}

/** Restores a guest's backup under another id, identity included unless `unique` is asked for. */
export function restoreAs(
  world: World,
  cluster: Cluster,
  source: Guest,
  wanted: { vmid?: number; node?: string; unique?: boolean },
  doing: Doing,
): { vmid: number; upid: string } {
  const vmid = wanted.vmid ?? cluster.nextId();
  if (cluster.guests.has(vmid))
    throw new WorldError(`VM ${vmid} already exists`);
  const node = wanted.node ?? source.node;
  cluster.node(node);
  const detail = structuredClone(source.detail) as GuestDetail;
  if (wanted.unique) giveNewIdentity(world, detail, vmid);
  const guest = new Guest(
    { vmid, kind: source.kind, node, power: 'stopped', bootedAt: 0 },
    () => detail,
  );
  cluster.add(guest);
  return { vmid, upid: restore(world, cluster, guest, detail, doing) };
}

function restore(
  world: World,
  cluster: Cluster,
  guest: Guest,
  backup: Readonly<GuestDetail>,
  doing: Doing,
): string {
  requireUnlocked(guest);
  return world.run(cluster, {
    node: guest.node,
    type: guest.kind === 'qemu' ? 'qmrestore' : 'vzrestore',
    id: String(guest.vmid),
    by: doing.by,
    seconds: doing.seconds ?? 10,
    ofTick: doing.ofTick,
    begin: () => {
      guest.lock = 'create';
      guest.power = 'stopped';
      guest.bootedAt = 0;
    },
    finish: () => {
      guest.lock = undefined;
      const detail = structuredClone(backup) as GuestDetail;
      detail.snapshots = [];
      delete detail.config.parent;
      if (guest.kind === 'qemu') {
        detail.config.vmgenid = new Random(
          world.seed,
          'generation',
          guest.vmid,
          world.tick,
          cluster.revision,
        ).uuid();
      }
      for (const [key, value] of Object.entries(detail.config)) {
        if (typeof value === 'string')
          detail.config[key] = renumbered(value, guest.vmid);
      }
      guest.replaceDetail(detail);
    },
  });
}

/** A restored volume belongs to the id restored to, and is linked to no template. */
function renumbered(value: string, vmid: number): string {
  return value
    .replace(/:base-\d+-disk-\d+\/(?=vm-)/, ':')
    .replace(/:(vm|subvol|base)-\d+-(disk-\d+|cloudinit)/, `:$1-${vmid}-$2`);
}

function giveNewIdentity(
  world: World,
  detail: GuestDetail,
  vmid: number,
): void {
  const random = new Random(world.seed, 'unique', vmid, world.tick);
  if ('smbios1' in detail.config)
    detail.config.smbios1 = `uuid=${random.uuid()}`;
  for (const [key, value] of Object.entries(detail.config)) {
    if (!/^net\d+$/.test(key) || typeof value !== 'string') continue;
    detail.config[key] = value.replace(
      /(?:[0-9A-F]{2}:){5}[0-9A-F]{2}/,
      random.mac(),
    );
  }
}
