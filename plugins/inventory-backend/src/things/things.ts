import { raw, type Sql } from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import { InputError } from '@backstage/errors';

/**
 * What hides a host, cluster, network or storage from a list: deleted ones,
 * unless asked for. Only guests keep their past.
 *
 * @throws InputError when a past moment is asked for.
 */
export function thingConditions(query: ListQuery, alias: string): Sql[] {
  if (query.at) {
    throw new InputError(
      `Only guests can be listed as they were; leave out 'at'`,
    );
  }
  return [
    {
      exclude: raw(`${alias}.deleted_at is null`),
      only: raw(`${alias}.deleted_at is not null`),
      include: raw('true'),
    }[query.deleted ?? 'exclude'],
  ];
}

/** Maps the columns that every thing of the inventory has. */
export function toThing(row: ThingRow) {
  return {
    id: row.id,
    platformId: row.platform_id,
    externalId: row.external_id,
    name: row.name,
    visibility: row.visibility,
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: (row.last_seen_at ?? row.changed_at).toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}

/** The columns of `thingSelect`. */
export interface ThingRow {
  id: string;
  platform_id: string;
  external_id: string;
  name: string;
  visibility: 'visible' | 'unreachable' | 'deleted';
  first_seen_at: Date;
  last_seen_at: Date | null;
  changed_at: Date;
  deleted_at: Date | null;
}

/** The columns that every thing has, from `t` joined with `platforms p`. */
export const thingSelect = raw(`t.id, t.platform_id, t.external_id, t.name,
  t.visibility, t.first_seen_at, t.changed_at, t.deleted_at,
  coalesce(t.last_seen_at, p.collected_at) as last_seen_at`);

/** The facts that every thing has, by column. */
export const thingColumns = {
  name: { value: 't.name' },
  platformId: { value: 't.platform_id' },
  visibility: { value: 't.visibility' },
  lastSeenAt: { value: 'coalesce(t.last_seen_at, p.collected_at)' },
};

/** A bigint or a sum as a number; null stays null. */
export const toNumber = (value: string | number | null) =>
  value === null ? null : Number(value);

/** A reference, or null where there is no id. */
export const toReference = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? id };
