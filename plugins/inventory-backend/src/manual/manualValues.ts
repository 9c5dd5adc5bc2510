import { sql, raw, type Sql } from '@flyloft/backend-kit';
import type {
  CustomValue,
  ManualAddress,
  OverrideField,
  Stage,
} from '@flyloft/plugin-inventory-common';

/** An override to set, without what the command itself says of it. */
export interface NewOverride {
  /** A cluster as `{platformId: {id, name}}`: each platform has its own. */
  value: string | Record<string, { id: string; name: string }>;
  until: string | null;
}

/** How the tags of people change. */
export type TagChange = { set: string[] } | { add: string[]; remove: string[] };

/** Checked values to write; what is absent stays. */
export interface ManualValues {
  overrides?: Partial<Record<OverrideField, NewOverride | null>>;
  technicalOwner?: string | null;
  businessOwner?: string | null;
  notes?: string | null;
  project?: string | null;
  stage?: Stage | null;
  tags?: TagChange;
  addresses?: ManualAddress[];
  customFields?: Record<string, CustomValue | null>;
}

/** Who says it, when and why. */
export interface SaidBy {
  actor: string;
  at: string;
  reason: string | null;
}

/** The columns that values change, each as it is to be, of a guest `g`. */
export function columnsOf(
  values: ManualValues,
  said: SaidBy,
): Map<string, Sql> {
  const columns = new Map<string, Sql>();
  const plain = {
    technical_owner: values.technicalOwner,
    business_owner: values.businessOwner,
    notes: values.notes,
    project: values.project,
    stage: values.stage,
  };
  for (const [column, value] of Object.entries(plain)) {
    if (value !== undefined) columns.set(column, sql`${value}::text`);
  }
  if (values.overrides) {
    columns.set('overrides', overridesAfter(values.overrides, said));
  }
  if (values.tags) columns.set('manual_tags', tagsAfter(values.tags));
  if (values.addresses) {
    columns.set(
      'manual_addresses',
      sql`nullif(${JSON.stringify(values.addresses)}::jsonb, '[]')`,
    );
  }
  if (values.customFields) {
    columns.set(
      'custom_fields',
      sql`nullif(jsonb_strip_nulls(coalesce(g.custom_fields, '{}')
        || ${JSON.stringify(values.customFields)}::jsonb), '{}')`,
    );
  }
  return columns;
}

// What says the same as before stays as it was said, by whom and when.
function overridesAfter(
  overrides: NonNullable<ManualValues['overrides']>,
  { actor, at, reason }: SaidBy,
): Sql {
  const reverted: string[] = [];
  const set: Record<string, object> = {};
  for (const [field, override] of Object.entries(overrides)) {
    if (override === null) reverted.push(field);
    else if (override) set[field] = { ...override, by: actor, at, reason };
  }
  const entries = JSON.stringify(set);
  return sql`nullif(coalesce(g.overrides, '{}') - ${reverted}::text[] || (
      select coalesce(jsonb_object_agg(field, case
          when (g.overrides -> field -> 'value', g.overrides -> field -> 'until',
              g.overrides -> field -> 'reason')
            is not distinct from (said -> 'value', said -> 'until', said -> 'reason')
          then g.overrides -> field else said end), '{}')
      from (
        select field, case field when 'cluster'
          then jsonb_set(said, '{value}', said -> 'value' -> g.platform_id)
          else said end as said
        from jsonb_each(${entries}::jsonb) as entry(field, said)) entries
    ), '{}')`;
}

function tagsAfter(change: TagChange): Sql {
  if ('set' in change) return sql`nullif(${sorted(change.set)}::text[], '{}')`;
  return sql`nullif(array(
      select distinct tag collate "C" from unnest(g.manual_tags || ${change.add}::text[]) tag
      where tag <> all(${change.remove}::text[]) order by 1), '{}')`;
}

const sorted = (tags: string[]) => [...new Set(tags)].sort();

/** The settable columns of a guest that follow from columns of people. */
const followers: Record<string, readonly string[]> = {
  overrides: [
    'power_state',
    'cluster_id',
    'cluster_name',
    'guest_host_name',
    'os_type',
    'os_family',
  ],
  manual_tags: ['tags'],
  manual_addresses: ['addresses', 'primary_address'],
  technical_owner: ['owner_ref'],
  business_owner: ['owner_ref'],
};

/** Which effective columns have to be written anew. */
export function followersOf(columns: Iterable<string>): string[] {
  return [...new Set([...columns].flatMap(column => followers[column] ?? []))];
}

const factsOf: Record<string, ReadonlyArray<[fact: string, column: string]>> = {
  overrides: [
    ['powerState', 'power_state'],
    ['cluster', 'cluster_name'],
    ['hostName', 'guest_host_name'],
    ['osType', 'os_type'],
    ['osFamily', 'os_family'],
  ],
  manual_tags: [
    ['tags', 'tags'],
    ['manualTags', 'manual_tags'],
  ],
  manual_addresses: [['manualAddresses', 'manual_addresses']],
  technical_owner: [
    ['technicalOwner', 'technical_owner'],
    ['ownerRef', 'owner_ref'],
  ],
  business_owner: [
    ['businessOwner', 'business_owner'],
    ['ownerRef', 'owner_ref'],
  ],
  notes: [['notes', 'notes']],
  project: [['project', 'project']],
  stage: [['stage', 'stage']],
};

const keyed: Record<string, string> = {
  overrides: 'overrides',
  custom_fields: 'customFields',
};

const ownFacts: Record<string, string> = {
  manual_tags: 'tags',
  manual_addresses: 'addresses',
  technical_owner: 'technicalOwner',
  business_owner: 'businessOwner',
  notes: 'notes',
  project: 'project',
  stage: 'stage',
};

/** What people say by column, before and after, as rows; for a preview. */
export function saidOf(
  columns: readonly string[],
  before: string,
  after: string,
): Sql {
  return raw(
    columns
      .map(column =>
        keyed[column]
          ? keyedArm(column, before, after)
          : `select '${ownFacts[column]}', to_jsonb(${before}.${column}), to_jsonb(${after}.${column})`,
      )
      .join(' union all '),
  );
}

function keyedArm(column: string, before: string, after: string): string {
  return `select '${keyed[column]}.' || key, ${before}.${column} -> key, ${after}.${column} -> key
    from jsonb_object_keys(coalesce(${before}.${column}, '{}') || coalesce(${after}.${column}, '{}')) key`;
}

/** The history of changed columns, from the open version `o` to the guest `n`. */
export function historyOf(columns: readonly string[]): Sql {
  const facts = new Map(columns.flatMap(column => factsOf[column] ?? []));
  const arms = [...facts].map(
    ([fact, column]) =>
      `select '${fact}', to_jsonb(o.${column}), to_jsonb(n.${column})`,
  );
  for (const column of columns) {
    if (keyed[column]) arms.push(keyedArm(column, 'o', 'n'));
  }
  return raw(arms.join(' union all '));
}
