import type { Estate } from '../world/estate/Estate.ts';
import { editMachine } from '../world/estate/machineActions.ts';
import { configureGuest } from '../world/guestConfiguration.ts';
import type { World } from '../world/World.ts';
import { WorldError } from '../world/WorldError.ts';

export interface Disturbance {
  /** How much of the guests, 0 to 1. */
  share: number;
  cluster?: string;
}

/**
 * Changes an even share of guests a little, for measuring what a change costs: of all
 * Proxmox clusters, or of the cluster or estate that is named.
 */
export function disturb(
  world: World,
  { share, cluster }: Disturbance,
): { changed: number } {
  if (!(share > 0 && share <= 1))
    throw new WorldError('share must be above 0, and 1 at most');
  const estate = world.estates.get(cluster ?? '');
  if (estate) return { changed: disturbEstate(estate, share) };
  const clusters =
    cluster === undefined
      ? [...world.clusters.values()]
      : [world.cluster(cluster)];
  let changed = 0;
  for (const one of clusters) {
    let seen = 0;
    for (const guest of one.sortedGuests()) {
      if (guest.lock) continue;
      seen++;
      if (Math.floor(seen * share) === Math.floor((seen - 1) * share)) continue;
      configureGuest(one, guest, {
        set: { description: `Changed for the ${one.revision}. time.\n` },
        atOnce: true,
      });
      changed++;
    }
  }
  return { changed };
}

function disturbEstate(estate: Estate, share: number): number {
  let seen = 0;
  let changed = 0;
  for (const machine of estate.machines.values()) {
    seen++;
    if (Math.floor(seen * share) === Math.floor((seen - 1) * share)) continue;
    editMachine(estate, machine, {
      description: `Changed for the ${estate.revision}. time.`,
    });
    changed++;
  }
  return changed;
}
