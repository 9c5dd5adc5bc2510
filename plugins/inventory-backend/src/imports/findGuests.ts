import { run, sql, uuidPattern } from '@flyloft/backend-kit';
import type { Knex } from 'knex';
import { visibleCustomFields } from '../customFields/customColumns';
import { observedOf } from '../guests/effectiveSql';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';
import { raw, type Sql } from '@flyloft/backend-kit';
import type { ImportedGuest } from './planRow';
import type { ImportRow } from './readImport';

/** The guest of a row, or why there is none. */
export type FoundGuest = { guest: ImportedGuest } | { fault: string };

/** By what a row names its guest: its id, else its platform and VM id, else its name. */
export type GuestKey =
  | { by: 'id'; id: string }
  | { by: 'platform'; platformId: string; externalId: string }
  | { by: 'name'; name: string };

/** Which of its cells say what a row is about; null where they are empty. */
export function keyOf({ cells }: ImportRow): GuestKey | null {
  const cell = (name: string) => cells.get(name)?.trim() ?? '';
  if (cell('id') !== '') return { by: 'id', id: cell('id') };
  const [platformId, externalId] = [cell('platformId'), cell('externalId')];
  if (platformId !== '' && externalId !== '') {
    return { by: 'platform', platformId, externalId };
  }
  return cell('name') === '' ? null : { by: 'name', name: cell('name') };
}

/** What a row calls its guest. */
export function nameOfRow(row: ImportRow): string {
  const key = keyOf(row);
  const name = row.cells.get('name')?.trim();
  if (name) return name;
  if (!key) return '';
  if (key.by === 'platform') return `${key.platformId} ${key.externalId}`;
  return key.by === 'id' ? key.id : key.name;
}

/** Finds the guests that rows are about among those that the caller sees. */
export async function findGuests(
  db: Knex,
  rows: readonly ImportRow[],
  rights: { sees: Scope; annotates: Scope },
): Promise<(row: ImportRow) => FoundGuest> {
  const keys = rows.map(keyOf).filter(key => key !== null);
  const ids = keys.flatMap(key =>
    key.by === 'id' && uuidPattern.test(key.id) ? [key.id] : [],
  );
  const pairs = keys.flatMap(key => (key.by === 'platform' ? [key] : []));
  const names = keys.flatMap(key => (key.by === 'name' ? [key.name] : []));
  const [byId, byPair, byName] = [
    await read(db, sql`g.id = any(${ids}::uuid[])`, rights),
    await read(
      db,
      sql`(g.platform_id, g.external_id) in (select * from unnest(
        ${pairs.map(pair => pair.platformId)}::text[],
        ${pairs.map(pair => pair.externalId)}::text[]))`,
      rights,
    ),
    await read(
      db,
      sql`g.deleted_at is null and lower(g.name) in
        (select lower(name) from unnest(${names}::text[]) name)`,
      rights,
    ),
  ];
  const guestsById = grouped(byId, guest => guest.id);
  const guestsByPair = grouped(byPair, pairOf);
  const guestsByName = grouped(byName, guest => guest.name.toLowerCase());
  return row => {
    const key = keyOf(row);
    if (!key) {
      return {
        fault:
          'It says of no guest; fill id, platformId with externalId, or name',
      };
    }
    const found = {
      id: () => guestsById.get((key as { id: string }).id.toLowerCase()),
      platform: () =>
        guestsByPair.get(pairOf(key as ImportedGuest & typeof key)),
      name: () =>
        guestsByName.get((key as { name: string }).name.toLowerCase()),
    }[key.by]();
    return theOne(found ?? [], row);
  };
}

function theOne(found: readonly ImportedGuest[], row: ImportRow): FoundGuest {
  // An id of a platform may come again after a deletion.
  const present = found.filter(guest => !guest.deleted);
  if (present.length === 1) return { guest: present[0]! };
  if (present.length > 1) {
    return {
      fault: `There are ${present.length} guests of this name; fill id, or platformId and externalId`,
    };
  }
  return {
    fault:
      found.length > 0
        ? 'It is deleted'
        : `There is no guest '${nameOfRow(row)}', or you may not see it`,
  };
}

const pairOf = (of: { platformId: string; externalId: string }) =>
  JSON.stringify([of.platformId, of.externalId]);

function grouped(
  guests: readonly ImportedGuest[],
  keyOfGuest: (guest: ImportedGuest) => string,
): Map<string, ImportedGuest[]> {
  const groups = new Map<string, ImportedGuest[]>();
  for (const guest of guests) {
    const key = keyOfGuest(guest);
    const group = groups.get(key);
    if (group) group.push(guest);
    else groups.set(key, [guest]);
  }
  return groups;
}

async function read(
  db: Knex,
  condition: Sql,
  { sees, annotates }: { sees: Scope; annotates: Scope },
): Promise<ImportedGuest[]> {
  return run<ImportedGuest>(
    db,
    sql`select g.id, g.name, g.platform_id as "platformId",
        g.external_id as "externalId", g.type, g.deleted_at is not null as deleted,
        coalesce(${scopeCondition(annotates, 'g.owner_ref')}, false) as annotated,
        g.technical_owner as "technicalOwner", g.business_owner as "businessOwner",
        g.project, g.stage, g.notes, coalesce(g.tags, '{}') as tags,
        coalesce(${raw(observedOf('g', 'tags'))}, '{}') as "observedTags",
        coalesce(g.manual_tags, '{}') as "manualTags",
        coalesce(${raw(visibleCustomFields('g'))}, '{}') as "customFields"
      from guests g
      where ${condition} and ${scopeCondition(sees, 'g.owner_ref')}`,
  );
}
