/** The two parts of `user@realm!token`; a user has no token part. */
export interface AuthId {
  userId: string;
  tokenId: string | undefined;
}

/** The name and realm of `user@realm`. */
export const userIdPattern = /^[^\s:/!]+@[A-Za-z][A-Za-z0-9.\-_]+$/;

/** What a token is called; a new one must have two characters and more. */
export const tokenIdPattern = /^[A-Za-z][A-Za-z0-9.\-_]*$/;

/** Reads `user@realm` or `user@realm!token`; undefined when it is neither. */
export function parseAuthId(text: string): AuthId | undefined {
  const mark = text.indexOf('!');
  const userId = mark < 0 ? text : text.slice(0, mark);
  const tokenId = mark < 0 ? undefined : text.slice(mark + 1);
  if (!userIdPattern.test(userId)) return undefined;
  if (tokenId !== undefined && !tokenIdPattern.test(tokenId)) return undefined;
  return { userId, tokenId };
}

/** The realm of `user@realm`. */
export function realmOf(userId: string): string {
  return userId.slice(userId.lastIndexOf('@') + 1);
}
