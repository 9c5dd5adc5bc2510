import type { EstatePlatform } from './estatePlan.ts';
import type { MachinePlan } from './machinePlan.ts';
import { KUBEVIRT_STORIES } from './stories/kubevirt.ts';
import { NUTANIX_STORIES } from './stories/nutanix.ts';
import { VSPHERE_STORIES } from './stories/vsphere.ts';

/** The machines that each tell a story. */
export const MACHINE_STORIES: Record<EstatePlatform, MachinePlan[]> = {
  vsphere: VSPHERE_STORIES,
  nutanix: NUTANIX_STORIES,
  kubevirt: KUBEVIRT_STORIES,
};
