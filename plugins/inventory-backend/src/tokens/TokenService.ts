import {
  AuthenticationError,
  InputError,
  NotAllowedError,
} from '@backstage/errors';
import { uuidPattern } from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import type {
  CreatedToken,
  Token,
  TokenCreation,
  TokenScope,
} from '@flyloft/plugin-inventory-common';
import {
  isTokenSecret,
  newTokenSecret,
  tokenHash,
  tokenPrefix,
} from './tokenSecret';
import type { TokenStore } from './TokenStore';

/** The parts of an HTTP request that show a token; Express's has them. */
export interface TokenRequest {
  headers: { authorization?: string };
  ip?: string;
}

/** What a request is about to do with its token. */
export interface TokenNeed {
  scope: TokenScope;
  /** The platform it touches; left out where it touches no one in particular. */
  platformId?: string;
}

/** Makes, checks and revokes the tokens of sources and scripts. */
export class TokenService {
  constructor(
    private readonly tokens: TokenStore,
    private readonly now: () => Date = () => new Date(),
  ) {}

  list(query: ListQuery) {
    return this.tokens.list(query);
  }

  /** Makes a token; the secret in the answer is kept nowhere. */
  async create(wanted: TokenCreation, by: string): Promise<CreatedToken> {
    if (wanted.expiresAt && Date.parse(wanted.expiresAt) <= +this.now()) {
      throw new InputError(
        `'expiresAt' has passed already (${wanted.expiresAt}); give a time to come, or null`,
      );
    }
    const secret = newTokenSecret();
    const token = await this.tokens.create({
      ...wanted,
      prefix: tokenPrefix(secret)!,
      secretHash: tokenHash(secret),
      createdBy: by,
    });
    return { token, secret };
  }

  /** Revokes a token: the next request with it is refused. */
  async revoke(id: string, by: string): Promise<Token> {
    return this.tokens.revoke(uuidPattern.test(id) ? id : nobody, by);
  }

  /** Whether a request shows a token of ours, rather than one of Backstage's. */
  shows(request: TokenRequest): boolean {
    const secret = secretIn(request);
    return secret !== null && tokenPrefix(secret) !== null;
  }

  /**
   * Checks the token that a request shows. The row is read each time: one that
   * was revoked a moment ago is refused.
   *
   * @throws AuthenticationError when it shows none, or one that is unknown,
   *   expired or revoked; NotAllowedError when it is not good for this.
   */
  async authorize(request: TokenRequest, need: TokenNeed): Promise<Token> {
    const secret = secretIn(request);
    if (secret === null) {
      throw new AuthenticationError(
        "Show a token: 'Authorization: Bearer flyt_…'",
      );
    }
    const prefix = tokenPrefix(secret);
    const stored = prefix && (await this.tokens.findByPrefix(prefix));
    if (!stored || !isTokenSecret(secret, stored.secretHash)) {
      throw new AuthenticationError('This token is not known here');
    }
    const { token } = stored;
    if (token.state !== 'active') {
      throw new AuthenticationError(
        `The token '${token.name}' is ${token.state}`,
      );
    }
    requireGoodFor(token, need);
    await this.tokens.noteUse(token.id, request.ip ?? null);
    return token;
  }
}

/** An id that no row has, for text that can't be one. */
const nobody = '00000000-0000-0000-0000-000000000000';

function requireGoodFor(token: Token, { scope, platformId }: TokenNeed): void {
  if (!token.scopes.includes(scope)) {
    throw new NotAllowedError(
      `The token '${token.name}' is good for ${token.scopes.join(', ')}, not for ${scope}`,
    );
  }
  const covers =
    platformId === undefined ||
    token.platformIds === null ||
    token.platformIds.includes(platformId);
  if (!covers) {
    throw new NotAllowedError(
      `The token '${token.name}' is for other platforms than '${platformId}'`,
    );
  }
}

function secretIn({ headers }: TokenRequest): string | null {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}
