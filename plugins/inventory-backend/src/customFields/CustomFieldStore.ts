import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  customFieldLimits,
  type CustomField,
  type CustomFieldCreation,
  type CustomFieldUpdate,
} from '@flyloft/plugin-inventory-common';
import { run, sql } from '@flyloft/backend-kit';
import type { Knex } from 'knex';
import { query } from '../database/query';
import { everything, type Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';

interface FieldRow {
  key: string;
  type: CustomField['type'];
  label: string;
  description: string | null;
  required: boolean;
  choices: string[];
  guest_types: CustomField['appliesTo']['types'];
  platform_ids: string[];
  created_at: Date;
  created_by: string;
  changed_at: Date;
  changed_by: string;
  removed_at: Date | null;
  removed_by: string | null;
  value_count: number;
}

/** A definition before and after a command. */
export interface FieldChange {
  before: CustomField;
  after: CustomField;
}

const counted = (scope: Scope) => sql`
  select f.*, coalesce(used.guests, 0)::integer as value_count
  from custom_fields f
  left join (select key, count(*) as guests
    from guests g cross join lateral jsonb_object_keys(g.custom_fields) key
    where g.custom_fields is not null and g.deleted_at is null
      and ${scopeCondition(scope, 'g.owner_ref')}
    group by key
  ) used on used.key = f.key`;

/** Keeps the fields that people define. */
export class CustomFieldStore {
  constructor(private readonly db: Knex) {}

  /** Every field in the order of their labels, with how many guests of the scope have a value. */
  async list(
    scope: Scope,
    removed: 'exclude' | 'include' = 'exclude',
  ): Promise<CustomField[]> {
    const rows = await run<FieldRow>(
      this.db,
      sql`${counted(scope)} where f.removed_at is null or ${removed} = 'include'
        order by f.removed_at is not null, lower(f.label), f.key`,
    );
    return rows.map(toField);
  }

  /** The fields in use, without counting: what lists and edits check against. */
  async definitions(): Promise<CustomField[]> {
    const rows = await query<FieldRow>(
      this.db,
      `select f.*, 0 as value_count from custom_fields f
        where f.removed_at is null order by lower(f.label), f.key`,
    );
    return rows.map(toField);
  }

  /** @throws ConflictError when the key is or was in use. */
  async create(field: CustomFieldCreation, by: string): Promise<CustomField> {
    checkChoices(field.type, field.choices);
    return this.db.transaction(async tx => {
      await lockFields(tx);
      const [known] = await query<FieldRow>(
        tx,
        `select * from custom_fields where key = :key`,
        { key: field.key },
      );
      if (known) {
        throw new ConflictError(
          known.removed_at
            ? `A removed field has the key '${field.key}' with its values; restore it, or take another key`
            : `There is a field '${field.key}' already`,
        );
      }
      const [count] = await query<{ fields: number }>(
        tx,
        `select count(*)::integer as fields from custom_fields`,
      );
      if (count!.fields >= customFieldLimits.fields) {
        throw new InputError(
          `There are ${customFieldLimits.fields} fields already, which is the most there can be`,
        );
      }
      await tx('custom_fields').insert({
        key: field.key,
        type: field.type,
        ...columnsOf(field),
        created_by: by,
        changed_by: by,
      });
      return this.get(tx, field.key);
    });
  }

  /**
   * Changes all of a field but its key and type.
   *
   * @throws ConflictError when a choice is to go that guests still have.
   */
  async update(
    key: string,
    field: CustomFieldUpdate,
    by: string,
  ): Promise<FieldChange> {
    return this.db.transaction(async tx => {
      await lockFields(tx);
      const before = await this.get(tx, key);
      if (before.removedAt) {
        throw new ConflictError(
          `The field '${key}' is removed; restore it first`,
        );
      }
      checkChoices(before.type, field.choices);
      await requireUnused(
        tx,
        key,
        before.choices.filter(choice => !field.choices.includes(choice)),
      );
      await tx('custom_fields')
        .where({ key })
        .update({
          ...columnsOf(field),
          changed_at: tx.fn.now(),
          changed_by: by,
        });
      return { before, after: await this.get(tx, key) };
    });
  }

  /** Hides a field and its values, which stay and can be restored. */
  async remove(key: string, by: string): Promise<FieldChange> {
    return this.mark(key, by, true);
  }

  /** Shows a removed field again, with the values it had. */
  async restore(key: string, by: string): Promise<FieldChange> {
    return this.mark(key, by, false);
  }

  private async mark(
    key: string,
    by: string,
    removed: boolean,
  ): Promise<FieldChange> {
    return this.db.transaction(async tx => {
      await lockFields(tx);
      const before = await this.get(tx, key);
      await query(
        tx,
        `update custom_fields set changed_at = now(), changed_by = :by,
            removed_at = case when :removed then coalesce(removed_at, now()) end,
            removed_by = case when :removed then coalesce(removed_by, :by) end
          where key = :key`,
        { key, by, removed },
      );
      return { before, after: await this.get(tx, key) };
    });
  }

  private async get(db: Knex, key: string): Promise<CustomField> {
    const [row] = await run<FieldRow>(
      db,
      sql`${counted(everything)} where f.key = ${key}`,
    );
    if (!row) throw new NotFoundError(`There is no custom field '${key}'`);
    return toField(row);
  }
}

/** Commands on definitions follow each other; edits of values don't wait for them. */
async function lockFields(tx: Knex): Promise<void> {
  await query(
    tx,
    `select pg_advisory_xact_lock(hashtext('flyloft.inventory.custom_fields'))`,
  );
}

function checkChoices(type: CustomField['type'], choices: string[]): void {
  if (type === 'choice' && choices.length === 0) {
    throw new InputError('choices: name at least one');
  }
  if (type !== 'choice' && choices.length > 0) {
    throw new InputError(`choices: a field of type ${type} has none`);
  }
}

async function requireUnused(
  tx: Knex,
  key: string,
  choices: string[],
): Promise<void> {
  const rows = await query<{ choice: string; guests: number }>(
    tx,
    `select g.custom_fields ->> :key as choice, count(*)::integer as guests
      from guests g
      where g.custom_fields is not null and g.custom_fields ->> :key = any(:choices::text[])
      group by 1 order by 2 desc`,
    { key, choices },
  );
  if (rows.length > 0) {
    throw new ConflictError(
      `choices: some guests have a value that would go: ${rows
        .map(row => `${row.choice} (${row.guests})`)
        .join(', ')}`,
    );
  }
}

function columnsOf(field: CustomFieldUpdate) {
  return {
    label: field.label,
    description: field.description || null,
    required: field.required,
    choices: field.choices,
    guest_types: field.appliesTo.types,
    platform_ids: field.appliesTo.platformIds,
  };
}

function toField(row: FieldRow): CustomField {
  return {
    key: row.key,
    type: row.type,
    label: row.label,
    description: row.description,
    required: row.required,
    choices: row.choices,
    appliesTo: { types: row.guest_types, platformIds: row.platform_ids },
    valueCount: row.value_count,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    changedAt: row.changed_at.toISOString(),
    changedBy: row.changed_by,
    removedAt: row.removed_at?.toISOString() ?? null,
    removedBy: row.removed_by,
  };
}
