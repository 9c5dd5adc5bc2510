import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import {
  csvField,
  csvLine,
  fromNeutralised,
  neutraliseFormula,
} from './csvText';

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      ...['=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ',', ';', 'a', '＝'],
    ),
  }),
);

describe('a line of CSV', () => {
  it('is read back by another parser as what went in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(nasty, { minLength: 2, maxLength: 5 }), {
          minLength: 1,
          maxLength: 5,
        }),
        rows => {
          const text = rows.map(csvLine).join('');
          const read: string[][] = parse(text, {
            relaxColumnCount: true,
            recordDelimiter: '\r\n',
          });
          expect(read.map(row => row.map(fromNeutralised))).toEqual(rows);
        },
      ),
    );
  });

  it('never holds a field that a spreadsheet would run', () => {
    fc.assert(
      fc.property(nasty, text => {
        const [[field = ''] = []]: string[][] = parse(csvLine([text, 'x']), {
          recordDelimiter: '\r\n',
        });
        expect(field).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });

  it('tells a neutralised text from one that looks like it', () => {
    fc.assert(
      fc.property(nasty, text => {
        expect(fromNeutralised(neutraliseFormula(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['=SUM(A1)', "'=SUM(A1)"],
    ["'=SUM(A1)", "''=SUM(A1)"],
    ['-web', "'-web"],
    [-1, '-1'],
    [true, 'true'],
    [null, ''],
    [['10.0.0.1', '10.0.0.2'], '10.0.0.1; 10.0.0.2'],
    ['a "b", c', '"a ""b"", c"'],
    ['two\nlines', '"two\nlines"'],
    ["it's", "it's"],
  ])('writes %j as %s', (value, field) => {
    expect(csvField(value)).toBe(field);
  });

  it('is a line even where its only field is empty', () => {
    expect(csvLine([''])).toBe('""\r\n');
  });
});
