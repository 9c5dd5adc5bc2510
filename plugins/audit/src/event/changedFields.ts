/** One field with what it was and what it became. */
export interface ChangedField {
  field: string;
  before: string;
  after: string;
}

/** A row's details: what changed, and the rest that it tells. */
export interface Details {
  changes: ChangedField[];
  rest: Array<{ label: string; value: string }>;
}

/**
 * Sorts an event's details: fields of `before` and `after` beside each other,
 * the rest by name.
 */
export function detailsOf(meta: Record<string, unknown> | null): Details {
  const { before, after, ...rest } = meta ?? {};
  const was = fieldsOf(before, 'value');
  const is = fieldsOf(after, 'value');
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return {
    changes: [...names].map(field => ({
      field,
      before: valueText(was[field]),
      after: valueText(is[field]),
    })),
    rest: Object.entries(rest).map(([label, value]) => ({
      label,
      value: valueText(value),
    })),
  };
}

function fieldsOf(value: unknown, name: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  return typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : { [name]: value };
}

function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  const simple =
    Array.isArray(value) && value.every(item => typeof item !== 'object');
  return simple ? value.join(', ') || '–' : JSON.stringify(value);
}
