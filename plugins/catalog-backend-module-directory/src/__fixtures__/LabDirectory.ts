import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const program = resolve(
  __dirname,
  '../../../../packages/lab/src/identity/main.ts',
);

/** The client secret of the lab's service account. */
export const directorySecret = 'directory-secret';

/**
 * The lab's directory in a process of its own, reached over real sockets. It is
 * never imported: the portal knows it only by its address.
 */
export class LabDirectory {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
  }

  static async start(options: { crowd: number }): Promise<LabDirectory> {
    const child = fork(program, {
      // Jest's own flags must not reach it.
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH: process.env.PATH,
        LAB_PASSWORD: 'unused',
        LAB_PORTAL_URLS: 'http://localhost:7007',
        LAB_PORTAL_SECRET: 'unused',
        LAB_DIRECTORY_SECRET: directorySecret,
        LAB_CROWD: String(options.crowd),
      },
    });
    const [address] = await next(child);
    return new LabDirectory(child, (address as { adminUrl: string }).adminUrl);
  }

  /** Breaks the directory, or with null mends it. */
  async setFault(fault: object | null): Promise<void> {
    const set = next(this.child);
    this.child.send({ fault });
    await set;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}

function next(child: ChildProcess): Promise<unknown[]> {
  return once(child, 'message', { signal: AbortSignal.timeout(20_000) });
}
