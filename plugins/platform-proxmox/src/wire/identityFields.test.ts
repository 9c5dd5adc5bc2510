import fc from 'fast-check';
import { parseBiosUuid, parseCreatedAt } from './identityFields';

const uuid = 'e802c863-e844-4ebe-8426-1cc2d7e9c67a';

it.each([
  [`uuid=${uuid}`, uuid],
  [`manufacturer=QUNNRQ==,base64=1,uuid=${uuid.toUpperCase()}`, uuid],
  [`base64=1,uuid=${Buffer.from(uuid).toString('base64')}`, uuid],
  ['uuid=nonsense', null],
  ['', null],
  [undefined, null],
  [7, null],
])('reads the BIOS UUID in %p', (smbios, expected) => {
  expect(parseBiosUuid(smbios)).toBe(expected);
});

it('reads every UUID, plain or as base64', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.boolean(), (each, encoded) => {
      const told = encoded ? Buffer.from(each).toString('base64') : each;
      expect(parseBiosUuid(`base64=${Number(encoded)},uuid=${told}`)).toBe(
        each,
      );
    }),
  );
});

it.each([
  ['creation-qemu=9.0.2,ctime=1727491217', '2024-09-28T02:40:17.000Z'],
  ['ctime=0', null],
  ['ctime=soon', null],
  ['ctime=99999999999999', null],
  [undefined, null],
])('reads the time of creation in %p', (meta, expected) => {
  expect(parseCreatedAt(meta)).toBe(expected);
});
