import type { ChangedKind } from '@flyloft/plugin-inventory-common';
import type { StagedValue } from '../copyText';
import { bounds, moment, wholeNumber, type Note } from '../plainValues';

/** The kinds whose present alone is kept: everything but guests. */
export type ThingKind = Exclude<ChangedKind, 'guest'>;

/** One column of a cluster, host, network, storage or image. */
export interface ThingField<Observed> {
  column: string;
  type: string;
  /** Its name in the change history; absent for samples and links. */
  fact?: string;
  form?: 'value' | 'time' | 'address';
  /** A sample is updated without history. */
  sample?: boolean;
  /**
   * The staged value `s.<column>` as it is stored, where that differs; `o` is
   * the row before, `c` its cluster.
   */
  stored?: string;
  /** What is staged; undefined keeps the last value. */
  value(observed: Observed, note: Note): StagedValue | undefined;
}

/** What a thing belongs to. */
export type ThingLink = 'cluster' | 'host';

/** How a kind of thing is staged and stored. */
export interface ThingTable<Observed> {
  kind: ThingKind;
  table: string;
  fields: ReadonlyArray<ThingField<Observed>>;
  /**
   * SQL that answers why a row `m` can't be seen, or null: it belongs to a
   * part of the platform that did not answer.
   */
  silentBecause: string;
  /** Whether its row links to a cluster and to a host. */
  links: readonly ThingLink[];
  clusterExternalId?(observed: Observed): string | null;
  hostExternalId?(observed: Observed): string | null;
}

/** A count; undefined stays so, since it means that nobody looked. */
export const count = (
  value: number | null | undefined,
  what: string,
  note: Note,
): number | null | undefined =>
  value === undefined
    ? undefined
    : wholeNumber(value, what, bounds.integer, note);

/** A size in bytes; undefined stays so. */
export const bytes = (
  value: number | null | undefined,
  what: string,
  note: Note,
): number | null | undefined =>
  value === undefined
    ? undefined
    : wholeNumber(value, what, bounds.bytes, note);

/** A moment; undefined stays so. */
export const time = (
  value: string | null | undefined,
  what: string,
  note: Note,
): string | null | undefined => (value ? moment(value, what, note) : value);

/** An observation of a thing as a row: ids, which values count, values. */
export function thingRecord<Observed extends { externalId: string }>(
  table: ThingTable<Observed>,
  observed: Observed,
  note: Note,
): StagedValue[] {
  let known = 0;
  const values = table.fields.map((field, index) => {
    const value = field.value(observed, note);
    if (value === undefined) return null;
    known |= 1 << index;
    return value;
  });
  return [
    observed.externalId,
    table.clusterExternalId?.(observed) ?? null,
    table.hostExternalId?.(observed) ?? null,
    known,
    ...values,
  ];
}
