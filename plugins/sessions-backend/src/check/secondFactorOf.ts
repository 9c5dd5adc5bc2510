import type { SessionRegistry } from './SessionRegistry';
import { readUserToken } from './userToken';

/**
 * Says whether the session of a token began with a second factor. What has no
 * session, or one that is over, proved nothing.
 */
export function secondFactorOf(registry: Pick<SessionRegistry, 'check'>) {
  return async (token: string): Promise<boolean> => {
    const read = readUserToken(token);
    if (read.kind !== 'user' || !read.digest) return false;
    // To be asked about is no use of a session.
    const verdict = await registry.check(read.digest, false);
    return verdict.outcome === 'open' && verdict.session.multiFactor;
  };
}
