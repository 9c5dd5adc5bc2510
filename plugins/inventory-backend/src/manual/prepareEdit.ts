import { InputError } from '@backstage/errors';
import {
  manualFields,
  overrideFields,
  overrideLabels,
  type GuestManual,
  type ManualField,
  type ManualPatch,
  type OverrideField,
} from '@flyloft/plugin-inventory-common';
import { address } from '../sync/staging/plainValues';
import type { ManualValues, NewOverride } from './manualValues';

/** Clusters of one name or id, by platform. */
export type ClustersByPlatform = Record<string, { id: string; name: string }>;

/** What those may write who only annotate: words about a guest of their own. */
const annotations: readonly ManualField[] = ['notes', 'tags', 'customFields'];

/** The fields of a patch that ask for more than the right to annotate. */
export function beyondAnnotation(patch: ManualPatch): ManualField[] {
  return namedIn(patch).filter(field => !annotations.includes(field));
}

/** The fields that a patch names. */
export function namedIn(patch: ManualPatch): ManualField[] {
  return manualFields.filter(field => patch[field] !== undefined);
}

/**
 * Turns a patch into what is written.
 *
 * @param clusters - Those that the patch's cluster may mean.
 * @throws InputError for what zod can't tell: no reason, a moment that has passed.
 */
export function prepareEdit(
  patch: ManualPatch,
  known: { clusters: ClustersByPlatform; now: Date },
): ManualValues {
  const { technicalOwner, businessOwner, project, stage } = patch;
  return {
    technicalOwner,
    businessOwner,
    project,
    stage,
    // Nothing but blanks is no note.
    notes: patch.notes?.trim() === '' ? null : patch.notes,
    tags: patch.tags && { set: patch.tags },
    addresses: patch.addresses && canonical(patch.addresses),
    overrides: patch.overrides && overridesOf(patch, known),
    customFields: patch.customFields,
  };
}

function overridesOf(
  { overrides, reason }: ManualPatch,
  known: { clusters: ClustersByPlatform; now: Date },
): ManualValues['overrides'] {
  const values: Partial<Record<OverrideField, NewOverride | null>> = {};
  for (const field of overrideFields) {
    const wanted = overrides?.[field];
    if (wanted === undefined) continue;
    if (wanted === null) {
      values[field] = null;
      continue;
    }
    if (!reason) {
      throw new InputError(
        `reason: say why ${overrideLabels[field].toLocaleLowerCase('en')} shows another value than the platform's`,
      );
    }
    values[field] = {
      value: field === 'cluster' ? known.clusters : wanted.value,
      until: endOf(field, wanted.until ?? null, known.now),
    };
  }
  return values;
}

function endOf(
  field: OverrideField,
  until: string | null,
  now: Date,
): string | null {
  if (until === null) return null;
  const end = new Date(until);
  if (end <= now) {
    throw new InputError(
      `overrides.${field}.until: ${until} has passed; name a moment to come, or leave it out`,
    );
  }
  return end.toISOString();
}

function canonical(
  addresses: NonNullable<ManualPatch['addresses']>,
): NonNullable<ManualPatch['addresses']> {
  const seen = new Set<string>();
  return addresses.map((one, index) => {
    const written = address(one.address, 'It', fault => {
      throw new InputError(`addresses[${index}]: ${fault}`);
    })!;
    if (seen.has(written)) {
      throw new InputError(`addresses[${index}]: ${written} is listed twice`);
    }
    seen.add(written);
    return { ...one, address: written };
  });
}

/** The values of the fields that a patch names, out of what there is: for the audit, and for who edits at the same time. */
export function namedValues(
  patch: ManualPatch,
  manual: GuestManual,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of namedIn(patch)) {
    if (field === 'overrides') {
      for (const name of Object.keys(patch.overrides ?? {})) {
        values[`overrides.${name}`] =
          manual.overrides.find(one => one.field === name)?.override ?? null;
      }
    } else if (field === 'customFields') {
      for (const key of Object.keys(patch.customFields ?? {})) {
        values[`customFields.${key}`] = manual.customFields[key] ?? null;
      }
    } else {
      values[field] = plainValues[field](manual);
    }
  }
  return values;
}

const plainValues: Record<
  Exclude<ManualField, 'overrides' | 'customFields'>,
  (manual: GuestManual) => unknown
> = {
  technicalOwner: manual => manual.owners.technical?.ref ?? null,
  businessOwner: manual => manual.owners.business?.ref ?? null,
  notes: manual => manual.notes,
  project: manual => manual.project,
  stage: manual => manual.stage,
  tags: manual => manual.tags.manual,
  addresses: manual => manual.addresses.manual,
};

/** What a patch wants of each field that it names. */
export function wantedValues(patch: ManualPatch): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of namedIn(patch)) {
    const value = patch[field];
    if (field === 'overrides' || field === 'customFields') {
      for (const [name, one] of Object.entries(value as object)) {
        values[`${field}.${name}`] = one;
      }
    } else {
      values[field] = value;
    }
  }
  return values;
}
