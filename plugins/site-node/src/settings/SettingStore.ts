import type { SettingKey, SettingValue } from '@flyloft/plugin-site-common';
import type { Knex } from 'knex';

/** A setting that somebody set on the page. */
export interface StoredSetting {
  key: string;
  value: unknown;
  version: number;
  changedBy: string;
  changedAt: Date;
}

interface SettingRow {
  key: string;
  value: unknown;
  version: number;
  changed_by: string;
  changed_at: Date;
}

/** What was set on the page. It knows neither files nor defaults. */
export class SettingStore {
  constructor(private readonly db: Knex) {}

  async list(): Promise<StoredSetting[]> {
    const rows = await this.db<SettingRow>('settings').select('*');
    return rows.map(toStoredSetting);
  }

  /**
   * Sets one, when it is still the version that was looked at; 0 stands for
   * "not set so far". Answers whether it was.
   */
  async set(
    key: SettingKey,
    value: SettingValue,
    edit: { version: number; by: string },
  ): Promise<boolean> {
    const json = JSON.stringify(value);
    const { rowCount } = await this.db.raw<{ rowCount: number }>(
      edit.version === 0
        ? `insert into settings (value, changed_by, key) values (?::jsonb, ?, ?)
             on conflict (key) do nothing`
        : `update settings set value = ?::jsonb, changed_by = ?, version = version + 1,
             changed_at = clock_timestamp() where key = ? and version = ?`,
      edit.version === 0
        ? [json, edit.by, key]
        : [json, edit.by, key, edit.version],
    );
    return rowCount === 1;
  }

  /** Forgets what was set, when it is still the version that was looked at. */
  async reset(key: SettingKey, version: number): Promise<boolean> {
    return (await this.db('settings').where({ key, version }).delete()) === 1;
  }
}

function toStoredSetting(row: SettingRow): StoredSetting {
  return {
    key: row.key,
    value: row.value,
    version: row.version,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  };
}
