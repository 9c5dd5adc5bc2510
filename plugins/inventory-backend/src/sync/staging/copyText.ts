/** A value on its way into staging; arrays and objects are text by then. */
export type StagedValue = string | number | boolean | null;

const needsEscape = /[\\\t\n\r]/;
const toEscape = /[\\\t\n\r]/g;
const escapes: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

// Some 300 kB of guests: PostgreSQL is busy with one while the next is made.
const rowsPerChunk = 100;

/**
 * Rows in PostgreSQL's COPY text format, as bytes, a few rows at a time. NUL,
 * which PostgreSQL can't hold and a guest's agent may send, is cut; halves of
 * surrogate pairs become replacement characters on their way into bytes.
 */
export function* copyChunks(
  rows: Iterable<readonly StagedValue[]>,
): Generator<Buffer, void> {
  let text = '';
  let held = 0;
  for (const row of rows) {
    text += copyRow(row);
    held += 1;
    if (held === rowsPerChunk) {
      yield bytesOf(text);
      text = '';
      held = 0;
    }
  }
  if (held > 0) yield bytesOf(text);
}

const bytesOf = (text: string) =>
  Buffer.from(text.includes('\0') ? text.replaceAll('\0', '') : text);

/** One row in the same format, its line end included. */
export function copyRow(values: readonly StagedValue[]): string {
  let line = '';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) line += '\t';
    const value = values[index]!;
    if (value === null) line += '\\N';
    else if (typeof value === 'string' && needsEscape.test(value)) {
      line += value.replace(toEscape, found => escapes[found]!);
    } else line += value;
  }
  return `${line}\n`;
}

// Needs no quotes; `null` would be none.
const plainElement = /^(?!null$)[\w.:/-]+$/i;

/** Text as a literal of a PostgreSQL array. */
export function arrayText(values: readonly string[]): string {
  if (values.length === 0) return '{}';
  const literals = values.map(value =>
    plainElement.test(value)
      ? value
      : `"${value.replace(/["\\]/g, found => `\\${found}`)}"`,
  );
  return `{${literals.join(',')}}`;
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

const storableText = (text: string) =>
  text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
