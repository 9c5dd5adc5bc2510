import type { SessionEnd } from '@flyloft/plugin-sessions-common';

/** How and by whom a session came to its end. */
export interface Ending {
  end: SessionEnd;
  endedBy: string | null;
}

/** Why somebody is signed out, in words for them. */
export function endWords({ end, endedBy }: Ending): string {
  switch (end) {
    case 'idle':
      return 'Your session ended because nothing was done in it for too long. Sign in again.';
    case 'expired':
      return 'Your session reached the longest time that one may last. Sign in again.';
    case 'signed-out':
      return 'You signed out of this session. Sign in again.';
    default:
      return `Your session was ended${
        endedBy ? ` by ${endedBy.replace(/^user:(default\/)?/, '')}` : ''
      }. Sign in again.`;
  }
}
