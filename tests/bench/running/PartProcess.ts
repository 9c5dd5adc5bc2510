import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { lastLines } from '../../../scripts/parts/processes/lastLines.ts';

const stepSeconds = 900;

/** Starts programs of `tests/bench/parts` for one bench. */
export interface PortalParts {
  start(name: string, input: object): PartProcess;
}

/** Where parts run, and against which database. */
export interface PartGround {
  projectRoot: string;
  directory: string;
  databaseUrl: string;
}

/**
 * The portal's own code in a process of its own, run as the portal is; what
 * it tells comes as messages.
 */
export class PartProcess {
  private readonly messages: Array<{ value?: unknown }> = [];
  private wake: () => void = () => {};
  private exited = false;
  private readonly child: ChildProcess;
  private readonly logFile: string;

  constructor(name: string, input: object, ground: PartGround) {
    this.logFile = path.join(ground.directory, `${name}.log`);
    const log = fs.openSync(this.logFile, 'a');
    this.child = fork(
      path.join(ground.projectRoot, 'tests/bench/parts', `${name}.ts`),
      [],
      {
        cwd: ground.projectRoot,
        execArgv: [
          '--expose-gc',
          '--enable-source-maps',
          '--require',
          '@backstage/cli/config/nodeTransform.cjs',
        ],
        env: {
          ...process.env,
          NODE_ENV: 'production',
          FLYLOFT_TEST_DATABASE_URL: ground.databaseUrl,
          BENCH_INPUT: JSON.stringify(input),
        },
        stdio: ['ignore', log, log, 'ipc'],
      },
    );
    fs.closeSync(log);
    this.child.on('message', (message: { type?: string; value?: unknown }) => {
      // The transform of sources tells of every file, too.
      if (message.type !== 'bench') return;
      this.messages.push(message);
      this.wake();
    });
    this.child.once('exit', () => {
      this.exited = true;
      this.wake();
    });
  }

  /** What the part tells next; undefined when its work is done. */
  async next<T>(): Promise<T | undefined> {
    const timer = setTimeout(
      () => this.child.kill('SIGKILL'),
      stepSeconds * 1000,
    );
    try {
      while (this.messages.length === 0) {
        if (this.exited) throw this.failure();
        await new Promise<void>(resolve => (this.wake = resolve));
      }
      return this.messages.shift()?.value as T | undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** All that the part tells, until its work is done. */
  async all<T>(): Promise<T[]> {
    const told: T[] = [];
    for (;;) {
      const value = await this.next<T>();
      if (value === undefined) return told;
      told.push(value);
    }
  }

  /** Lets the part go, and waits until it has cleaned up behind itself. */
  async stop(): Promise<void> {
    if (this.exited) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  private failure(): Error {
    return new Error(
      `A part of the bench ended; the last lines of ${this.logFile}:\n${lastLines(this.logFile, 25)}`,
    );
  }
}
