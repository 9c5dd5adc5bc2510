import type { Config } from '@backstage/config';
import type {
  PlatformEntry,
  PlatformField,
  PlatformForm,
  PlatformValues,
} from '@flyloft/plugin-inventory-common';
import type { ConfiguredPlatform } from './ConfiguredPlatform';
import type { StoredPlatform } from './PlatformEntryStore';

/** A platform of the portal as people see its settings. */
export function portalEntry(
  entry: StoredPlatform,
  problem: string | null,
): PlatformEntry {
  const { intervalSeconds, timeoutSeconds } = entry;
  return {
    id: entry.id,
    type: entry.type,
    title: entry.title,
    origin: 'portal',
    fileKey: null,
    enabled: entry.enabled,
    intervalMinutes: intervalSeconds === null ? null : intervalSeconds / 60,
    timeoutMinutes: timeoutSeconds / 60,
    values: entry.values,
    secretsSet: Object.keys(entry.secretRefs),
    version: entry.version,
    problem,
    changedBy: entry.changedBy,
    changedAt: entry.changedAt.toISOString(),
  };
}

/** A platform of a configuration file, as far as its type's form knows it. */
export function fileEntry(
  platform: ConfiguredPlatform,
  index: number,
  form: PlatformForm | null,
): PlatformEntry {
  const { id, type, title, config } = platform;
  const fields = form?.fields ?? [];
  return {
    id,
    type,
    title,
    origin: 'file',
    fileKey: `inventory.platforms[${index}]`,
    enabled: true,
    intervalMinutes: platform.usesSiteInterval
      ? null
      : platform.intervalSeconds / 60,
    timeoutMinutes: platform.timeoutSeconds / 60,
    values: valuesOf(config, fields),
    secretsSet: fields
      .filter(({ kind, name }) => kind === 'secret' && config.has(name))
      .map(({ name }) => name),
    version: 0,
    problem: null,
    changedBy: null,
    changedAt: null,
  };
}

function valuesOf(config: Config, fields: PlatformField[]): PlatformValues {
  const values: PlatformValues = {};
  for (const field of fields) {
    if (field.kind === 'secret' || field.formOnly) continue;
    const value = config.getOptional(field.name);
    const shown = shownValue(value);
    if (shown !== undefined) values[field.name] = shown;
  }
  for (const field of fields.filter(each => each.formOnly)) {
    const chosen = choiceThatLeadsTo(field, fields, config);
    if (chosen !== undefined) values[field.name] = chosen;
  }
  return values;
}

function shownValue(value: unknown): PlatformValues[string] | undefined {
  if (Array.isArray(value)) return value.map(String);
  const plain = ['string', 'number', 'boolean'].includes(typeof value);
  if (plain) return value as string | number | boolean;
  // A duration; which of its many forms it has doesn't matter to who reads it.
  return value === undefined || value === null
    ? undefined
    : JSON.stringify(value);
}

/** The choice under which something is set in the file. */
function choiceThatLeadsTo(
  choice: PlatformField,
  fields: PlatformField[],
  config: Config,
): string | undefined {
  return fields.find(
    ({ when, name }) => when?.field === choice.name && config.has(name),
  )?.when?.is;
}
