import { ConflictError, InputError } from '@backstage/errors';
import type {
  PlatformType,
  PlatformTypesExtensionPoint,
} from '@flyloft/plugin-inventory-node';
import type { ConfiguredPlatform } from './ConfiguredPlatform';
import type { PlatformSettings } from './platformSettings';

/** The types of platform that this portal's modules can read. */
export class PlatformTypeRegistry implements PlatformTypesExtensionPoint {
  private readonly types = new Map<string, PlatformType>();

  addPlatformType(platformType: PlatformType): void {
    if (this.types.has(platformType.type)) {
      throw new ConflictError(
        `The platform type '${platformType.type}' was added by another module`,
      );
    }
    this.types.set(platformType.type, platformType);
  }

  /**
   * Makes the collector of a configured platform.
   *
   * @throws InputError when no module reads its type, or its settings are not
   *   usable.
   */
  configure(settings: PlatformSettings, index: number): ConfiguredPlatform {
    const type = this.types.get(settings.type);
    if (!type) {
      const known = [...this.types.keys()].sort().join(', ') || 'none';
      throw new InputError(
        `inventory.platforms[${index}].type: '${settings.type}' is not known; this portal has modules for: ${known}`,
      );
    }
    const { id, title, config } = settings;
    return {
      ...settings,
      collector: type.createCollector({ id, title, config }),
    };
  }
}
