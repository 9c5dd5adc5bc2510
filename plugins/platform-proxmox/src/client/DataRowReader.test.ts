import fc from 'fast-check';
import { DataRowReader } from './DataRowReader';

function readAll(chunks: Buffer[]): unknown[] {
  const rows: unknown[] = [];
  const reader = new DataRowReader(row => rows.push(row));
  for (const chunk of chunks) reader.push(chunk);
  reader.finish();
  return rows;
}

/** Cuts bytes at the given places, wherever they fall, inside characters too. */
function cutAt(bytes: Buffer, places: number[]): Buffer[] {
  const cuts = [...new Set(places.map(place => place % (bytes.length + 1)))];
  const ends = [...cuts.sort((a, b) => a - b), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

const places = fc.array(fc.nat({ max: 10_000 }), { maxLength: 12 });
const indent = fc.constantFrom(undefined, 1, '\t', '\r\n ');

it('gives every row as it was sent, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.dictionary(
        fc.string().filter(key => key !== 'data' && key !== '__proto__'),
        fc.jsonValue(),
        { maxKeys: 2 },
      ),
      fc.boolean(),
      indent,
      places,
      (data, others, dataFirst, space, cuts) => {
        const answer = dataFirst ? { data, ...others } : { ...others, data };
        const bytes = Buffer.from(JSON.stringify(answer, null, space));
        expect(readAll(cutAt(bytes, cuts))).toEqual(
          JSON.parse(JSON.stringify(data)),
        );
      },
    ),
    { numRuns: 500 },
  );
});

it('never takes a part of an answer for the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.nat(), (data, place) => {
      const bytes = Buffer.from(JSON.stringify({ data, total: 1 }));
      const part = bytes.subarray(0, place % bytes.length);
      expect(() => readAll([part])).toThrow(SyntaxError);
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['HTML', '<html>'],
  ['a list without its frame', '[{"a":1}]'],
  ['no list', '{"total":1}'],
  ['a list that is null', '{"data":null}'],
  ['two lists', '{"data":[1],"data":[2]}'],
  ['a missing comma', '{"data":[{"a":1}{"b":2}]}'],
  ['a missing comma between numbers', '{"data":[1 2]}'],
  ['a comma too many', '{"data":[1,,2]}'],
  ['a comma at the end', '{"data":[1,]}'],
  ['a comma at the start', '{"data":[,1]}'],
  ['a broken row', '{"data":[{"a":}]}'],
  ['more after the end', '{"data":[]}x'],
  ['a brace that ends the list', '{"data":[1}'],
  ['nothing', ''],
])('refuses %s', (_, text) => {
  expect(() => readAll([Buffer.from(text)])).toThrow(SyntaxError);
});

it('finds the list by its key, not by a text or a list that looks like it', () => {
  const answer = {
    note: 'data',
    other: ['no'],
    deep: { data: ['no'] },
    data: ['yes'],
  };
  expect(readAll([Buffer.from(JSON.stringify(answer))])).toEqual(['yes']);
});
