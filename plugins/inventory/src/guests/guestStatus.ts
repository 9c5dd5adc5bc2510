import type { Guest } from '@flyloft/plugin-inventory-common';
import type { StatusTone } from '@flyloft/ui-kit';

/** How a guest is, in one word with its tone. */
export interface GuestStatus {
  tone: StatusTone;
  word: string;
  /** What the word leaves out. */
  detail?: string;
}

const toneByPower: Record<Guest['powerState'], StatusTone> = {
  running: 'running',
  stopped: 'stopped',
  paused: 'changing',
  suspended: 'changing',
  unknown: 'unknown',
};

/**
 * Says how a guest is. What is no longer seen comes first: a power state
 * that is only remembered must never look like one that was just observed.
 */
export function guestStatus(
  guest: Pick<Guest, 'powerState' | 'visibility'> &
    Partial<Pick<Guest, 'template' | 'lock'>>,
): GuestStatus {
  if (guest.visibility === 'deleted') {
    return {
      tone: 'stopped',
      word: 'deleted',
      detail: 'No longer on its platform',
    };
  }
  if (guest.visibility === 'unreachable') {
    return {
      tone: 'problem',
      word: 'unreachable',
      detail: `The last sync could not see it; last seen ${guest.powerState}`,
    };
  }
  if (guest.template) {
    return {
      tone: 'stopped',
      word: 'template',
      detail: 'A template does not run',
    };
  }
  if (guest.lock) {
    return {
      tone: 'changing',
      word: `${guest.powerState}, ${guest.lock}`,
      detail: `Locked by the platform: ${guest.lock}`,
    };
  }
  return { tone: toneByPower[guest.powerState], word: guest.powerState };
}
