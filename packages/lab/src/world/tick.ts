import type { Cluster } from './Cluster.ts';
import type { Guest } from './Guest.ts';
import { migrateGuest, startGuest, stopGuest } from './guestActions.ts';
import { configureGuest } from './guestConfiguration.ts';
import { volumesOf } from './guestConfig.ts';
import { Random } from './random.ts';
import type { World } from './World.ts';

/** In a small world something happens every fifth tick; a large one is livelier. */
const EVENTS_PER_TICK = 0.2;
const GUESTS_PER_FURTHER_EVENT = 20_000;
const ATTEMPTS = 40;
/** Longer than this no task of a tick takes: it is over before the next tick. */
const DOING = { by: 'root@pam', ofTick: true } as const;

/** What happens in one tick. Load needs nothing done: it follows from the tick's number. */
export function passTick(world: World): void {
  const random = new Random(world.seed, 'tick', world.tick);
  const guests = [...world.clusters.values()].reduce(
    (sum, cluster) => sum + cluster.guests.size,
    0,
  );
  const expected = EVENTS_PER_TICK + guests / GUESTS_PER_FURTHER_EVENT;
  let events = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
  while (events-- > 0) happen(world, random);
}

type Happening = (
  world: World,
  cluster: Cluster,
  guest: Guest,
  random: Random,
) => boolean;

const HAPPENINGS: Happening[] = [start, stop, migrate, migrate, reconfigure];

function happen(world: World, random: Random): void {
  const cluster = random.pick([...world.clusters.values()]);
  const guests = cluster.sortedGuests();
  if (guests.length === 0) return;
  const happening = random.pick(HAPPENINGS);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const guest = random.pick(guests);
    if (guest.lock || guest.summary.template) continue;
    if (cluster.node(guest.node).condition === 'down') continue;
    if (happening(world, cluster, guest, random)) return;
  }
}

/** Production keeps running; what is restored or at its end stays off. */
function mayRest(guest: Guest): boolean {
  return /(?:^|;)(?:test|vdi|ci|gpu|development|standby)(?:;|$)/.test(
    guest.summary.tags,
  );
}

function start(world: World, cluster: Cluster, guest: Guest): boolean {
  if (guest.power !== 'stopped' || !mayRest(guest)) return false;
  startGuest(world, cluster, guest, DOING);
  return true;
}

function stop(world: World, cluster: Cluster, guest: Guest): boolean {
  if (guest.power !== 'running' || !mayRest(guest)) return false;
  stopGuest(world, cluster, guest, DOING);
  return true;
}

function migrate(
  world: World,
  cluster: Cluster,
  guest: Guest,
  random: Random,
): boolean {
  const { config } = guest.detail;
  const movable =
    guest.kind === 'qemu' &&
    guest.power === 'running' &&
    !('hostpci0' in config) &&
    !('usb0' in config) &&
    volumesOf(config).every(volume => cluster.storage(volume.storage).shared);
  const targets = [...cluster.nodes.values()].filter(
    node => node.condition === 'online' && node.name !== guest.node,
  );
  if (!movable || targets.length === 0) return false;
  migrateGuest(world, cluster, guest, random.pick(targets).name, DOING);
  return true;
}

function reconfigure(
  world: World,
  cluster: Cluster,
  guest: Guest,
  random: Random,
): boolean {
  const what = random.pick(['description', 'tags', 'memory'] as const);
  if (what === 'description') {
    // What somebody wrote stays; only the clean-up overwrites itself.
    const { description } = guest.detail.config;
    if (
      description !== undefined &&
      !String(description).startsWith('Checked in round')
    )
      return false;
    configureGuest(cluster, guest, {
      set: { description: `Checked in round ${world.tick} of the clean-up.\n` },
    });
  } else if (what === 'tags') {
    const tags = new Set(guest.summary.tags.split(';').filter(Boolean));
    if (!tags.delete('reviewed')) tags.add('reviewed');
    configureGuest(cluster, guest, {
      set: { tags: [...tags].sort().join(';') },
    });
  } else {
    const mib = guest.summary.memoryBytes / 1_048_576;
    const next = random.chance(0.5) ? mib + 1024 : Math.max(512, mib - 512);
    configureGuest(cluster, guest, {
      set: { memory: guest.kind === 'qemu' ? String(next) : next },
      atOnce: true,
    });
  }
  return true;
}
