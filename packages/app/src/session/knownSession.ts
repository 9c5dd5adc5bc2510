import type { SessionEndAnswer } from '@flyloft/plugin-sessions-common';

const key = 'flyloft.session';

/** Remembers the session of a token, so that its end can be explained. */
export function rememberSession(storage: Storage, token: string): void {
  const id = sessionIdOf(token);
  if (id) storage.setItem(key, id);
}

/** The session that this browser was last in; says so once. */
export function recallSession(storage: Storage): string | undefined {
  const id = storage.getItem(key) ?? undefined;
  storage.removeItem(key);
  return id;
}

/** The claim `sid` of a token of the portal. */
export function sessionIdOf(token: string): string | undefined {
  try {
    const part = token.split('.')[1] ?? '';
    const text = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    const { sid } = JSON.parse(text) as { sid?: unknown };
    return typeof sid === 'string' ? sid : undefined;
  } catch {
    return undefined;
  }
}

/** Why somebody is signed out, in words for them; undefined when they left. */
export function endWords(answer: SessionEndAnswer): string | undefined {
  switch (answer.end) {
    case 'idle':
      return 'You were signed out because nothing was done for too long.';
    case 'expired':
      return 'You were signed out because a session may last no longer.';
    case 'ended': {
      const by = answer.endedBy?.replace(/^user:(default\/)?/, '');
      return by
        ? `Your session was ended by ${by}.`
        : 'Your session was ended.';
    }
    default:
      return undefined;
  }
}
