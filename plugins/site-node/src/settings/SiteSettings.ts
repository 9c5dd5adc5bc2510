import type { Config } from '@backstage/config';
import {
  settingDefinitions,
  settingKeys,
  settingProblem,
  type SettingKey,
  type SettingValue,
} from '@flyloft/plugin-site-common';
import { fileSetting } from './fileSetting';
import type { SiteSettingsService } from './siteSettingsServiceRef';
import type { StoredSetting } from './SettingStore';

/** So long a value may be old: a change on another replica shows within it. */
const cacheMilliseconds = 5_000;

type Values = Map<SettingKey, SettingValue>;

/**
 * The settings in force: a configuration file beats the page, the page beats
 * the default. Read again at most every five seconds, for all keys at once.
 */
export class SiteSettings implements SiteSettingsService {
  private readonly fromFiles: Values;
  private last: { at: number; values: Values } | null = null;
  private reading: Promise<Values> | null = null;

  /** @throws InputError when a file holds a value that is not usable. */
  constructor(
    config: Config,
    private readonly readStored: () => Promise<StoredSetting[]>,
    private readonly options: {
      now?: () => number;
      /** Told why the page's values can't be read; the last ones hold on. */
      onFailure?: (error: unknown) => void;
    } = {},
  ) {
    this.fromFiles = new Map(
      settingKeys.flatMap(key => {
        const value = fileSetting(config, key);
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  }

  async get<K extends SettingKey>(key: K): Promise<SettingValue<K>> {
    const fixed = this.fromFiles.get(key);
    const value =
      fixed ??
      (await this.values()).get(key) ??
      settingDefinitions[key].default;
    return value as SettingValue<K>;
  }

  private async values(): Promise<Values> {
    const now = (this.options.now ?? Date.now)();
    if (this.last && now - this.last.at < cacheMilliseconds) {
      return this.last.values;
    }
    this.reading ??= this.read(now).finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async read(now: number): Promise<Values> {
    try {
      const stored = await this.readStored();
      const values: Values = new Map();
      for (const key of settingKeys) {
        const value = stored.find(one => one.key === key)?.value;
        // A definition may have narrowed since it was set: the default is safer.
        if (value !== undefined && settingProblem(key, value) === null) {
          values.set(key, value as SettingValue);
        }
      }
      this.last = { at: now, values };
    } catch (error) {
      if (!this.last) throw error;
      this.options.onFailure?.(error);
      this.last = { ...this.last, at: now };
    }
    return this.last.values;
  }
}
