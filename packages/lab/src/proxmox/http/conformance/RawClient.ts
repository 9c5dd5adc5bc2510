import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** An answer as it came over the wire. */
export interface RawAnswer {
  statusLine: string;
  /** In the order they were sent. */
  headers: string[];
  body: Buffer;
  /** From the request's last byte to the answer's first. */
  milliseconds: number;
}

/** Sends bytes and reads bytes: no HTTP library between the test and the server. */
export class RawClient {
  readonly socket: Socket;
  private received: Buffer = Buffer.alloc(0);
  private ended = false;
  private wake: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.received = Buffer.concat([this.received, bytes]);
      this.wake?.();
    });
    for (const event of ['end', 'close', 'error']) {
      socket.on(event, () => {
        this.ended = true;
        this.wake?.();
      });
    }
  }

  static async overTls(port: number, ca: string): Promise<RawClient> {
    const socket = connectTls({ host: '127.0.0.1', port, ca: [ca] });
    await once(socket, 'secureConnect');
    return new RawClient(socket);
  }

  static async overTcp(port: number): Promise<RawClient> {
    const socket = connectTcp({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  get isOpen(): boolean {
    return !this.ended;
  }

  send(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** Undefined when the server closed without an answer. */
  async answer(): Promise<RawAnswer | undefined> {
    const started = performance.now();
    const head = await this.until(received => {
      const end = received.indexOf('\r\n\r\n');
      return end < 0 ? undefined : end + 4;
    });
    if (!head) return undefined;
    const milliseconds = performance.now() - started;
    const [statusLine = '', ...headers] = head
      .toString('utf8')
      .trimEnd()
      .split('\r\n');
    const length = Number(valueOf(headers, 'Content-Length') ?? 0);
    const body = (await this.take(length)) ?? this.received;
    return { statusLine, headers, body, milliseconds };
  }

  /** As many bytes; undefined when fewer came before the end. */
  async take(length: number): Promise<Buffer | undefined> {
    return this.until(received =>
      received.length >= length ? length : undefined,
    );
  }

  /** Resolves when the server has closed. */
  async end(): Promise<void> {
    while (!this.ended) await this.more();
  }

  /** What came and was not taken yet. */
  get rest(): Buffer {
    return this.received;
  }

  close(): void {
    this.socket.destroy();
  }

  private async until(
    boundary: (received: Buffer) => number | undefined,
  ): Promise<Buffer | undefined> {
    for (;;) {
      const end = boundary(this.received);
      if (end !== undefined) {
        const taken = this.received.subarray(0, end);
        this.received = this.received.subarray(end);
        return taken;
      }
      if (this.ended) return undefined;
      await this.more();
    }
  }

  private async more(): Promise<void> {
    await new Promise<void>(resolve => {
      this.wake = resolve;
    });
    this.wake = undefined;
  }
}

/** A header's value; undefined when it was not sent. */
export function valueOf(headers: string[], name: string): string | undefined {
  return headers
    .find(header => header.toLowerCase().startsWith(`${name.toLowerCase()}: `))
    ?.slice(name.length + 2);
}
