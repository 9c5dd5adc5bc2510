import { digestOf, readUserToken } from './userToken';

const part = (value: object) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: object, payload: object, signature = 'signature') =>
  `${part(header)}.${part(payload)}.${signature}`;

const full = token({ typ: 'vnd.backstage.user' }, { sub: 'u', uip: 'proof' });
const limited = token({ typ: 'vnd.backstage.limited-user' }, {}, 'proof');
const onBehalf = token({ typ: 'vnd.backstage.plugin' }, { obo: limited });

describe("a user's token", () => {
  it.each([
    ['in full', full, true],
    ['limited, as in the cookie', limited, true],
    ["inside a plugin's", onBehalf, false],
    [
      'without a type, as before',
      token({}, { aud: 'backstage', uip: 'proof' }),
      true,
    ],
  ])('belongs to the same session %s', (_, text, direct) => {
    expect(readUserToken(text)).toEqual({
      kind: 'user',
      digest: digestOf('proof'),
      direct,
    });
  });

  it('without its proof belongs to no session', () => {
    const bare = token({ typ: 'vnd.backstage.user' }, { sub: 'u' });
    expect(readUserToken(bare)).toMatchObject({ digest: undefined });
  });

  it('is another one when its proof differs by a sign', () => {
    const other = `${limited.slice(0, -1)}g`;
    expect(readUserToken(other)).not.toMatchObject({
      digest: digestOf('proof'),
    });
  });
});

it.each([
  [
    "a plugin's own",
    token({ typ: 'vnd.backstage.plugin' }, { sub: 'catalog' }),
  ],
  ['a static one', 'a-token-of-some-length'],
  ['one of another issuer', token({ typ: 'JWT' }, { aud: 'elsewhere' })],
  ['no token', ''],
  ['dots alone', '..'],
])('leaves %s to its plugin', (_, text) => {
  expect(readUserToken(text)).toEqual({ kind: 'other' });
});
