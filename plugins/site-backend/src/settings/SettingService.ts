import type { Config } from '@backstage/config';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  isSettingKey,
  settingDefinitions,
  settingKeys,
  settingProblem,
  type Setting,
  type SettingDefinition,
  type SettingKey,
  type SettingValue,
} from '@flyloft/plugin-site-common';
import {
  fileSetting,
  type SettingStore,
  type StoredSetting,
} from '@flyloft/plugin-site-node';

/** A setting before and after somebody changed it. */
export interface ChangedSetting {
  before: Setting;
  after: Setting;
}

/** What people see and change of the site's settings. */
export class SettingService {
  constructor(
    private readonly config: Config,
    private readonly store: SettingStore,
  ) {}

  async list(): Promise<Setting[]> {
    const stored = await this.store.list();
    return settingKeys.map(key => this.toSetting(key, stored));
  }

  async get(key: string): Promise<Setting> {
    const known = knownKey(key);
    return this.toSetting(known, await this.store.list());
  }

  /**
   * @throws InputError for a value that is not usable, NotAllowedError where a
   *   file says it, ConflictError when somebody else was faster.
   */
  async set(
    key: string,
    value: number | string,
    edit: { version: number; by: string },
  ): Promise<ChangedSetting> {
    const known = knownKey(key);
    this.requireFree(known);
    const problem = settingProblem(known, value);
    if (problem) throw new InputError(problem);
    const before = await this.get(known);
    const done = await this.store.set(known, value as SettingValue, edit);
    if (!done) throw changedMeanwhile(before);
    return { before, after: await this.get(known) };
  }

  /** Takes the default again. */
  async revert(key: string, version: number): Promise<ChangedSetting> {
    const known = knownKey(key);
    this.requireFree(known);
    const before = await this.get(known);
    if (!(await this.store.reset(known, version))) {
      throw changedMeanwhile(before);
    }
    return { before, after: await this.get(known) };
  }

  private requireFree(key: SettingKey): void {
    if (fileSetting(this.config, key) === undefined) return;
    throw new NotAllowedError(
      `A configuration file says ${key}, which wins; change it there`,
    );
  }

  private toSetting(key: SettingKey, all: StoredSetting[]): Setting {
    const definition = settingDefinitions[key] as SettingDefinition;
    const stored = all.find(one => one.key === key);
    const file = fileSetting(this.config, key);
    const usable = stored && settingProblem(key, stored.value) === null;
    const value = file ?? (usable ? stored.value : definition.default);
    return {
      key,
      section: definition.section,
      label: definition.label,
      help: definition.help,
      kind: definition.kind,
      unit: definition.kind === 'number' ? definition.unit : null,
      minimum: definition.kind === 'number' ? definition.minimum : null,
      maximum: definition.kind === 'number' ? definition.maximum : null,
      default: definition.default,
      value: value as number | string,
      source: sourceOf(file, usable),
      version: stored?.version ?? 0,
      changedBy: stored?.changedBy ?? null,
      changedAt: stored?.changedAt.toISOString() ?? null,
    };
  }
}

function sourceOf(file: unknown, usable?: boolean): Setting['source'] {
  if (file !== undefined) return 'file';
  return usable ? 'page' : 'default';
}

function knownKey(key: string): SettingKey {
  if (isSettingKey(key)) return key;
  throw new NotFoundError(`There is no setting '${key}'`);
}

const changedMeanwhile = ({ label, value, changedBy }: Setting) =>
  new ConflictError(
    `${label} was changed${changedBy ? ` by ${changedBy}` : ''} meanwhile and is ${value} now; load the page again`,
  );
