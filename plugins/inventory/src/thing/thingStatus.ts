import type { Host, Storage } from '@flyloft/plugin-inventory-common';
import type { StatusTone } from '@flyloft/ui-kit';

/** A status as tone and word. */
export interface ThingStatus {
  tone: StatusTone;
  word: string;
}

/** How a host is; what vanished or does not answer comes first. */
export function hostStatus(
  host: Pick<Host, 'status' | 'visibility'>,
): ThingStatus {
  if (host.visibility !== 'visible') return seenStatus(host.visibility);
  switch (host.status) {
    case 'online':
      return { tone: 'running', word: 'online' };
    case 'offline':
      return { tone: 'problem', word: 'offline' };
    default:
      return { tone: 'unknown', word: 'unknown' };
  }
}

/** How a storage is. */
export function storageStatus(
  storage: Pick<Storage, 'status' | 'visibility'>,
): ThingStatus {
  if (storage.visibility !== 'visible') return seenStatus(storage.visibility);
  switch (storage.status) {
    case 'available':
      return { tone: 'running', word: 'available' };
    case 'unavailable':
      return { tone: 'problem', word: 'unavailable' };
    default:
      return { tone: 'unknown', word: 'unknown' };
  }
}

/** How anything is that only is there, does not answer, or is gone. */
export function seenStatus(visibility: Host['visibility']): ThingStatus {
  switch (visibility) {
    case 'visible':
      return { tone: 'running', word: 'present' };
    case 'unreachable':
      return { tone: 'problem', word: 'unreachable' };
    default:
      return { tone: 'stopped', word: 'deleted' };
  }
}
