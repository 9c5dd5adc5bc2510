import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';

/** What an access token says about its bearer. */
export type TokenClaims = {
  iss?: string;
  aud?: string | string[];
  exp?: number;
  client_id?: string;
};

/** Reads a token signed by the given key, or says that it is none of ours or past its time. */
export function readAccessToken(
  token: string,
  options: { key: JsonWebKey; issuer: string; nowMilliseconds: number },
): TokenClaims | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || !signature || rest.length > 0) return undefined;

  const { n, e, kty } = options.key;
  const signed = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    createPublicKey({ key: { n, e, kty }, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );
  if (!signed) return undefined;

  const claims = JSON.parse(
    Buffer.from(payload, 'base64url').toString('utf8'),
  ) as TokenClaims;
  const live = (claims.exp ?? 0) * 1000 > options.nowMilliseconds;
  return live && claims.iss === options.issuer ? claims : undefined;
}
