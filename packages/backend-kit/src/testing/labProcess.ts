import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

// eslint-disable-next-line no-restricted-syntax -- tests run from the sources
const program = resolve(__dirname, '../../../../packages/lab/src/main.ts');
const startSeconds = 60;

/** What a test needs to know of one of the lab's clusters. */
export interface LabCluster {
  id: string;
  title: string;
  version: string;
  endpoints: string[];
  caFile: string;
  caPem: string;
  /** SHA-256 of each endpoint's certificate, in the order of the endpoints. */
  fingerprints: string[];
  tokenId: string;
  tokenSecret: string;
  unprivilegedTokenId: string;
  unprivilegedTokenSecret: string;
  adminUser: string;
  adminPassword: string;
}

/** What a test needs to know of one of the lab's estates. */
export interface LabEstate {
  id: string;
  platform: 'vsphere' | 'nutanix' | 'kubevirt';
  title: string;
  version: string;
  url: string;
  caFile: string;
  caPem: string;
  /** SHA-256 of its certificate. */
  fingerprint: string;
  username: string;
  password: string;
  token: string;
  unprivilegedUsername: string;
  unprivilegedPassword: string;
  unprivilegedToken: string;
}

/** How a test wants the lab. */
export interface LabProcessOptions {
  /** About so many guests instead of the default world's. */
  guests?: number;
  /** How many ordinary machines each estate has besides its stories. */
  estateGuests?: number;
  seed?: number;
  /** 0, the default: the world stands still until it is told to move. */
  tickSeconds?: number;
  latencyMilliseconds?: number;
}

/** What a fault does to calls or to the data centre; the lab's control says which there are. */
export interface LabFault {
  kind: string;
  [scope: string]: string | number | undefined;
}

/** A lab that runs. */
export interface LabProcess {
  clusters: LabCluster[];
  estates: LabEstate[];
  /** Where the lab's files are, `lab.json` among them. */
  directory: string;
  pid: number;
  cluster(id: string): LabCluster;
  estate(id: string): LabEstate;
  /** Calls the lab's control endpoint. */
  control<T = unknown>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<T>;
  /** Makes something go wrong; the answer mends it again. */
  fault(fault: LabFault): Promise<() => Promise<void>>;
  /** Does something to a guest of the world, at once. */
  guest<T = unknown>(command: object): Promise<T>;
  stop(): Promise<void>;
}

/**
 * Starts the simulated data centre in a process of its own on free ports. It
 * is never imported: tests reach it as the portal does, over real sockets.
 *
 * @throws Error with the lab's own output when it does not come up
 */
export async function startLabProcess(
  options: LabProcessOptions = {},
): Promise<LabProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'flyloft-lab-'));
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      LAB_DIR: directory,
      LAB_PORT_BASE: '0',
      LAB_SEED: String(options.seed ?? 1),
      LAB_TICK_SECONDS: String(options.tickSeconds ?? 0),
      ...(options.guests && { LAB_GUESTS: String(options.guests) }),
      ...(options.estateGuests !== undefined && {
        LAB_ESTATE_GUESTS: String(options.estateGuests),
      }),
      ...(options.latencyMilliseconds && {
        LAB_LATENCY_MS: String(options.latencyMilliseconds),
      }),
    },
  });
  try {
    await untilReady(child);
    const description = JSON.parse(
      await readFile(join(directory, 'lab.json'), 'utf8'),
    ) as LabFile;
    return labProcess(child, directory, description);
  } catch (error) {
    child.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** What of `lab.json` tests need. */
interface LabFile {
  pid: number;
  control: string;
  clusters: LabCluster[];
  estates: LabEstate[];
}

/** The lab names its control endpoint last, when everything listens. */
async function untilReady(child: ChildProcess): Promise<void> {
  const output: string[] = [];
  await new Promise<void>((ready, fail) => {
    const failed = (why: string) =>
      fail(new Error(`${why}\n${output.join('\n')}`));
    const timer = setTimeout(
      () => failed(`The lab did not come up within ${startSeconds} s`),
      startSeconds * 1000,
    );
    child.once('error', fail);
    child.once('exit', code => failed(`The lab ended with code ${code}`));
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', line => {
        output.push(line);
        if (!line.startsWith('Control: ')) return;
        clearTimeout(timer);
        child.removeAllListeners('exit');
        ready();
      });
    }
  });
}

function labProcess(
  child: ChildProcess,
  directory: string,
  description: LabFile,
): LabProcess {
  const control = async <T>(method: string, path: string, body?: object) => {
    const response = await fetch(`${description.control}${path}`, {
      method,
      ...(method === 'POST' && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text) as T;
  };
  return {
    clusters: description.clusters,
    estates: description.estates,
    directory,
    pid: description.pid,
    cluster(id) {
      const found = description.clusters.find(each => each.id === id);
      if (!found) throw new Error(`The lab has no cluster '${id}'`);
      return found;
    },
    estate(id) {
      const found = description.estates.find(each => each.id === id);
      if (!found) throw new Error(`The lab has no estate '${id}'`);
      return found;
    },
    control,
    async fault(fault) {
      const { id } = await control<{ id: number }>('POST', '/faults', fault);
      return async () => {
        // One that struck as often as it should is over already.
        const inForce = await control<Array<{ id: number }>>('GET', '/faults');
        if (inForce.some(each => each.id === id)) {
          await control('DELETE', `/faults/${id}`);
        }
      };
    },
    guest: command => control('POST', '/world/guests', command),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}
