import fc from 'fast-check';
import { isSecretName, redactMeta, redactText } from './redact';

const canary = 'canary-1b7f';

describe('names of secrets', () => {
  it.each([
    'password',
    'clientSecret',
    'api_key',
    'API-KEY',
    'accessToken',
    'privateKey',
    'Authorization',
    'set-cookie',
    'cipassword',
    'sshkeys',
    'vault.secret',
  ])('%s is one', name => expect(isSecretName(name)).toBe(true));

  it.each(['tokenId', 'passwordChangedAt', 'keyboard', 'secretary', 'notes'])(
    '%s is none',
    name => expect(isSecretName(name)).toBe(false),
  );
});

describe('what looks like a secret in a text', () => {
  it.each([
    [`Bearer ${canary}${canary}`, 'Bearer [removed]'],
    [`eyJhbGciOiJFUzI1NiJ9.eyJ${canary}.${canary}`, '[removed]'],
    [`https://ida:${canary}@vault`, 'https://ida:[removed]@vault'],
    [`/handler/frame?code=${canary}&x=1`, '/handler/frame?code=[removed]&x=1'],
    [
      `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`,
      '[removed]',
    ],
  ])('is removed from %j', (text, safe) => {
    expect(redactText(text)).toBe(safe);
  });
});

it('lets no secret under a secret name through, however deep', () => {
  const name = fc.constantFrom('password', 'token', 'clientSecret', 'ssh_keys');
  const wrapped = fc
    .tuple(
      name,
      fc.array(fc.constantFrom('before', 'after', 'x', 0), { maxLength: 10 }),
    )
    .map(([field, way]) =>
      way.reduce<unknown>(
        (inner, step) => (step === 0 ? [inner] : { [step]: inner }),
        { [field]: [canary, { value: canary }] },
      ),
    );
  fc.assert(
    fc.property(wrapped, value => {
      expect(JSON.stringify(redactMeta({ value } as never))).not.toContain(
        canary,
      );
    }),
  );
});

it('keeps any meta as something that PostgreSQL takes, of bounded size', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ unit: 'binary' }),
        fc.jsonValue({ stringUnit: 'binary' }),
      ),
      meta => {
        const safe = JSON.stringify(redactMeta(meta as never));
        expect(safe).not.toContain('\\u0000');
        expect(Buffer.byteLength(safe)).toBeLessThan(33_000);
      },
    ),
  );
  const huge = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [`field${at}`, 'x'.repeat(1900)]),
  );
  expect(redactMeta(huge)?.cut).toMatch(/bytes/);
});

it('says of a changed secret that it changed', () => {
  expect(redactMeta({ password: { changed: true }, token: null })).toEqual({
    password: { changed: true },
    token: null,
  });
});
