import { ConflictError, InputError } from '@backstage/errors';
import type {
  PlatformForm,
  PlatformTypeDescription,
} from '@flyloft/plugin-inventory-common';
import type {
  PlatformType,
  PlatformTypesExtensionPoint,
} from '@flyloft/plugin-inventory-node';
import { pushPlatform } from '../push/pushPlatform';
import type { ConfiguredPlatform } from './ConfiguredPlatform';
import type { PlatformSettings } from './platformSettings';

/** The types of platform that this portal's modules can read. */
export class PlatformTypeRegistry implements PlatformTypesExtensionPoint {
  private readonly types = new Map<string, PlatformType>([
    [pushPlatform.type, pushPlatform],
  ]);

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
    return this.create(settings, `inventory.platforms[${index}].type: `);
  }

  /**
   * The same of a platform from elsewhere.
   *
   * @param where - what a complaint about its type begins with.
   */
  create(settings: PlatformSettings, where = ''): ConfiguredPlatform {
    const { id, title, type, config } = settings;
    const maker = this.typeOf(type, where);
    return {
      ...settings,
      collector: maker.createCollector({ id, title, config }),
    };
  }

  /** @throws InputError when the type can't be configured in the portal. */
  formOf(type: string): PlatformForm {
    const { form } = this.typeOf(type, '');
    if (form) return form;
    throw new InputError(
      `Platforms of type '${type}' are configured in files alone`,
    );
  }

  /** What this portal can read, by the titles that people know. */
  list(): PlatformTypeDescription[] {
    return [...this.types.values()]
      .map(({ type, form }) => ({ type, form: form ?? null }))
      .sort((a, b) =>
        (a.form?.title ?? a.type).localeCompare(b.form?.title ?? b.type, 'en'),
      );
  }

  private typeOf(type: string, where: string): PlatformType {
    const found = this.types.get(type);
    if (found) return found;
    const known = [...this.types.keys()].sort().join(', ') || 'none';
    throw new InputError(
      `${where}'${type}' is not known; this portal has modules for: ${known}`,
    );
  }
}
