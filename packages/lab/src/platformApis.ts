import { kubevirtApi } from './kubevirt/index.ts';
import { nutanixApi } from './nutanix/index.ts';
import { vsphereApi } from './vsphere/index.ts';
import type { PlatformApi } from './wire/platformApi.ts';
import type { EstatePlatform } from './world/estate/estatePlan.ts';

/** The protocols the lab speaks besides Proxmox's. */
export const platformApis: Partial<Record<EstatePlatform, PlatformApi>> = {
  kubevirt: kubevirtApi,
  vsphere: vsphereApi,
  nutanix: nutanixApi,
};
