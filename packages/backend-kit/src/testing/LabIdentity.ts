import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const program = resolve(
  // eslint-disable-next-line no-restricted-syntax -- tests run from the sources
  __dirname,
  '../../../../packages/lab/src/identity/main.ts',
);

/** The secrets that the lab's identity provider is started with in tests. */
export const labSecrets = {
  password: 'password-of-everybody',
  portal: 'secret-of-the-portal',
  directory: 'secret-of-the-directory',
};

/** How a test wants the lab's identity provider. */
export type LabIdentityOptions = {
  /** A free one if left out. */
  port?: number;
  portalUrls?: string[];
  /** How many further engineers the directory has. */
  crowd?: number;
};

/**
 * The lab's identity provider and directory in a process of its own, reached
 * over real sockets. It is never imported: the portal knows it by its address.
 */
export class LabIdentity {
  readonly issuer: string;
  /** The base address of the directory's admin API. */
  readonly adminUrl: string;
  private readonly child: ChildProcess;

  private constructor(
    child: ChildProcess,
    addresses: { issuer: string; adminUrl: string },
  ) {
    this.child = child;
    this.issuer = addresses.issuer;
    this.adminUrl = addresses.adminUrl;
  }

  static async start(options: LabIdentityOptions): Promise<LabIdentity> {
    const portalUrls = options.portalUrls ?? ['http://localhost:7007'];
    const child = fork(program, {
      // The test runner's own flags must not reach it.
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH: process.env.PATH,
        LAB_IDENTITY_PORT: String(options.port ?? 0),
        LAB_PASSWORD: labSecrets.password,
        LAB_PORTAL_URLS: portalUrls.join(','),
        LAB_PORTAL_SECRET: labSecrets.portal,
        LAB_DIRECTORY_SECRET: labSecrets.directory,
        LAB_CROWD: String(options.crowd ?? 0),
      },
    });
    const [addresses] = await messageOf(child);
    return new LabIdentity(
      child,
      addresses as { issuer: string; adminUrl: string },
    );
  }

  /** Breaks the directory, or with null mends it. */
  async setFault(fault: object | null): Promise<void> {
    const set = messageOf(this.child);
    this.child.send({ fault });
    await set;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}

function messageOf(child: ChildProcess): Promise<unknown[]> {
  return once(child, 'message', { signal: AbortSignal.timeout(30_000) });
}
