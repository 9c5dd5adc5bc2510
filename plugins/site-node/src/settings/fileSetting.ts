import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  settingDefinitions,
  settingProblem,
  type SettingDefinition,
  type SettingKey,
  type SettingValue,
} from '@flyloft/plugin-site-common';

/**
 * What the configuration files say of a setting; undefined when they leave it
 * to the page.
 *
 * @throws InputError naming the key when the value is not usable.
 */
export function fileSetting<K extends SettingKey>(
  config: Config,
  key: K,
): SettingValue<K> | undefined {
  const value =
    (settingDefinitions[key] as SettingDefinition).kind === 'number'
      ? config.getOptionalNumber(key)
      : textAt(config, key);
  if (value === undefined) return undefined;
  const problem = settingProblem(key, value);
  if (problem) throw new InputError(`${key}: ${problem}`);
  return value as SettingValue<K>;
}

/** The reader of texts refuses an empty one, which some settings may be. */
function textAt(config: Config, key: string): string | undefined {
  return config.getOptional(key) === '' ? '' : config.getOptionalString(key);
}
