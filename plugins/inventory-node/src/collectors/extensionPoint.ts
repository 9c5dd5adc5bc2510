import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { PlatformType } from './PlatformCollector';

/** Where modules of the inventory add the types of platform they can read. */
export interface PlatformTypesExtensionPoint {
  /** @throws ConflictError when the type is there already. */
  addPlatformType(platformType: PlatformType): void;
}

/** The extension point for modules such as `platform-proxmox`. */
export const platformTypesExtensionPoint =
  createExtensionPoint<PlatformTypesExtensionPoint>({
    id: 'inventory.platform-types',
  });
