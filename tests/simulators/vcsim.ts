/** Runs VMware's own simulator of vCenter, and our collector against it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import tls from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import { projectRoot } from '../../scripts/bootstrap/paths.mjs';
import { freePort } from '../../scripts/parts/ports/ports.ts';
import { clientsDirectory } from '../../scripts/test/needs.ts';

export interface Vcsim {
  endpoint: string;
  fingerprint: string;
  stop(): Promise<void>;
}

/** What `collectVsphere.cjs` prints. */
export interface Collected {
  counts: Record<string, number>;
  /** How many different ids guests had. */
  distinct: number;
  /** Why retrievals began anew. */
  restarts: string[];
  /** The most that was alive on the heap. */
  peakBytes: number;
}

const START_SECONDS = 180;

/** Starts a simulator of a version with so many machines. */
export async function startVcsim(
  version: '0.24' | '0.37',
  machines: number,
): Promise<Vcsim> {
  const port = await freePort();
  const hosts = 8;
  const child = spawn(
    path.join(clientsDirectory, `vcsim-${version}/vcsim`),
    [
      ...['-l', `127.0.0.1:${port}`, '-username', 'user', '-password', 'pass'],
      // One stand-alone host by itself would double the machines.
      ...['-dc', '1', '-cluster', '1', '-host', String(hosts)],
      ...['-standalone-host', '0', '-vm', String(machines), '-pg', '3'],
    ],
    { stdio: 'ignore' },
  );
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  try {
    return {
      endpoint: `https://127.0.0.1:${port}`,
      fingerprint: await fingerprintOf(port, child),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Tries until it listens: it does when all machines are made. */
async function fingerprintOf(
  port: number,
  child: ChildProcess,
): Promise<string> {
  const until = Date.now() + START_SECONDS * 1000;
  for (;;) {
    const certificate = await certificateAt(port);
    if (certificate) return certificate.fingerprint256;
    if (child.exitCode !== null)
      throw new Error(`vcsim ended with ${child.exitCode}`);
    if (Date.now() > until)
      throw new Error(`vcsim did not listen within ${START_SECONDS} s`);
    await delay(250);
  }
}

function certificateAt(port: number): Promise<X509Certificate | undefined> {
  return new Promise(resolve => {
    const socket = tls.connect(
      { port, host: '127.0.0.1', rejectUnauthorized: false },
      () => {
        const { raw } = socket.getPeerCertificate();
        socket.destroy();
        resolve(new X509Certificate(raw));
      },
    );
    socket.on('error', () => resolve(undefined));
  });
}

/** Collects it once, in a process with little memory. */
export async function collect(
  vcsim: Vcsim,
  options: { pageSize: number; endSessionAfter?: number },
): Promise<Collected> {
  return run<Collected>(
    'collectVsphere.cjs',
    // Less than one unpaged answer of 12,000 machines takes as text alone.
    ['--expose-gc', '--max-old-space-size=160'],
    vcsim,
    options,
  );
}

/** Watches it while a machine is switched off; answers what was told. */
export async function watch(vcsim: Vcsim): Promise<string[]> {
  return run<string[]>('watchVsphere.cjs', [], vcsim, {});
}

async function run<T>(
  program: string,
  flags: string[],
  { endpoint, fingerprint }: Vcsim,
  options: object,
): Promise<T> {
  const child = spawn(
    process.execPath,
    [
      ...flags,
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      path.join(import.meta.dirname, program),
      JSON.stringify({
        endpoint,
        fingerprint,
        username: 'user',
        password: 'pass',
        ...options,
      }),
    ],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let problems = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (problems += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${problems}`);
  return JSON.parse(output) as T;
}
