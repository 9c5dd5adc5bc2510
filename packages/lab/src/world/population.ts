import { detailOf, placementOf } from './buildGuest.ts';
import type { BuildSite } from './buildSite.ts';
import type { Cluster } from './Cluster.ts';
import type { ClusterPlan } from './clusterPlan.ts';
import { Guest } from './Guest.ts';
import type { GuestPlan } from './guestPlan.ts';
import { FIRST_SEEDED_VMID, seededPlan } from './seededPlan.ts';
import { EAST } from './stories/east.ts';
import { WEST_BUSINESS } from './stories/westBusiness.ts';
import { WEST_ODD } from './stories/westOdd.ts';
import { WEST_PLATFORM } from './stories/westPlatform.ts';

const STORIES: Record<string, GuestPlan[]> = {
  'pve-west': [...WEST_PLATFORM, ...WEST_BUSINESS, ...WEST_ODD],
  'pve-east': EAST,
};
const STORY_COUNT = Object.values(STORIES).flat().length;

/** What guests of a cluster are built with. */
export function buildSite(seed: number, plan: ClusterPlan): BuildSite {
  const west = plan.id === 'pve-west';
  return {
    seed,
    clusterId: plan.id,
    nodeNames: plan.nodes.map(node => node.name),
    octet: west ? 10 : 20,
    diskStorage: west ? 'ceph-vm' : 'tank',
    qemu: plan.qemu,
  };
}

/** Brings the first guests into a cluster. */
export const populate = {
  storyCount: STORY_COUNT,

  /** The guests that each tell a story; a world smaller than all of them gets the first. */
  stories(cluster: Cluster, site: BuildSite, limit: number): void {
    const plans = STORIES[cluster.id] ?? [];
    const share = Math.min(
      plans.length,
      Math.ceil((plans.length / STORY_COUNT) * limit),
    );
    for (const plan of plans.slice(0, share)) {
      const detail = detailOf(site, plan);
      const placement = placementOf(site, plan);
      // The first three (or two) nodes tell the stories, however many there are.
      cluster.add(new Guest(placement, () => detail));
    }
  },

  /** As many ordinary guests as asked for, none of which is kept in full. */
  seeded(cluster: Cluster, site: BuildSite, count: number): void {
    const size = {
      seed: site.seed,
      clusterId: site.clusterId,
      octet: site.octet,
      count,
      nodes: site.nodeNames.length,
    };
    const draw = (vmid: number) =>
      detailOf(site, seededPlan(size, vmid - FIRST_SEEDED_VMID));
    for (let index = 0; index < count; index++) {
      const placement = placementOf(site, seededPlan(size, index));
      cluster.add(new Guest(placement, draw));
    }
  },
};
