/** A signal that ends one call: by the caller's, or when its time is up. */
export interface CallDeadline {
  signal: AbortSignal;
  /** Whether the time was up, rather than the caller gone. */
  expired(): boolean;
  /** Frees timer and listener; 100,000 calls would pile them up. */
  clear(): void;
}

/** Starts the clock of one call. */
export function callDeadline(
  parent: AbortSignal,
  milliseconds: number,
): CallDeadline {
  const controller = new AbortController();
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    controller.abort();
  }, milliseconds);
  const onAbort = () => controller.abort(parent.reason);
  if (parent.aborted) onAbort();
  else parent.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    expired: () => expired,
    clear: () => {
      clearTimeout(timer);
      parent.removeEventListener('abort', onAbort);
    },
  };
}
