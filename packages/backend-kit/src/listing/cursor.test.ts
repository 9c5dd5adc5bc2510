import fc from 'fast-check';
import { formatCursor, parseCursor } from './cursor';

describe('cursors', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (sort, value, id) => {
        const cursor = { sort, value, id };
        expect(parseCursor(formatCursor(cursor), sort)).toEqual(cursor);
      }),
    );
  });

  it('are refused under another sort', () => {
    const text = formatCursor({ sort: 'name', value: 'a', id: '1' });
    expect(() => parseCursor(text, '-name')).toThrow(
      "belongs to the sort 'name', not '-name'",
    );
  });

  it('are refused when somebody made them up', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        fc.pre(!Buffer.from(text, 'base64url').toString().startsWith('["'));
        expect(() => parseCursor(text, 'name')).toThrow('start again');
      }),
    );
  });
});
