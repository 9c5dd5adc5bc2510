import {
  overrideFields,
  personRefPrefix,
  type CustomValue,
  type GuestManual,
  type ManualAddress,
  type Override,
  type OverrideField,
  type OverrideValue,
  type Owner,
  type Person,
} from '@flyloft/plugin-inventory-common';
import { visibleCustomFields } from '../customFields/customColumns';
import { observedOf, settableColumns } from '../guests/effectiveSql';

type StoredOverride = Omit<Override, 'reason' | 'until'> & {
  reason?: string | null;
  until?: string | null;
};

/** A guest with what people say and what its platform does. */
export interface ManualRow {
  id: string;
  name: string;
  edit_id: string | null;
  edited_at: Date | null;
  edited_by: string | null;
  overrides: Partial<Record<OverrideField, StoredOverride>> | null;
  manual_tags: string[] | null;
  manual_addresses: ManualAddress[] | null;
  notes: string | null;
  project: string | null;
  stage: GuestManual['stage'];
  custom_fields: Record<string, CustomValue> | null;
  technical_owner: string | null;
  business_owner: string | null;
  shown: ShownValues;
  observed: ShownValues;
}

/** The settable columns as JSON. */
interface ShownValues {
  power_state: string | null;
  cluster_id: string | null;
  cluster_name: string | null;
  guest_host_name: string | null;
  os_type: string | null;
  os_family: string | null;
  owner_ref: string | null;
  tags: string[];
  addresses: string[];
  primary_address: string | null;
}

const asJson = (value: (column: string) => string) =>
  `jsonb_build_object(${settableColumns
    .map(column => `'${column}', ${value(column)}`)
    .join(', ')})`;

/** What a `ManualRow` consists of, of `guests g` and its last edit `b`. */
export const manualSelect = `g.id, g.name, g.edit_id, b.at as edited_at,
  b.actor as edited_by, g.overrides, g.manual_tags, g.manual_addresses, g.notes,
  g.project, g.stage, ${visibleCustomFields('g')} as custom_fields, g.technical_owner, g.business_owner,
  ${asJson(column => `g.${column}`)} as shown,
  ${asJson(column => observedOf('g', column))} as observed`;

/** The revision of a guest that nobody edited yet. */
const neverEdited = '0';

/** The revision as `ETag` and `If-Match` carry it. */
export const revisionOf = (editId: string | null) => editId ?? neverEdited;

/** Maps a row; people are the external persons that it names. */
export function toGuestManual(
  row: ManualRow,
  people: ReadonlyMap<string, Person>,
  allowed: GuestManual['allowed'],
): GuestManual {
  const owner = (ref: string | null): Owner | null =>
    ref === null ? null : { ref, person: people.get(ref) ?? null };
  return {
    guestId: row.id,
    guestName: row.name,
    revision: revisionOf(row.edit_id),
    editedAt: row.edited_at?.toISOString() ?? null,
    editedBy: row.edited_by,
    overrides: overrideFields.map(field => ({
      field,
      observed: valueOf(field, row.observed),
      shown: valueOf(field, row.shown),
      override: toOverride(row.overrides?.[field]),
    })),
    owners: {
      technical: owner(row.technical_owner),
      business: owner(row.business_owner),
      mapped: row.observed.owner_ref,
      effective: owner(row.shown.owner_ref),
    },
    notes: row.notes,
    project: row.project,
    stage: row.stage,
    tags: { observed: row.observed.tags, manual: row.manual_tags ?? [] },
    addresses: {
      observed: row.observed.addresses,
      manual: row.manual_addresses ?? [],
      primary: row.shown.primary_address,
    },
    customFields: row.custom_fields ?? {},
    allowed,
  };
}

/** The references of external persons that a row names. */
export function personRefsOf(row: ManualRow): string[] {
  return [row.technical_owner, row.business_owner].filter(
    (ref): ref is string => ref?.startsWith(personRefPrefix) ?? false,
  );
}

function toOverride(stored: StoredOverride | undefined): Override | null {
  return stored
    ? { ...stored, reason: stored.reason ?? null, until: stored.until ?? null }
    : null;
}

function valueOf(field: OverrideField, of: ShownValues): OverrideValue | null {
  if (field === 'cluster') {
    return of.cluster_name === null
      ? null
      : { id: of.cluster_id ?? of.cluster_name, name: of.cluster_name };
  }
  return of[textColumns[field]];
}

const textColumns = {
  powerState: 'power_state',
  hostName: 'guest_host_name',
  osType: 'os_type',
  osFamily: 'os_family',
} as const;
