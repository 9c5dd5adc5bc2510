import { InputError } from '@backstage/errors';
import type { CsvColumn, CsvValue } from '@flyloft/backend-kit';

const customPrefix = 'custom.';

/**
 * The columns of an export, headed by the names that filters use: `memoryBytes`
 * says its unit, where a label would be nicer and mean less.
 *
 * @throws InputError for a name that the list has not, naming those it has.
 */
export function csvColumns<T extends object>(
  known: readonly string[],
  chosen: readonly string[] | undefined,
): Array<CsvColumn<T>> {
  const unknown = chosen?.filter(name => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new InputError(
      `columns: there is no '${unknown.join("', '")}'; there are ${known.join(', ')}`,
    );
  }
  const names = chosen && chosen.length > 0 ? [...new Set(chosen)] : known;
  return names.map(name => ({
    heading: name,
    value: item => plainValue(valueOf(item, name)),
  }));
}

/** What people defined stands apart: `custom.cost_centre`. */
function valueOf(item: object, name: string): unknown {
  const facts = item as Record<string, unknown>;
  if (!name.startsWith(customPrefix)) return facts[name];
  const values = (facts.customFields ?? {}) as Record<string, unknown>;
  return values[name.slice(customPrefix.length)];
}

/** A fact as one field: a reference by its name, several values as a list. */
export function plainValue(value: unknown): CsvValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(one => `${plainValue(one) ?? ''}`);
  if (typeof value === 'object') {
    return 'name' in value ? String(value.name) : JSON.stringify(value);
  }
  return typeof value === 'number' || typeof value === 'boolean'
    ? value
    : String(value);
}
