const key = 'flyloft.signed-out';

/** Remembers, across the reload that follows, that somebody chose to leave. */
export function rememberSignedOut(storage: Storage): void {
  storage.setItem(key, 'yes');
}

/** Whether somebody just chose to leave; says so once. */
export function recallSignedOut(storage: Storage): boolean {
  const left = storage.getItem(key) !== null;
  storage.removeItem(key);
  return left;
}
