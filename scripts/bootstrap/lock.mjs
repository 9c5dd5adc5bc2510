/**
 * One `npm start` per data directory. The lock names its holder by pid and
 * start time, so that one left behind by a crash or a reboot is recognised.
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from './problem.mjs';
import { isAlive, ownIdentity } from './processIdentity.mjs';

const POLL_MS = 300;
// An installation over a slow network.
const PATIENCE_MS = 20 * 60_000;

/** Somebody else holds the lock, and is alive. */
export class LockHeld extends Problem {
  /**
   * @param {Holder} holder
   * @param {string} file
   */
  constructor(holder, file) {
    const where = holder.url ? ` at ${holder.url}` : '';
    super(
      `${holder.what} runs already${where}, or is about to (process ${holder.pid}, since ${holder.since}).`,
      `Use that one, or end it first: press Ctrl-C in its terminal or run "kill ${holder.pid}". (The lock is ${file}.)`,
    );
    this.holder = holder;
  }
}

/**
 * @typedef {{ pid: number, startTime: string, since: string, what: string,
 *   url?: string }} Holder
 */

/**
 * The lock's holder; undefined when there is no lock, or one that cannot be
 * read (cut short by a full disk, say), which nobody can hold.
 *
 * @param {string} file
 * @returns {Holder | undefined}
 */
export function readLock(file) {
  try {
    const holder = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof holder?.pid === 'number' ? holder : undefined;
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code === undefined || code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Takes the lock or says who holds it. A stale one is replaced.
 *
 * @param {string} file
 * @param {{ what: string, url?: string }} about
 */
export function takeLock(file, about) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  /** @type {Holder} */
  const own = {
    ...ownIdentity(),
    since: new Date().toISOString(),
    ...about,
  };
  // Written beside and linked into place: the lock appears whole or not at all.
  const draft = `${file}.${process.pid}`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    fs.writeFileSync(draft, JSON.stringify(own, null, 2));
    try {
      fs.linkSync(draft, file);
      fs.rmSync(draft);
      return handle(file, own);
    } catch (error) {
      fs.rmSync(draft, { force: true });
      const code = /** @type {NodeJS.ErrnoException} */ (error).code;
      if (code !== 'EEXIST') throw error;
    }
    const holder = readLock(file);
    if (holder && isAlive(holder)) throw new LockHeld(holder, file);
    fs.rmSync(file, { force: true });
  }
  throw new Problem(
    `The lock ${file} could not be taken: others take it at the same time.`,
    'Wait until they are done, then try again.',
  );
}

/**
 * @param {string} file
 * @param {Holder} own
 */
function handle(file, own) {
  return {
    release() {
      if (readLock(file)?.pid === own.pid) fs.rmSync(file, { force: true });
    },
  };
}

/**
 * Does what only one process at a time may do, after those before it are done.
 *
 * @template T
 * @param {string} file
 * @param {string} what
 * @param {() => Promise<T>} work
 * @param {(text: string) => void} [note] told whom it waits for
 * @returns {Promise<T>}
 */
export async function withLock(file, what, work, note = () => {}) {
  const lock = await waitForLock(file, what, note);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/**
 * @param {string} file
 * @param {string} what
 * @param {(text: string) => void} note
 */
async function waitForLock(file, what, note) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return takeLock(file, { what });
    } catch (error) {
      if (!(error instanceof LockHeld) || Date.now() > deadline) throw error;
      note(`waiting for process ${error.holder.pid}, which does it already`);
    }
    await delay(POLL_MS);
  }
}
