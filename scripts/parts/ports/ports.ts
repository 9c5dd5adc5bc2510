import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../../bootstrap/problem.mjs';
import { ownerOfPort } from './ownerOfPort.ts';

// Below the ports that systems hand out: one of these could be taken for an
// outgoing connection between two uses of it.
const lowest = 10_000;
const count = 7_000;

/** A port nobody uses now, for tests that run side by side. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < count; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * count);
    if ((await listenFailure(port, host)) === undefined) return port;
  }
  throw new Error(`None of ${count} ports tried on ${host} is free`);
}

export interface WantedPort {
  port: number;
  host: string;
  /** Who wants it, as people know it. */
  purpose: string;
  /** How another one is chosen. */
  advice: string;
}

const PATIENCE_MS = 3000;
const POLL_MS = 100;

/** Refuses a port that somebody else has, by name where that is known. */
export async function requireFreePort(wanted: WantedPort): Promise<void> {
  const code = await lastingFailure(wanted);
  if (code === undefined) return;
  const { port, host, purpose, advice } = wanted;
  if (code === 'EACCES') {
    throw new Problem(
      `Port ${port} for ${purpose} may not be used by this account.`,
      `Ports below 1024 belong to root. ${advice}`,
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    throw new Problem(
      `${host} is not an address of this machine; ${purpose} cannot listen on it.`,
      advice,
    );
  }
  if (code !== 'EADDRINUSE') {
    throw new Problem(`Port ${port} for ${purpose}: ${code}.`, advice);
  }
  const owner = ownerOfPort(port);
  throw new Problem(
    `Port ${port} for ${purpose} is in use${owner ? ` by ${owner}` : ''}.`,
    `End that program, or choose another port. ${advice}`,
  );
}

/** A killed process keeps its ports a moment longer than its name. */
async function lastingFailure({
  port,
  host,
}: WantedPort): Promise<string | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const code = await listenFailure(port, host);
    const mayPass = code === 'EADDRINUSE' && ownerOfPort(port) === undefined;
    if (!mayPass || Date.now() > deadline) return code;
    await delay(POLL_MS);
  }
}

function listenFailure(
  port: number,
  host: string,
): Promise<string | undefined> {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', error =>
      resolve((error as NodeJS.ErrnoException).code ?? error.message),
    );
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}
