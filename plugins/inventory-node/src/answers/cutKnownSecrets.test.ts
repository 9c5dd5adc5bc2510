import fc from 'fast-check';
import { cutKnownSecrets } from './cutKnownSecrets';

const secret = `pä"&%2F<s3cr et>+\\='x`;
const basic = (user: string) =>
  Buffer.from(`${user}:${secret}`).toString('base64');

it.each<[string, string]>([
  ['as it is', secret],
  ['in an address', encodeURIComponent(secret)],
  [
    'in an address, small',
    encodeURIComponent(secret).replace(/%../g, code => code.toLowerCase()),
  ],
  ['in a form', new URLSearchParams({ password: secret }).toString()],
  ['in JSON', JSON.stringify({ password: secret })],
  ['in XML', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
  [
    'in XML, by number',
    secret.replaceAll('"', '&#34;').replaceAll('<', '&#x3C;'),
  ],
  [
    'in JSON, by number',
    secret.replaceAll('ä', '\\u00e4').replaceAll('"', '\\"'),
  ],
  ['in hexadecimal', Buffer.from(secret).toString('hex')],
  ['in a Basic header', basic('a')],
  ['in a Basic header, shifted', basic('ab')],
  ['in a Basic header, shifted again', basic('abc')],
])('cuts a secret %s', (_, text) => {
  const cut = cutKnownSecrets(`Wrong: ${text} from you`, [secret]);
  expect(cut).toMatch(/^Wrong: .*\(cut\).* from you$/);
  for (const part of ['s3cr', text.slice(8, 16)]) {
    expect(cut).not.toContain(part);
  }
});

it('leaves a text without them as it is', () => {
  const text = 'no answer from pve-west within 20 s';
  expect(cutKnownSecrets(text, [secret, '', undefined])).toBe(text);
});

it('leaves no form of any secret in any text', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 6, unit: 'binary' }),
      fc.string(),
      fc.string(),
      (value, before, after) => {
        const told = Buffer.from(`${before}:${value}${after}`);
        const text = [value, told.toString('base64'), told.toString('hex')];
        const cut = cutKnownSecrets(text.join(' - '), [value]);
        expect(cut).not.toContain(value);
        expect(cut).not.toContain(Buffer.from(value).toString('hex'));
        const [, digits] = cut.split(' - ').map(part => part.trim());
        expect(
          Buffer.from(digits ?? '', 'base64').includes(Buffer.from(value)),
        ).toBe(false);
      },
    ),
  );
});
