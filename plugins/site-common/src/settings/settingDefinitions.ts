/** One setting: what it means, what it may be, what it is until somebody says. */
export type SettingDefinition = {
  section: 'Names' | 'Sync' | 'Deletion guard' | 'Retention' | 'Sessions';
  label: string;
  /** One sentence: what changes with it. */
  help: string;
} & (
  | {
      kind: 'number';
      /** What the number counts: `minutes`. */
      unit: string;
      minimum: number;
      maximum: number;
      default: number;
    }
  | {
      kind: 'text';
      longest: number;
      /** Nothing at all is a value, too. */
      mayBeEmpty?: true;
      default: string;
    }
);

/**
 * Every setting of the site by its key. The key is also the one in the
 * configuration files, where a value beats what is set on the page.
 */
export const settingDefinitions = {
  'flyloft.site.name': {
    section: 'Names',
    label: 'Name of the portal',
    help: 'Stands in the titles of pages, where people sign in, and in mails.',
    kind: 'text',
    longest: 40,
    default: 'Flyloft',
  },
  'flyloft.site.organization': {
    section: 'Names',
    label: 'Whose portal this is',
    help: 'Your company or department, where people sign in and under mails; it may be left empty.',
    kind: 'text',
    longest: 80,
    mayBeEmpty: true,
    default: '',
  },
  'flyloft.inventory.syncIntervalMinutes': {
    section: 'Sync',
    label: 'Interval between syncs',
    help: 'For platforms that name no interval of their own.',
    kind: 'number',
    unit: 'minutes',
    minimum: 1,
    maximum: 1440,
    default: 5,
  },
  'flyloft.inventory.staleAfterIntervals': {
    section: 'Sync',
    label: 'Stale after',
    help: 'A picture that is older than so many intervals is shown as stale.',
    kind: 'number',
    unit: 'intervals',
    minimum: 1,
    maximum: 100,
    default: 2,
  },
  'flyloft.inventory.deletionGuard.percent': {
    section: 'Deletion guard',
    label: 'Share that may vanish',
    help: 'A sync that would delete more of a platform, cluster or host within a day waits for a person.',
    kind: 'number',
    unit: 'percent',
    minimum: 1,
    maximum: 100,
    default: 20,
  },
  'flyloft.inventory.deletionGuard.atLeast': {
    section: 'Deletion guard',
    label: 'Number that may always vanish',
    help: 'So many may go within a day however small the whole is, as long as something is left.',
    kind: 'number',
    unit: 'things',
    minimum: 0,
    maximum: 10_000,
    default: 10,
  },
  'flyloft.inventory.retention.historyDays': {
    section: 'Retention',
    label: 'History',
    help: 'Older changes, versions of guests and sync runs are purged. The present, and what people said, stays.',
    kind: 'number',
    unit: 'days',
    minimum: 31,
    maximum: 3650,
    default: 730,
  },
  'flyloft.inventory.retention.deletedGuestsDays': {
    section: 'Retention',
    label: 'Deleted guests',
    help: 'A deleted guest can be looked at and restored for so long; then it is purged with its history.',
    kind: 'number',
    unit: 'days',
    minimum: 1,
    maximum: 3650,
    default: 365,
  },
  'flyloft.inventory.retention.rawAnswersDays': {
    section: 'Retention',
    label: 'Raw answers about deleted guests',
    help: 'What the platform answered last about a deleted guest is forgotten after so long; it is read anew if the guest returns.',
    kind: 'number',
    unit: 'days',
    minimum: 1,
    maximum: 3650,
    default: 30,
  },
  'flyloft.audit.retentionDays': {
    section: 'Retention',
    label: 'Audit trail',
    help: 'Older entries are purged; a signed checkpoint stays, so that the rest still proves itself.',
    kind: 'number',
    unit: 'days',
    minimum: 30,
    maximum: 3650,
    default: 730,
  },
  'flyloft.sessions.idleMinutes': {
    section: 'Sessions',
    label: 'End a session that is idle for',
    help: 'Counts from the last request of the browser.',
    kind: 'number',
    unit: 'minutes',
    minimum: 5,
    maximum: 10_080,
    default: 60,
  },
  'flyloft.sessions.absoluteHours': {
    section: 'Sessions',
    label: 'End every session after',
    help: 'Counts from the sign-in, however busy the session is.',
    kind: 'number',
    unit: 'hours',
    minimum: 1,
    maximum: 720,
    default: 12,
  },
} as const satisfies Record<string, SettingDefinition>;

/** The name of a setting. */
export type SettingKey = keyof typeof settingDefinitions;

/** What a setting's value is. */
export type SettingValue<K extends SettingKey = SettingKey> =
  K extends SettingKey
    ? (typeof settingDefinitions)[K]['kind'] extends 'number'
      ? number
      : string
    : never;

/** All settings, in the order of the page. */
export const settingKeys = Object.keys(settingDefinitions) as SettingKey[];

/** Whether a word names a setting. */
export function isSettingKey(word: string): word is SettingKey {
  return Object.hasOwn(settingDefinitions, word);
}

/** Says what is wrong with a value, and what would be right; null when it is right. */
export function settingProblem(key: SettingKey, value: unknown): string | null {
  const definition = settingDefinitions[key] as SettingDefinition;
  if (definition.kind === 'text') return textProblem(definition, value);
  const { minimum, maximum, unit } = definition;
  return Number.isInteger(value) &&
    (value as number) >= minimum &&
    (value as number) <= maximum
    ? null
    : `${definition.label}: a whole number of ${unit} from ${minimum} to ${maximum}`;
}

function textProblem(
  definition: SettingDefinition & { kind: 'text' },
  value: unknown,
): string | null {
  const { label, longest, mayBeEmpty } = definition;
  return typeof value === 'string' &&
    (mayBeEmpty || value !== '') &&
    value.trim() === value &&
    value.length <= longest &&
    // It stands in the subjects of mails and the titles of pages.
    !/\p{C}/u.test(value)
    ? null
    : `${label}: one line of ${mayBeEmpty ? 'at most' : '1 to'} ${longest} characters, without spaces around it`;
}
