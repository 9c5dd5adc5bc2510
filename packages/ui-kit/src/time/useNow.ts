import { useSyncExternalStore } from 'react';

const intervalMilliseconds = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

// One timer for all ages on a page; it stops with the last of them.
function subscribe(listener: () => void) {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      listeners.forEach(notify => notify());
    }, intervalMilliseconds);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present, renewed often enough for words such as `2 min ago`. */
export function useNow(): Date {
  return new Date(useSyncExternalStore(subscribe, () => now));
}
