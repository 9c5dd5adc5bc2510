import { useCallback, useEffect, useRef, useState } from 'react';

/** What is known of an answer at this moment. */
export interface Answer<T> {
  /** The last answer, kept while the next is under way. */
  data: T | undefined;
  /** Why the last attempt failed; cleared by the next success. */
  error: unknown;
  /** Nothing was answered yet. */
  loading: boolean;
  /** `data` answers an earlier question: show it dimmed. */
  outdated: boolean;
  reload: () => Promise<void>;
}

interface Settled<T> {
  key: string;
  data: T | undefined;
  error: unknown;
}

/**
 * Asks a question, again whenever `key` changes, and again every
 * `refreshSeconds` while the page is looked at. The last answer stays until
 * the next is there; an answer that comes late to an old question is dropped.
 */
export function useAnswer<T>(
  key: string,
  ask: (signal: AbortSignal) => Promise<T>,
  options: {
    /** A number, or a rule over the last answer: once a second while it runs. */
    refreshSeconds?: number | ((data: T | undefined) => number | undefined);
  } = {},
): Answer<T> {
  const [settled, setSettled] = useState<Settled<T>>();
  const latestAsk = useRef(ask);
  latestAsk.current = ask;
  const running = useRef<AbortController>();

  const load = useCallback(async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    try {
      const data = await latestAsk.current(controller.signal);
      if (!controller.signal.aborted)
        setSettled({ key, data, error: undefined });
    } catch (error) {
      if (controller.signal.aborted) return;
      // A failed repetition keeps what is there; a failed new question must
      // not be answered with the rows of the old one.
      setSettled(last => ({
        key,
        data: last?.key === key ? last.data : undefined,
        error,
      }));
    }
  }, [key]);

  useEffect(() => {
    load();
    return () => running.current?.abort();
  }, [load]);

  const { refreshSeconds } = options;
  useRepetition(
    load,
    typeof refreshSeconds === 'function'
      ? refreshSeconds(settled?.key === key ? settled.data : undefined)
      : refreshSeconds,
  );

  return {
    data: settled?.data,
    error: settled?.key === key ? settled.error : undefined,
    loading: !settled || (settled.key !== key && settled.data === undefined),
    outdated: settled !== undefined && settled.key !== key,
    reload: load,
  };
}

function useRepetition(load: () => Promise<void>, seconds: number | undefined) {
  useEffect(() => {
    if (!seconds) return undefined;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = () => {
      timer = setTimeout(async () => {
        // A hidden tab asks nothing; it asks at once when it is shown again.
        if (document.visibilityState === 'visible') await load();
        if (!stopped) next();
      }, seconds * 1000);
    };
    const onShown = () => {
      if (document.visibilityState === 'visible') load();
    };
    next();
    document.addEventListener('visibilitychange', onShown);
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onShown);
    };
  }, [load, seconds]);
}
