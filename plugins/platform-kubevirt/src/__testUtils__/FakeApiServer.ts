import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubernetesClient } from '../client/KubernetesClient';

/** What a test's API server does with one request. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => void;

/** An API server whose every byte a test decides; plain HTTP on loopback. */
export class FakeApiServer {
  readonly asked: string[] = [];
  private readonly server: Server;
  private readonly clients: KubernetesClient[] = [];

  private constructor(handler: Handler) {
    this.server = createServer((request, response) => {
      const url = new URL(request.url!, 'http://localhost');
      this.asked.push(`${request.method} ${url.pathname}${url.search}`);
      handler(request, response, url);
    });
  }

  static async start(handler: Handler): Promise<FakeApiServer> {
    const fake = new FakeApiServer(handler);
    fake.server.listen(0, '127.0.0.1');
    await once(fake.server, 'listening');
    return fake;
  }

  client(
    options: {
      token?: string;
      timeoutMilliseconds?: number;
      path?: string;
    } = {},
  ): KubernetesClient {
    const { port } = this.server.address() as AddressInfo;
    const client = new KubernetesClient({
      access: async () => ({
        server: `http://127.0.0.1:${port}${options.path ?? ''}`,
        trust: {},
        token: options.token ?? 'secret-token',
      }),
      requestTimeoutMilliseconds: options.timeoutMilliseconds ?? 5_000,
      parallelCalls: 2,
      // No time is lost between tries.
      random: () => -1.5,
    });
    this.clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map(client => client.close()));
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** Answers with JSON. */
export function reply(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

/** Refuses as an API server does. */
export function refuse(
  response: ServerResponse,
  code: number,
  message = 'no',
): void {
  reply(response, { kind: 'Status', code, message, metadata: {} }, code);
}
