// One Ctrl-C arrives up to three times: from the terminal, from npm, and from
// the first stage.
const SAME_WISH_MS = 1000;

/**
 * Waits for the wish to end: Ctrl-C, a signal, or the end of the first stage.
 * Asked a second time, patience is over.
 */
export function stopRequest(onSecond: () => void) {
  const { promise, resolve } = Promise.withResolvers<string>();
  let askedAt: number | undefined;
  const ask = (why: string) => {
    askedAt ??= Date.now();
    if (Date.now() - askedAt > SAME_WISH_MS) onSecond();
    resolve(why);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, ask);
  // The first stage is gone: killed, for it would have sent a signal else.
  const onDisconnect = () => {
    if (askedAt === undefined) ask('disconnect');
  };
  process.on('disconnect', onDisconnect);
  return {
    requested: promise,
    dispose() {
      for (const signal of signals) process.off(signal, ask);
      process.off('disconnect', onDisconnect);
    },
  };
}
