import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { ApiError } from './ApiError.ts';
import { apiAddress, type Answer, type Dispatcher } from './Dispatcher.ts';
import type { Cut, Interceptor, Reply, RequestSummary } from './interceptor.ts';
import { bare, refusal, replyBytes } from './replyBytes.ts';
import { readHead, type RequestHead } from './requestHead.ts';
import { mediaTypeOf } from './requestParameters.ts';
import { joinWebSocket, upgradeHead, wantsUpgrade } from './webSocket.ts';

const maxBodyBytes = 512 * 1024;
const requestsPerConnection = 100;

/** How long a closed connection still swallows what the client was sending. */
const lingerMilliseconds = 2000;

const methods = ['GET', 'POST', 'PUT', 'DELETE'];

/** What every connection of a server shares. */
export interface ConnectionContext {
  dispatcher: Dispatcher;
  interceptor: Interceptor;
  /** How late a 401 is sent. */
  unauthenticatedDelayMilliseconds: number;
  /** How long a client may be silent between and within requests. */
  idleMilliseconds: number;
  /** HTML shown under `/`, where the real one has its user interface. */
  frontPage: string | undefined;
  onError: (error: unknown) => void;
}

/** A reply and when it may be sent; or what becomes of the connection instead. */
type Outcome =
  | { reply: Reply; lateMilliseconds?: number }
  | { cut: Cut }
  | { upgrade: Answer['stream'] };

/**
 * Speaks HTTP/1 with one client, one request after the other. Node's own
 * server would correct what makes Proxmox' answers what they are.
 */
export class Connection {
  private readonly socket: Socket | TLSSocket;
  private readonly isSecure: boolean;
  private readonly context: ConnectionContext;
  private readonly closed = new AbortController();
  private received: Buffer = Buffer.alloc(0);
  private onReceived: (() => void) | undefined;
  private remainingRequests = requestsPerConnection;

  constructor(
    socket: Socket | TLSSocket,
    isSecure: boolean,
    context: ConnectionContext,
  ) {
    this.socket = socket;
    this.isSecure = isSecure;
    this.context = context;
    socket.on('data', (bytes: Buffer) => {
      this.received = Buffer.concat([this.received, bytes]);
      this.onReceived?.();
    });
    // A client that hangs up is no error of the server's; 'close' follows.
    socket.on('error', () => this.closed.abort());
    // Proxmox gives up a request as soon as the client closes its side.
    for (const event of ['end', 'close']) {
      socket.on(event, () => {
        this.closed.abort();
        this.onReceived?.();
      });
    }
    socket.on('timeout', () => socket.destroy());
  }

  /** Serves until either side closes. */
  async serve(): Promise<void> {
    try {
      let goesOn = true;
      while (goesOn && !this.closed.signal.aborted) {
        goesOn = await this.serveOne();
      }
    } catch (error) {
      this.context.onError(error);
      this.socket.destroy();
    }
  }

  private async serveOne(): Promise<boolean> {
    const head = await this.readHead();
    if (head === undefined) return false;
    this.remainingRequests--;
    if ('status' in head) {
      return this.send(
        head,
        undefined,
        summaryOf(undefined, '', this.closed.signal),
      );
    }
    const started = performance.now();
    const summary = summaryOf(head, this.clientAddress(), this.closed.signal);
    const outcome = await this.outcomeOf(head, summary);
    if (this.closed.signal.aborted) return false;
    if ('cut' in outcome) return this.cut(outcome.cut);
    if ('upgrade' in outcome) return this.upgrade(head, outcome.upgrade);

    const waited = performance.now() - started;
    await this.wait((outcome.lateMilliseconds ?? 0) - waited);
    return this.send(outcome.reply, head, summary);
  }

  /** Undefined when the client is gone, or never completes an acceptable head. */
  private async readHead(): Promise<RequestHead | Reply | undefined> {
    for (;;) {
      const result = readHead(this.received);
      if (result.kind === 'head') {
        this.received = this.received.subarray(result.bytes);
        return result.head;
      }
      if (result.kind === 'refused')
        return refusal(result.status, result.reason);
      if (result.kind === 'stuck') this.received = Buffer.alloc(0);
      if (!(await this.more())) return undefined;
      if (result.kind === 'stuck') return this.neverAnswer();
    }
  }

