import type { GuestConfig } from './guestDetail.ts';
import type { GuestPlan } from './guestPlan.ts';
import { Random } from './random.ts';

/** Where a guest is built: its cluster gives names, addresses and defaults. */
export interface BuildSite {
  seed: number;
  clusterId: string;
  nodeNames: string[];
  /** Second octet of the site's addresses. */
  octet: number;
  diskStorage: string;
  qemu: string;
}

/** What both kinds of guest have in their configuration. */
export function commonConfig(plan: GuestPlan): GuestConfig {
  return {
    ...(plan.description === undefined
      ? {}
      : { description: plan.description }),
    ...(plan.tags === undefined ? {} : { tags: plan.tags }),
    ...(plan.onboot ? { onboot: 1 } : {}),
    ...(plan.template ? { template: 1 } : {}),
    ...(plan.snapshots?.length
      ? { parent: plan.snapshots.at(-1)?.name ?? '' }
      : {}),
  };
}

/** The hardware address of a guest's NIC, which a restored copy of it carries, too. */
export function macOfNic(site: BuildSite, vmid: number, index: number): string {
  return new Random(site.seed, site.clusterId, vmid, 'mac', index).mac();
}
