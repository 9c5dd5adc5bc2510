import fc from 'fast-check';
import { parsePropertyString } from './propertyString';

it('reads the default value and the pairs', () => {
  const { value, properties } = parsePropertyString(
    'local-lvm:vm-100-disk-0,size=32G,iothread=1,serial=a=b',
  );
  expect(value).toBe('local-lvm:vm-100-disk-0');
  expect(Object.fromEntries(properties)).toEqual({
    size: '32G',
    iothread: '1',
    serial: 'a=b',
  });
});

it('gives back every pair that was written', () => {
  const key = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
  const text = fc.stringMatching(/^[A-Za-z0-9:./;*%-]{1,12}$/);
  fc.assert(
    fc.property(fc.dictionary(key, text, { minKeys: 1 }), pairs => {
      const written = Object.entries(pairs)
        .map(pair => pair.join('='))
        .join(',');
      expect(
        Object.fromEntries(parsePropertyString(written).properties),
      ).toEqual({ ...pairs });
    }),
  );
});

it('reads any text without throwing', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      expect(() => parsePropertyString(text)).not.toThrow();
    }),
  );
});