  private async neverAnswer(): Promise<undefined> {
    while (await this.more()) this.received = Buffer.alloc(0);
  }

  private async outcomeOf(
    head: RequestHead,
    summary: RequestSummary,
  ): Promise<Outcome> {
    if (!methods.includes(head.method)) {
      return { reply: bare(501, `method '${head.method}' not available`) };
    }
    const encoding = head.headers.get('transfer-encoding')?.toLowerCase();
    if (encoding !== undefined) {
      const text =
        encoding === 'chunked'
          ? 'chunked transfer encoding not supported'
          : `Unknown transfer encoding '${encoding}'`;
      return { reply: refusal(501, text) };
    }
    if (!this.isSecure) return this.redirect(head);

    const instead = await this.context.interceptor.beforeHandling?.(summary);
    if (instead)
      return 'cut' in instead ? { cut: instead } : { reply: instead };
    return head.path.startsWith('/api2')
      ? this.callApi(head)
      : { reply: this.page(head) };
  }

  private async callApi(head: RequestHead): Promise<Outcome> {
    const { dispatcher, unauthenticatedDelayMilliseconds } = this.context;
    const address = apiAddress(head.path);
    if (!address) return { reply: refusal(501, 'no such uri') };

    let caller;
    try {
      caller = dispatcher.authenticate(head, address.path);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return {
        reply: bare(error.status, error.message),
        lateMilliseconds: unauthenticatedDelayMilliseconds,
      };
    }

    const body = await this.readBody(head);
    if (!Buffer.isBuffer(body)) return { reply: body };
    const answer = await dispatcher.answer({
      head,
      address,
      caller,
      body,
      clientAddress: this.clientAddress(),
      signal: this.closed.signal,
    });
    if (answer.stream && wantsUpgrade(head)) return { upgrade: answer.stream };
    return {
      reply: answer.reply,
      lateMilliseconds:
        answer.reply.status === 401 ? unauthenticatedDelayMilliseconds : 0,
    };
  }

  /** The body, or why there is none. */
  private async readBody(head: RequestHead): Promise<Buffer | Reply> {
    const length = Number(head.headers.get('content-length') ?? 0);
    if (!(length > 0)) return Buffer.alloc(0);
    if (head.method !== 'PUT' && head.method !== 'POST') {
      return refusal(501, `Unexpected content for method '${head.method}'`);
    }
    if (length > maxBodyBytes) return refusal(501, 'for data too large');
    const contentType = head.headers.get('content-type');
    const type = mediaTypeOf(contentType);
    if (
      !['', 'application/x-www-form-urlencoded', 'application/json'].includes(
        type,
      )
    ) {
      return refusal(
        506,
        `upload 'Content-Type '${contentType}' not implemented`,
      );
    }
    return this.take(length);
  }

  private async take(length: number): Promise<Buffer> {
    while (this.received.length < length) {
      if (!(await this.more())) return Buffer.alloc(0);
    }
    const taken = this.received.subarray(0, length);
    this.received = this.received.subarray(length);
    return taken;
  }

  /** Plain HTTP on the TLS port is sent to HTTPS, on the host name it asked for. */
  private async redirect(head: RequestHead): Promise<Outcome> {
    const length = Number(head.headers.get('content-length') ?? 0);
    if (length > 0 && length <= maxBodyBytes) await this.take(length);
    const host =
      head.headers.get('host') ??
      `${this.socket.localAddress}:${this.socket.localPort}`;
    const [status, text] =
      head.method === 'GET'
        ? [301, 'Moved Permanently']
        : [308, 'Permanent Redirect'];
    const location = `https://${host}${head.target}`;
    return { reply: { ...refusal(status, text), location } };
  }

