import { isIP } from 'node:net';
import { AuthenticationError, ConflictError } from '@backstage/errors';
import type {
  OpenedSession,
  SessionsService,
} from '@flyloft/plugin-sessions-node';
import type { SessionRegistry } from '../check/SessionRegistry';
import { digestOf, expiryOf, readUserToken } from '../check/userToken';
import type { IssuedToken, KnownSession, SessionStore } from './SessionStore';
import { endWords } from './sessionWords';

const longestUserAgent = 400;

/** Opens sessions, renews them and ends them. */
export class SessionService implements SessionsService {
  constructor(
    private readonly store: SessionStore,
    private readonly registry: SessionRegistry,
  ) {}

  async open(opened: OpenedSession): Promise<void> {
    const { id, userEntityRef, multiFactor } = opened;
    await this.store.open(
      {
        id,
        userEntityRef,
        multiFactor,
        address: addressOf(opened.address),
        userAgent:
          opened.userAgent
            ?.toWellFormed()
            .replaceAll('\0', '')
            .slice(0, longestUserAgent) ?? null,
      },
      issuedOf(opened),
    );
  }

  async requireOpen(refreshToken: string): Promise<{ id: string }> {
    const session = await this.store.byRefreshToken(digestOf(refreshToken));
    if (!session) {
      throw new AuthenticationError(
        'This browser has no session that could be renewed. Sign in again.',
      );
    }
    const now = await this.aged(session);
    if (now.ending) throw new AuthenticationError(endWords(now.ending));
    return { id: now.id };
  }

  async renewed(
    id: string,
    issued: { token: string; refreshToken: string | undefined },
  ): Promise<void> {
    if (!(await this.store.renew(id, issuedOf(issued)))) {
      throw new AuthenticationError('Your session has ended. Sign in again.');
    }
  }

  async signOut(refreshToken: string) {
    const session = await this.store.byRefreshToken(digestOf(refreshToken));
    if (!session) return undefined;
    const ended = await this.store.end(session.id, 'signed-out', null);
    if (!ended) return undefined;
    this.registry.note(ended);
    return { id: ended.id, userEntityRef: ended.userEntityRef };
  }

  /** Ends one for its age where it has it; renewing is no use of a session. */
  private async aged(session: KnownSession): Promise<KnownSession> {
    if (session.ending) return session;
    const limits = await this.registry.limits();
    const ended = await this.store.endForAge(session.id, limits);
    if (!ended) return session;
    this.registry.note(ended);
    this.registry.onAged(ended);
    return ended;
  }
}

function issuedOf(issued: {
  token: string;
  refreshToken: string | undefined;
}): IssuedToken {
  const read = readUserToken(issued.token);
  const expiresAt = expiryOf(issued.token);
  if (read.kind !== 'user' || !read.digest || !expiresAt) {
    throw new ConflictError(
      'The token that was issued has no proof of its user, so no session can be kept for it',
    );
  }
  return {
    digest: read.digest,
    expiresAt,
    refreshDigest: issued.refreshToken && digestOf(issued.refreshToken),
  };
}

function addressOf(ip: string | undefined): string | null {
  const address = ip?.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return address && isIP(address) ? address : null;
}
