import type { Token, TokenScope } from '@flyloft/plugin-inventory-common';

/** What a scope lets its bearer do, in words. */
export const scopeWords: Record<TokenScope, string> = {
  'observations:write': 'push observations',
  'inventory:read': 'read the live inventory',
  'sync:run': 'ask for a sync',
};

/** How the state of a token is shown. */
export const stateWords = {
  active: { tone: 'running', word: 'active' },
  expired: { tone: 'stopped', word: 'expired' },
  revoked: { tone: 'stopped', word: 'revoked' },
} as const satisfies Record<Token['state'], { tone: string; word: string }>;

/** The platforms a token is for, by the names that people know. */
export function platformWords(
  token: Pick<Token, 'platformIds'>,
  titles: ReadonlyMap<string, string>,
): string {
  if (token.platformIds === null) return 'all platforms';
  return token.platformIds.map(id => titles.get(id) ?? id).join(', ');
}
