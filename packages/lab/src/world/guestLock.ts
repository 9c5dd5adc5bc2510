import type { Guest } from './Guest.ts';
import { WorldError } from './WorldError.ts';

/** `VM` or `CT`, as messages name the two kinds. */
export function nounOf(guest: Guest): string {
  return guest.kind === 'qemu' ? 'VM' : 'CT';
}

/** Refuses when something else holds the guest. */
export function requireUnlocked(guest: Guest): void {
  if (guest.lock)
    throw new WorldError(`${nounOf(guest)} is locked (${guest.lock})`);
}
