import { constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { Reply } from './interceptor.ts';

const compress = promisify(gzip);

/** Answers below this size are never compressed. */
const gzipFromBytes = 1024;

/** How a reply is to be written on this connection. */
export interface Delivery {
  protocol: string;
  keepAlive: boolean;
  acceptsGzip: boolean;
  now: Date;
}

/** A reply as it goes over the wire. */
export interface ReplyBytes {
  head: Buffer;
  body: Buffer;
}

/** Writes a reply with the headers Proxmox sends, in its order. */
export async function replyBytes(
  reply: Reply,
  delivery: Delivery,
): Promise<ReplyBytes> {
  let body = Buffer.from(reply.body);
  const zipped = delivery.acceptsGzip && body.length > gzipFromBytes;
  // The fastest level: the real server spends another machine's time on it.
  if (zipped) body = await compress(body, { level: constants.Z_BEST_SPEED });

  const date = delivery.now.toUTCString();
  const headers: Array<[string, string | number | undefined]> = [
    ['Cache-Control', 'max-age=0'],
    ['Connection', delivery.keepAlive ? 'Keep-Alive' : 'close'],
    ['Date', date],
    ['Pragma', 'no-cache'],
    ['Location', reply.location],
    ['Server', 'pve-api-daemon/3.0'],
    ['Content-Encoding', zipped ? 'gzip' : undefined],
    // An empty answer has no length: the client sees its end in the close.
    ['Content-Length', body.length > 0 ? body.length : undefined],
    ['Content-Type', reply.contentType],
    ['Expires', date],
  ];
  const head = [
    `${delivery.protocol} ${reply.status} ${firstLine(reply.reason)}`,
    ...headers
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');
  return { head: Buffer.from(head), body };
}

/** A status line holds one line, whatever an error's text does. */
function firstLine(text: string): string {
  return text.split(/[\r\n]/, 1)[0] ?? '';
}

/** An answer in plain text that is its own reason phrase, as the server's own refusals are. */
export function refusal(status: number, text: string): Reply {
  return { status, reason: text, body: text };
}

/** An answer without a body. */
export function bare(status: number, text: string): Reply {
  return { status, reason: text, body: '' };
}
