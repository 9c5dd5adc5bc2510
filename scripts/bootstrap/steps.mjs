/**
 * Progress at the terminal: a line per step with the time since the start.
 * On a terminal the line of the running step is redrawn; elsewhere (a log, a
 * pipe) a long step says once in a while that it still runs.
 */

const STILL_RUNNING_AFTER_MS = 15_000;

/** @param {number} sinceMs */
function elapsed(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`.padStart(8);
}

/**
 * @param {{ startedAt?: number, stream?: NodeJS.WriteStream }} [options]
 *   `startedAt` carries the clock over from the process before this one.
 */
export function createSteps(options = {}) {
  const startedAt = options.startedAt ?? Date.now();
  const stream = options.stream ?? process.stdout;
  const width = () => Math.max(40, (stream.columns ?? 80) - 1);

  let muted = false;

  /**
   * Says something, always.
   *
   * @param {string} text
   */
  function say(text) {
    // A running step redraws its own line.
    const clear = stream.isTTY ? '\r\x1b[K' : '';
    stream.write(`${clear}${elapsed(startedAt)}  ${text}\n`);
  }

  /** @param {string} text */
  function line(text) {
    if (!muted) say(text);
  }

  /** From here on steps say nothing: they end because they were told to. */
  function mute() {
    muted = true;
  }

  /**
   * Runs one step. `work` may call its argument with what it is doing now, and
   * returns what to say at the end.
   *
   * @template T
   * @param {string} title
   * @param {(note: (text: string) => void) => Promise<T>} work
   * @param {(result: T) => string} [summary]
   * @returns {Promise<T>}
   */
  async function step(title, work, summary = () => 'done') {
    let note = '';
    const redraw = () => {
      if (muted) return;
      const text = `${elapsed(startedAt)}  ${title} ... ${note}`;
      stream.write(`\r${text.slice(0, width())}\x1b[K`);
    };
    const timer = setInterval(
      stream.isTTY
        ? redraw
        : () => line(`${title}: still running${note ? `, ${note}` : ''}`),
      stream.isTTY ? 200 : STILL_RUNNING_AFTER_MS,
    );
    timer.unref();
    const clear = () => {
      clearInterval(timer);
      if (stream.isTTY) stream.write('\r\x1b[K');
    };
    try {
      const result = await work(text => {
        note = text;
      });
      clear();
      line(`${title}: ${summary(result)}`);
      return result;
    } catch (error) {
      clear();
      line(`${title}: failed`);
      throw error;
    }
  }

  return { step, say, mute, startedAt };
}
