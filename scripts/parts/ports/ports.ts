import net from 'node:net';
import { Problem } from '../../bootstrap/problem.mjs';
import { ownerOfPort } from './ownerOfPort.ts';

/** A port nobody uses now, for tests that run side by side. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export interface WantedPort {
  port: number;
  host: string;
  /** Who wants it, as people know it. */
  purpose: string;
  /** How another one is chosen. */
  advice: string;
}

/** Refuses a port that somebody else has, by name where that is known. */
export async function requireFreePort(wanted: WantedPort): Promise<void> {
  const code = await listenFailure(wanted.port, wanted.host);
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
