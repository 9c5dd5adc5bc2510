import {
  ConfigReader,
  readDurationFromConfig,
  type Config,
} from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { HumanDuration } from '@backstage/types';
import { pushType } from '../push/pushPlatform';

/** One entry of `inventory.platforms`, without what only its type knows. */
export interface PlatformSettings {
  id: string;
  type: string;
  title: string;
  /** How often it is synced. */
  intervalSeconds: number;
  /** It names no interval, so that of the site holds. */
  usesSiteInterval: boolean;
  /** A sync that takes longer is given up. */
  timeoutSeconds: number;
  /** How long after the start of the portal the first one begins. */
  initialDelaySeconds: number;
  /** The part under the type's own name. */
  config: Config;
}

const idForm = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const defaults = {
  frequency: { minutes: 5 },
  timeout: { minutes: 15 },
  initialDelay: { seconds: 5 },
} as const satisfies Record<string, HumanDuration>;

/**
 * Reads `inventory.platforms`.
 *
 * @throws InputError naming the key that is not usable and what would be right.
 */
export function readPlatformSettings(config: Config): PlatformSettings[] {
  const entries = config.getOptionalConfigArray('inventory.platforms') ?? [];
  const seen = new Set<string>();
  return entries.map((entry, index) => {
    const settings = readOne(entry, `inventory.platforms[${index}]`);
    if (seen.has(settings.id)) {
      throw new InputError(
        `inventory.platforms[${index}].id: '${settings.id}' is taken by another platform`,
      );
    }
    seen.add(settings.id);
    return settings;
  });
}

function readOne(entry: Config, key: string): PlatformSettings {
  const id = entry.getString('id');
  if (!idForm.test(id)) {
    throw new InputError(
      `${key}.id: '${id}' can't be used; take small letters, digits and dashes, at most 63`,
    );
  }
  const type = entry.getString('type');
  const own =
    entry.getOptionalConfig(type) ??
    // A source that pushes needs no settings.
    (type === pushType ? new ConfigReader({}) : undefined);
  if (!own) {
    throw new InputError(
      `${key}.${type}: missing; the settings of a platform of type '${type}' stand there`,
    );
  }
  return {
    id,
    type,
    title: entry.getOptionalString('title') ?? id,
    intervalSeconds: seconds(entry, key, 'frequency'),
    usesSiteInterval: !entry.has('schedule.frequency'),
    timeoutSeconds: seconds(entry, key, 'timeout'),
    initialDelaySeconds: seconds(entry, key, 'initialDelay'),
    config: own,
  };
}

function seconds(
  entry: Config,
  key: string,
  name: keyof typeof defaults,
): number {
  const path = `schedule.${name}`;
  const duration = entry.has(path)
    ? readDurationFromConfig(entry, { key: path })
    : defaults[name];
  const total = secondsOf(duration);
  const least = name === 'initialDelay' ? 0 : 1;
  if (total < least) {
    throw new InputError(
      `${key}.${path}: ${total} seconds is too short; at least ${least}`,
    );
  }
  return total;
}

const unitSeconds: Record<keyof HumanDuration, number> = {
  years: 31_536_000,
  months: 2_592_000,
  weeks: 604_800,
  days: 86_400,
  hours: 3_600,
  minutes: 60,
  seconds: 1,
  milliseconds: 0.001,
};

function secondsOf(duration: HumanDuration): number {
  return Math.round(
    Object.entries(duration).reduce(
      (sum, [unit, amount]) =>
        sum + amount * unitSeconds[unit as keyof HumanDuration],
      0,
    ),
  );
}
