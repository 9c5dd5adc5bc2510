import { z } from 'zod';
import { parse } from './parse';

const schema = z.strictObject({ size: z.number().min(1), name: z.string() });

describe('parse', () => {
  it('gives what the schema makes of the input', () => {
    expect(parse(schema, { size: 2, name: 'web' })).toEqual({
      size: 2,
      name: 'web',
    });
  });

  it('names every fault with its place', () => {
    expect(() => parse(schema, { size: 0, other: 1 })).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(/size: .*; name: .*other/s),
      }),
    );
  });
});
