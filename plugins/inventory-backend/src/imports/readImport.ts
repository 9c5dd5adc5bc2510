import { Readable, pipeline } from 'node:stream';
import { InputError } from '@backstage/errors';
import { fromNeutralised } from '@flyloft/backend-kit';
import {
  customFactName,
  guestFacts,
  guestImportLimits,
  importColumns,
  importKeyColumns,
} from '@flyloft/plugin-inventory-common';
import { CsvError, parse } from 'csv-parse';

/** One row of a file, its cells by column; the line it begins on. */
export interface ImportRow {
  line: number;
  cells: ReadonlyMap<string, string>;
  /** What is wrong with the row as such. */
  fault: string | null;
}

/** A file as it was read. */
export interface ImportFile {
  /** Columns to write. */
  columns: string[];
  /** Columns that only platforms write. */
  ignoredColumns: string[];
  rows: ImportRow[];
}

type Limits = { bytes: number; rows: number };

/** The longest line of headings. */
const mostHeadingCharacters = 100_000;

/**
 * Reads a CSV file of manual data, piece by piece.
 *
 * @param customKeys - Of the fields that people defined.
 * @throws InputError saying what is wrong with the file as a whole.
 */
export async function readImport(
  body: AsyncIterable<Uint8Array>,
  customKeys: readonly string[],
  limits: Limits = guestImportLimits,
): Promise<ImportFile> {
  const { delimiter, text } = await recognised(decoded(body, limits.bytes));
  const parser = parse({
    delimiter,
    recordDelimiter: ['\r\n', '\n', '\r'],
    relaxColumnCount: true,
    skipEmptyLines: true,
    info: true,
  });
  // A failure of the source reaches the parser, which throws it below.
  pipeline(Readable.from(text), parser, () => {});
  let heading: Heading | undefined;
  const rows: ImportRow[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (!heading) {
        heading = readHeading(record, customKeys);
        continue;
      }
      // Spreadsheets leave lines of nothing but delimiters.
      if (record.every(cell => cell.trim() === '')) continue;
      if (rows.length >= limits.rows) {
        throw new InputError(
          `The file has more than ${limits.rows} rows; import it in parts`,
        );
      }
      rows.push(readRow(record, info.lines, heading));
    }
  } catch (error) {
    throw asInputError(error);
  }
  if (!heading)
    throw new InputError(
      'The file is empty; it begins with a line of headings',
    );
  return {
    columns: heading.columns,
    ignoredColumns: heading.ignoredColumns,
    rows,
  };
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

interface Heading {
  names: string[];
  columns: string[];
  ignoredColumns: string[];
}

function readHeading(record: string[], customKeys: readonly string[]): Heading {
  const names = record.map(name => fromNeutralised(name).trim());
  const written = [...importColumns, ...customKeys.map(customFactName)];
  const observed = new Set<string>(Object.keys(guestFacts));
  const keys: readonly string[] = importKeyColumns;
  const unknown = names.filter(
    name =>
      !written.includes(name) && !keys.includes(name) && !observed.has(name),
  );
  if (unknown.length > 0) {
    throw new InputError(
      `There is no column '${unknown.join("', '")}'; there are ${[...keys, ...written].join(', ')}`,
    );
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new InputError(`The column '${twice}' is there twice`);
  const columns = names.filter(name => written.includes(name));
  if (columns.length === 0) {
    throw new InputError(
      `There is no column to import; there are ${written.join(', ')}`,
    );
  }
  if (
    columns.includes('tags') &&
    columns.some(name => /^tags[+-]$/.test(name))
  ) {
    throw new InputError(
      `'tags' says all tags; leave it out, or 'tags+' and 'tags-'`,
    );
  }
  const findable =
    names.includes('id') ||
    names.includes('name') ||
    (names.includes('platformId') && names.includes('externalId'));
  if (!findable) {
    throw new InputError(
      `No column says which guest a row is about: id, platformId with externalId, or name`,
    );
  }
  return {
    names,
    columns,
    ignoredColumns: names.filter(
      name => !columns.includes(name) && !keys.includes(name),
    ),
  };
}

function readRow(
  record: string[],
  lastLine: number,
  { names }: Heading,
): ImportRow {
  // The parser tells the line on which a row ends.
  const breaks = record.reduce(
    (sum, cell) => sum + cell.split(/\r\n|\n|\r/).length - 1,
    0,
  );
  const tooMany = record.slice(names.length).some(cell => cell !== '');
  return {
    line: lastLine - breaks,
    cells: new Map(
      names.map((name, index) => [name, fromNeutralised(record[index] ?? '')]),
    ),
    fault: tooMany
      ? `It has ${record.length} cells, the headings ${names.length}; put text with a comma or semicolon between quotes`
      : null,
  };
}

/** The text of a body: UTF-8, with or without a byte order mark. */
async function* decoded(
  body: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    yield decode(decoder, piece);
  }
  yield decode(decoder);
}

function decode(decoder: TextDecoder, piece?: Uint8Array): string {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    throw new InputError(
      `The file is not UTF-8; save it as 'CSV UTF-8', as spreadsheets call it`,
    );
  }
}

/** The refusal of a file that is too large (status 413). */
export function tooLarge(mostBytes: number = guestImportLimits.bytes): Error {
  return Object.assign(
    new InputError(
      `The file is larger than the ${Math.floor(mostBytes / 1024 / 1024)} MB that are allowed; import it in parts`,
    ),
    { statusCode: 413 },
  );
}

/** Tells by the headings what stands between cells. */
async function recognised(text: AsyncGenerator<string, void, void>): Promise<{
  delimiter: ',' | ';';
  text: AsyncGenerator<string, void, void>;
}> {
  let head = '';
  for (;;) {
    const { value, done } = await text.next();
    head += value ?? '';
    const ended = /[\r\n]/.test(head.replaceAll(/"[^"]*"/g, ''));
    if (done || ended || head.length > mostHeadingCharacters) break;
  }
  const bare = head.replaceAll(/"[^"]*"/g, '').split(/[\r\n]/)[0] ?? '';
  const count = (of: string) => bare.split(of).length;
  return {
    delimiter: count(';') > count(',') ? ';' : ',',
    text: (async function* all() {
      yield head;
      yield* text;
    })(),
  };
}

function asInputError(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const { lines } = error as CsvError & { lines?: number };
  return new InputError(
    `The file is no CSV${lines ? `: line ${lines} has a quote that doesn't end, or text beside one` : ''}`,
  );
}
