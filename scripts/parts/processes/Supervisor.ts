/**
 * The parts that run together: started in order, ended in reverse. When one
 * dies by itself, `failed` settles with what to tell.
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Problem } from '../../bootstrap/problem.mjs';
import { isAlive } from '../../bootstrap/processIdentity.mjs';
import { limitLog } from './limitLog.ts';
import { signalGroup, type Child } from './child.ts';

const LEFT_SECONDS = 30;
const LOG_BYTES = 50 * 1024 * 1024;
const LOG_CHECK_MS = 60_000;

interface RecordedPart {
  name: string;
  pid: number;
  startTime: string;
}

export class Supervisor {
  readonly #children: Child[] = [];
  readonly #recordFile: string | undefined;
  readonly #failed = Promise.withResolvers<Problem>();
  #stopping: Promise<void> | undefined;

  /** With a record file, parts that outlive a killed supervisor are found. */
  constructor(recordFile?: string) {
    this.#recordFile = recordFile;
  }

  /** Settles when a part ends that nobody asked to end. */
  get failed(): Promise<Problem> {
    return this.#failed.promise;
  }

  /**
   * Takes a part under supervision; called as soon as it is launched, so that
   * a stop in the middle of a start ends it too.
   */
  readonly add = (child: Child): void => {
    this.addTask(child);
    child.exited.then(() => {
      if (!this.#stopping) this.#failed.resolve(child.failure());
    });
  };

  /** The same for work that ends by itself. */
  readonly addTask = (child: Child): void => {
    this.#children.push(child);
    this.#record();
    const timer = setInterval(
      () => limitLog(child.logFile, LOG_BYTES),
      LOG_CHECK_MS,
    ).unref();
    child.exited.then(() => clearInterval(timer));
    // Launched just as the stop began.
    if (this.#stopping) void child.stop();
  };

  /** Ends every part, the last started first; asked twice, it ends once. */
  stop(onStop: (name: string) => void = () => {}): Promise<void> {
    this.#stopping ??= (async () => {
      for (const child of this.#children.toReversed()) {
        if (!child.hasExited()) onStop(child.name);
        await child.stop();
      }
      if (this.#recordFile) fs.rmSync(this.#recordFile, { force: true });
    })();
    return this.#stopping;
  }

  /** Gives up waiting: kills what has not ended yet. */
  kill(): void {
    for (const child of this.#children) signalGroup(child.pid, 'SIGKILL');
  }

  #record(): void {
    if (!this.#recordFile) return;
    const parts: RecordedPart[] = this.#children.map(
      ({ name, pid, startTime }) => ({ name, pid, startTime }),
    );
    fs.mkdirSync(path.dirname(this.#recordFile), { recursive: true });
    fs.writeFileSync(this.#recordFile, JSON.stringify(parts));
  }
}

/**
 * Ends what a supervisor that was killed left running: only processes it
 * recorded, and only if they are still the same ones. The caller holds the
 * lock, so no other supervisor minds them.
 */
export async function endLeftParts(recordFile: string): Promise<string[]> {
  if (!fs.existsSync(recordFile)) return [];
  const left = readRecord(recordFile).filter(isAlive);
  for (const part of left) {
    // PostgreSQL is asked to stop fast, which never loses data.
    signalGroup(part.pid, part.name === 'PostgreSQL' ? 'SIGINT' : 'SIGKILL');
  }
  const deadline = Date.now() + LEFT_SECONDS * 1000;
  while (left.some(isAlive) && Date.now() < deadline) await delay(50);
  fs.rmSync(recordFile, { force: true });
  return left.map(part => part.name);
}

function readRecord(file: string): RecordedPart[] {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    // Cut short by a crash: nothing can be known of these parts.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