  private page(head: RequestHead): Reply {
    const { frontPage } = this.context;
    if (head.method === 'GET' && head.path === '/' && frontPage !== undefined) {
      return {
        status: 200,
        reason: 'OK',
        contentType: 'text/html; charset=utf-8',
        body: frontPage,
      };
    }
    return refusal(501, `no such file '${head.path}'\n`);
  }

  private async send(
    planned: Reply,
    head: RequestHead | undefined,
    summary: RequestSummary,
  ): Promise<boolean> {
    const other =
      head &&
      (await this.context.interceptor.beforeSending?.(summary, planned));
    const cut = other && 'cut' in other ? other : undefined;
    if (cut?.cut === 'before-head') return this.cut(cut);
    const reply = other && !('cut' in other) ? other : planned;
    const keepAlive =
      reply.status < 400 &&
      this.remainingRequests > 0 &&
      head !== undefined &&
      staysOpen(head);
    const bytes = await replyBytes(reply, {
      protocol: head?.protocol ?? 'HTTP/1.0',
      keepAlive,
      acceptsGzip:
        head?.headers.get('accept-encoding')?.includes('gzip') ?? false,
      now: new Date(),
    });
    if (this.closed.signal.aborted) return false;
    this.socket.write(bytes.head);
    if (cut?.cut === 'in-body') {
      const part = bytes.body.subarray(
        0,
        Math.floor(bytes.body.length * cut.share),
      );
      this.socket.write(part, () => this.socket.destroy());
      return false;
    }
    this.socket.write(bytes.body);
    if (!keepAlive) this.close();
    return keepAlive;
  }

  private upgrade(head: RequestHead, stream: Answer['stream']): boolean {
    if (!stream) return false;
    let answer: string;
    try {
      answer = upgradeHead(head);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const summary = summaryOf(head, this.clientAddress(), this.closed.signal);
      void this.send(refusal(error.status, error.message), head, summary);
      return false;
    }
    this.socket.setTimeout(0);
    this.socket.write(answer);
    const take = joinWebSocket(this.socket, stream());
    const early = this.received;
    this.received = Buffer.alloc(0);
    this.onReceived = () => {
      const bytes = this.received;
      this.received = Buffer.alloc(0);
      if (bytes.length > 0) take(bytes);
    };
    if (early.length > 0) take(early);
    return false;
  }

  private cut(cut: Cut): boolean {
    if (cut.cut === 'before-head') this.socket.destroy();
    return false;
  }

  /**
   * Ends the connection, but goes on reading for a while: closing with unread
   * bytes would reset it, and the client would lose the answer.
   */
  private close(): void {
    this.onReceived = () => {
      this.received = Buffer.alloc(0);
    };
    this.socket.end();
    this.socket.setTimeout(lingerMilliseconds);
  }

  /** Waits for more bytes; false when none will come. */
  private async more(): Promise<boolean> {
    if (this.closed.signal.aborted) return false;
    this.socket.setTimeout(this.context.idleMilliseconds);
    await new Promise<void>(resolve => {
      this.onReceived = resolve;
    });
    this.onReceived = undefined;
    this.socket.setTimeout(0);
    return !this.closed.signal.aborted;
  }

  private async wait(milliseconds: number): Promise<void> {
    if (milliseconds <= 0 || this.closed.signal.aborted) return;
    await new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer);
        this.closed.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.closed.signal.addEventListener('abort', done);
    });
  }

  private clientAddress(): string {
    return this.socket.remoteAddress ?? '';
  }
}

function staysOpen(head: RequestHead): boolean {
  const wish = head.headers.get('connection');
  if (wish !== undefined) return !/close/i.test(wish);
  return head.protocol !== 'HTTP/1.0';
}

function summaryOf(
  head: RequestHead | undefined,
  clientAddress: string,
  signal: AbortSignal,
): RequestSummary {
  const path = head?.path ?? '';
  return {
    method: head?.method ?? '',
    path: apiAddress(path)?.path ?? path,
    query: head?.query ?? '',
    clientAddress,
    signal,
  };
}
