import type { TextFile } from '../http/sendText';
import { byteOrderMark, csvLine, type CsvValue } from './csvText';

/** One column of a CSV file: its heading and how a row fills it. */
export interface CsvColumn<T> {
  heading: string;
  value: (item: T) => CsvValue;
}

/** A CSV file whose lines are made batch by batch while it is sent. */
export function csvFile<T>(
  name: string,
  columns: ReadonlyArray<CsvColumn<T>>,
  batches: AsyncIterable<readonly T[]>,
  options: { byteOrderMark?: boolean } = {},
): TextFile {
  return {
    name,
    contentType: 'text/csv; charset=utf-8; header=present',
    pieces: piecesOf(columns, batches, options.byteOrderMark ?? false),
  };
}

async function* piecesOf<T>(
  columns: ReadonlyArray<CsvColumn<T>>,
  batches: AsyncIterable<readonly T[]>,
  mark: boolean,
): AsyncGenerator<string, void, void> {
  let head = `${mark ? byteOrderMark : ''}${csvLine(columns.map(column => column.heading))}`;
  for await (const batch of batches) {
    let text = head;
    head = '';
    for (const item of batch) {
      text += csvLine(columns.map(column => column.value(item)));
    }
    yield text;
  }
  if (head !== '') yield head;
}
