import type { Session } from '@flyloft/plugin-sessions-common';
import type { StatusTone } from '@flyloft/ui-kit';

/** Who somebody is, as short as it can be told. */
export const personWords = (user: string) =>
  user.replace(/^user:(default\/)?/, '');

/** How a session stands, and why it is over. */
export function stateWords(session: Session): {
  tone: StatusTone;
  word: string;
} {
  if (session.current) return { tone: 'running', word: 'this one' };
  switch (session.end) {
    case null:
      return { tone: 'running', word: 'open' };
    case 'signed-out':
      return { tone: 'stopped', word: 'signed out' };
    case 'idle':
      return { tone: 'stopped', word: 'idle too long' };
    case 'expired':
      return { tone: 'stopped', word: 'lasted long enough' };
    default:
      return {
        tone: 'stopped',
        word: session.endedBy
          ? `ended by ${personWords(session.endedBy)}`
          : 'ended',
      };
  }
}

const browsers: ReadonlyArray<[RegExp, string]> = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: ReadonlyArray<[RegExp, string]> = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** A browser in words; a program by its own name. */
export function browserWords(userAgent: string | null): string {
  if (!userAgent) return '–';
  const first = (names: typeof browsers) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = first(browsers);
  const system = first(systems);
  if (!browser) return userAgent.split(/[\s/]/, 1)[0] || '–';
  return system ? `${browser} on ${system}` : browser;
}
