import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Access } from '../access/Access.ts';
import { Connection, type ConnectionContext } from './Connection.ts';
import { Dispatcher } from './Dispatcher.ts';
import type { Interceptor } from './interceptor.ts';
import type { Route } from './route.ts';

export interface ApiServerOptions {
  /** 0: any free one. */
  port: number;
  /** Default: 127.0.0.1. */
  host?: string;
  /** PEM. */
  tls: { key: string; cert: string };
  routes: Iterable<Route>;
  access: Access;
  interceptor?: Interceptor;
  /** How late a 401 is sent; Proxmox takes three seconds. */
  unauthenticatedDelayMilliseconds?: number;
  /** How long a silent connection stays open; Proxmox waits five seconds. */
  idleMilliseconds?: number;
  /** HTML shown under `/`. */
  frontPage?: string;
  /** Told of defects in handlers; the client gets a 500. Default: standard error. */
  onError?: (error: unknown) => void;
}

export interface ApiServer {
  readonly port: number;
  /** Ends every connection and stops listening. The port is free afterwards. */
  close(): Promise<void>;
}

/** The first byte of a TLS handshake; no HTTP request begins with it. */
const tlsHandshake = 0x16;

/**
 * Starts the API of one Proxmox node: TLS, and on the same port the plain
 * HTTP that is sent away to it.
 */
export async function startApiServer(
  options: ApiServerOptions,
): Promise<ApiServer> {
  const onError = options.onError ?? (error => console.error(error));
  const context: ConnectionContext = {
    dispatcher: new Dispatcher(options.routes, options.access, onError),
    interceptor: options.interceptor ?? {},
    unauthenticatedDelayMilliseconds:
      options.unauthenticatedDelayMilliseconds ?? 3000,
    idleMilliseconds: options.idleMilliseconds ?? 5000,
    frontPage: options.frontPage,
    onError,
  };
  const open = new Set<Socket>();
  const serve = (socket: Socket | TLSSocket, isSecure: boolean) => {
    socket.setNoDelay(true);
    void new Connection(socket, isSecure, context).serve();
  };

  const tls = createTlsServer({ ...options.tls }, socket =>
    serve(socket, true),
  );
  // A client that doesn't trust the certificate hangs up: its business.
  tls.on('tlsClientError', (_, socket) => socket.destroy());
  const tcp = createTcpServer(socket => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(context.idleMilliseconds, () => socket.destroy());
    socket.once('data', first => {
      socket.setTimeout(0);
      socket.pause();
      socket.unshift(first);
      if (first[0] === tlsHandshake) tls.emit('connection', socket);
      else serve(socket, false);
      process.nextTick(() => socket.resume());
    });
  });

  tcp.listen(options.port, options.host ?? '127.0.0.1');
  await once(tcp, 'listening');
  return {
    port: (tcp.address() as AddressInfo).port,
    close: async () => {
      const closed = once(tcp, 'close');
      tcp.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
