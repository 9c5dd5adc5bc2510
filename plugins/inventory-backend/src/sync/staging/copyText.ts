/** A value on its way into staging; arrays and objects are text by then. */
export type StagedValue = string | number | boolean | null;

const needsEscape = /[\\\t\n\r]/;
const escapes: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

/** One row in PostgreSQL's COPY text format, its line end included. */
export function copyRow(values: readonly StagedValue[]): string {
  let line = '';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) line += '\t';
    line += copyValue(values[index]!);
  }
  return `${line}\n`;
}

function copyValue(value: StagedValue): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  const text = storableText(value);
  return needsEscape.test(text)
    ? text.replace(/[\\\t\n\r]/g, found => escapes[found]!)
    : text;
}

const unstorable = /\0|\p{Surrogate}/u;

/**
 * Text as PostgreSQL can hold it: without NUL and without halves of surrogate
 * pairs, either of which a guest's agent may send.
 */
export function storableText(text: string): string {
  return unstorable.test(text)
    ? text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd')
    : text;
}

/** Text as a literal of a PostgreSQL array. */
export function arrayText(values: readonly string[]): string {
  if (values.length === 0) return '{}';
  return `{${values
    .map(value => `"${value.replace(/["\\]/g, found => `\\${found}`)}"`)
    .join(',')}}`;
}

// In JSON text, what `storableText` cuts stands as an escape.
const unstorableEscape = /\\u(0000|d[89a-f])/i;

/** JSON as PostgreSQL's jsonb can hold it. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return unstorableEscape.test(text) ? JSON.stringify(storable(value)) : text;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        storableText(key),
        storable(part),
      ]),
    );
  }
  return value;
}
