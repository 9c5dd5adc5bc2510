/** What a field of a CSV file may hold; lists are joined by `; `. */
export type CsvValue =
  string | number | boolean | null | undefined | readonly string[];

/** Marks a file as UTF-8 for spreadsheets that guess otherwise. */
export const byteOrderMark = '\uFEFF';

// What spreadsheets read as the start of a formula, the full-width forms
// included, and the white space that some of them skip before one.
const formulaStart = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const neutralised = /^'+[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Takes from a text the power to be a formula when a spreadsheet opens it: an
 * apostrophe is put before it. Text that has such an apostrophe already gets
 * another, so that `fromNeutralised` gives back exactly what went in.
 */
export function neutraliseFormula(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** Gives back what `neutraliseFormula` was given. */
export function fromNeutralised(text: string): string {
  return neutralised.test(text) ? text.slice(1) : text;
}

/** One field by RFC 4180: quoted where it holds a comma, a quote or a line end. */
export function csvField(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  // A number can't be a formula: `-1` stays one.
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  const text = neutraliseFormula(
    typeof value === 'string' ? value : value.join('; '),
  );
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line by RFC 4180, with its CRLF. */
export function csvLine(values: readonly CsvValue[]): string {
  const line = values.map(csvField).join(',');
  // A line of one empty field would read as no line at all.
  return `${line === '' ? '""' : line}\r\n`;
}
