/**
 * Runs a task for each item, at most `limit` begun and not yet taken, and
 * yields results as they come: one slow item holds back nobody. The first
 * error ends it.
 */
export async function* inCompletionOrder<T, R>(
  items: AsyncIterable<T>,
  limit: number,
  task: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const ready: R[] = [];
  let running = 0;
  let failure: { error: unknown } | null = null;
  let wake = () => {};

  const start = (item: T) => {
    running += 1;
    task(item)
      .then(
        result => ready.push(result),
        error => {
          failure ??= { error };
        },
      )
      .finally(() => {
        running -= 1;
        wake();
      });
  };
  const somethingEnds = () =>
    new Promise<void>(resolve => {
      wake = resolve;
    });
  const failed = () => failure as { error: unknown } | null;

  const iterator = items[Symbol.asyncIterator]();
  let exhausted = false;
  try {
    for (;;) {
      while (!exhausted && !failed() && running + ready.length < limit) {
        const next = await iterator.next();
        if (next.done) exhausted = true;
        else start(next.value);
      }
      const failedWith = failed();
      if (failedWith) throw failedWith.error;
      if (ready.length > 0) {
        yield ready.shift()!;
      } else if (running > 0) {
        await somethingEnds();
      } else {
        return;
      }
    }
  } finally {
    await iterator.return?.();
  }
}
