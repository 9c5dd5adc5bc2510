/**
 * Iterates until the signal fires, also when the source does not obey it.
 * One listener for all steps: racing each step against one promise would keep
 * something for every step until the end.
 */
export async function* abortable<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  signal.throwIfAborted();
  const iterator = source[Symbol.asyncIterator]();
  let rejectStep: (reason: unknown) => void = () => {};
  const onAbort = () => rejectStep(signal.reason);
  const nextStep = () =>
    new Promise<IteratorResult<T>>((resolve, reject) => {
      rejectStep = reject;
      iterator.next().then(resolve, reject);
      if (signal.aborted) onAbort();
    });
  signal.addEventListener('abort', onAbort, { once: true });
  let ended = false;
  try {
    for (;;) {
      const step = await nextStep();
      if (step.done) {
        ended = true;
        return;
      }
      yield step.value;
    }
  } catch (error) {
    ended = !signal.aborted;
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Tells the source to stop; a source that hangs is not waited for.
    if (!ended) iterator.return?.().catch(() => {});
  }
}
