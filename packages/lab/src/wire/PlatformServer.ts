import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type {
  Cut,
  Interceptor,
  Reply,
  RequestSummary,
} from '../proxmox/http/index.ts';

/** A request as an API of the lab gets it. */
export interface WireRequest {
  method: string;
  /** Without the query, decoded by nobody. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Fires when the client goes away or the server closes. */
  signal: AbortSignal;
}

/** What an API answers. A body that comes bit by bit is sent as it comes. */
export interface WireReply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer | AsyncIterable<string>;
}

export interface PlatformServerOptions {
  /** Plain HTTP without. */
  tls?: { key: string; cert: string };
  /** 0 takes a free one. */
  port: number;
  /** Stands in front of the API and makes its faults. */
  interceptor?: Interceptor;
  /**
   * What faults know a call by; the path unless told. An API with one path for
   * everything names the operation here.
   */
  operationOf?: (request: WireRequest) => string;
  handle: (request: WireRequest) => Promise<WireReply> | WireReply;
}

export interface PlatformServer {
  readonly port: number;
  /** Drops every answer that is still being sent, as a cable pulled out does. */
  dropStreams(): void;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 8 * 1_048_576;

/**
 * HTTP in front of an API of the lab: body, abort, faults and streams. Of any
 * platform's protocol it knows nothing.
 */
export async function startPlatformServer(
  options: PlatformServerOptions,
): Promise<PlatformServer> {
  const streams = new Set<ServerResponse>();
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void serve(options, streams, request, response);
  };
  const server: Server = options.tls
    ? createTlsServer(options.tls, listener)
    : createServer(listener);
  // Long answers and watches decide for themselves when they end.
  server.requestTimeout = 0;
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const dropStreams = () => streams.forEach(stream => stream.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    dropStreams,
    async close() {
      const closed = once(server, 'close');
      server.close();
      dropStreams();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  options: PlatformServerOptions,
  streams: Set<ServerResponse>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    const request = await read(incoming, gone.signal);
    if (!request) {
      response.writeHead(413).end();
      return;
    }
    const summary = summaryOf(options, request, incoming);
    const instead = await options.interceptor?.beforeHandling?.(summary);
    if (instead) {
      if ('cut' in instead) response.destroy();
      else send(response, instead);
      return;
    }
    const reply = await options.handle(request);
    if (isStream(reply.body)) {
      await stream(response, reply, reply.body, streams);
      await options.interceptor?.beforeSending?.(summary, asReply(reply, ''));
      return;
    }
    const plain = asReply(reply, reply.body ?? '');
    const spoiled = await options.interceptor?.beforeSending?.(summary, plain);
    if (spoiled && 'cut' in spoiled) cutShort(response, plain, spoiled);
    else send(response, spoiled ?? plain, reply.headers);
  } catch (error) {
    if (gone.signal.aborted) return;
    console.error('An API of the lab failed:', error);
    response.destroy();
  }
}

async function read(
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  const url = new URL(incoming.url ?? '/', 'https://localhost');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
    signal,
  };
}

function summaryOf(
  { operationOf }: PlatformServerOptions,
  request: WireRequest,
  incoming: IncomingMessage,
): RequestSummary {
  return {
    method: request.method,
    path: operationOf?.(request) ?? request.path,
    query: request.query.toString(),
    clientAddress: incoming.socket.remoteAddress ?? '',
    signal: request.signal,
  };
}

function asReply(reply: WireReply, body: string | Buffer): Reply {
  return {
    status: reply.status,
    reason: '',
    contentType: reply.headers?.['content-type'],
    body,
  };
}

function isStream(body: WireReply['body']): body is AsyncIterable<string> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}

async function stream(
  response: ServerResponse,
  reply: WireReply,
  body: AsyncIterable<string>,
  streams: Set<ServerResponse>,
): Promise<void> {
  streams.add(response);
  response.on('close', () => streams.delete(response));
  response.writeHead(reply.status, reply.headers);
  response.flushHeaders();
  for await (const part of body) {
    if (response.destroyed) return;
    if (!response.write(part)) {
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
  }
  response.end();
}

/** Sends the head, which promises the whole, and only a share of the body. */
function cutShort(response: ServerResponse, reply: Reply, cut: Cut): void {
  if (cut.cut === 'before-head') {
    response.destroy();
    return;
  }
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    ...(reply.contentType === undefined
      ? {}
      : { 'content-type': reply.contentType }),
    'content-length': body.length,
  });
  const share = body.subarray(0, Math.floor(body.length * cut.share));
  response.write(share, () => response.destroy());
}

function send(
  response: ServerResponse,
  reply: Reply,
  headers: Record<string, string> = {},
): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, reply.reason || undefined, {
    ...(reply.contentType === undefined
      ? {}
      : { 'content-type': reply.contentType }),
    ...headers,
    'content-length': body.length,
  });
  response.end(body);
}
