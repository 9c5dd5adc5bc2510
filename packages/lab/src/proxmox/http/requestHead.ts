/** The head of one request. */
export interface RequestHead {
  method: string;
  /** As it stood in the request line. */
  target: string;
  /** `HTTP/1.1`; the answer repeats it. */
  protocol: string;
  /** Decoded. */
  path: string;
  /** Not decoded; empty without one. */
  query: string;
  /** By lower-case name; repeated ones joined with commas. */
  headers: ReadonlyMap<string, string>;
}

/** What can be said of the bytes received so far. */
export type HeadResult =
  | { kind: 'incomplete' }
  | { kind: 'head'; head: RequestHead; bytes: number }
  /** Answered at once, without waiting for the rest of the head. */
  | { kind: 'refused'; status: number; reason: string }
  /** Over a limit. Proxmox says nothing then and lets the connection time out. */
  | { kind: 'stuck' };

const maxHeaderLines = 64;
const maxHeaderBytes = 8 * 1024;

/** Reads a request's head from the beginning of what was received. */
export function readHead(received: Buffer): HeadResult {
  const lines = new LineReader(received);
  let first = lines.next();
  // Browsers were seen to send empty lines between requests.
  while (first === '') first = lines.next();
  if (first === undefined) {
    return received.length - lines.position > maxHeaderBytes
      ? { kind: 'stuck' }
      : { kind: 'incomplete' };
  }

  const parts = /^(\S+) (\S+) HTTP\/(\d+)\.(\d+)$/.exec(first);
  if (!parts) return { kind: 'refused', status: 400, reason: 'bad request' };
  const [, method = '', target = '', major = '', minor = ''] = parts;
  if (major !== '1') {
    const reason = `http protocol version ${major}.${minor} not supported`;
    return { kind: 'refused', status: 506, reason };
  }

  const headers = readHeaders(lines);
  if (headers.kind !== 'headers') return headers;
  const head: RequestHead = {
    method,
    target,
    protocol: `HTTP/${major}.${minor}`,
    ...splitTarget(target),
    headers: headers.headers,
  };
  return { kind: 'head', head, bytes: lines.position };
}

type HeadersResult =
  | Exclude<HeadResult, { kind: 'head' }>
  | { kind: 'headers'; headers: Map<string, string> };

function readHeaders(lines: LineReader): HeadersResult {
  const headers = new Map<string, string>();
  let current: string | undefined;
  let bytes = 0;
  for (let count = 1; ; count++) {
    const line = lines.next();
    const size = bytes + (line ?? lines.rest).length;
    if (count >= maxHeaderLines || size >= maxHeaderBytes) {
      return { kind: 'stuck' };
    }
    if (line === undefined) return { kind: 'incomplete' };
    if (line === '') return { kind: 'headers', headers };
    bytes = size;

    const field = /^([^:\s]+)\s*:\s*(.*)$/.exec(line);
    const folded = /^\s+(.*)$/.exec(line);
    if (field) {
      current = (field[1] ?? '').toLowerCase();
      const before = headers.get(current);
      const value = (field[2] ?? '').trimEnd();
      headers.set(
        current,
        before === undefined ? value : `${before}, ${value}`,
      );
    } else if (folded && current !== undefined) {
      headers.set(current, `${headers.get(current)} ${folded[1]}`);
    } else {
      const reason = 'unable to parse request header';
      return { kind: 'refused', status: 506, reason };
    }
  }
}

function splitTarget(target: string): { path: string; query: string } {
  const local = target.replace(/^https?:\/\/[^/]*/i, '').replace(/#.*$/s, '');
  const mark = local.indexOf('?');
  const path = mark < 0 ? local : local.slice(0, mark);
  return {
    path: decodePercent(path),
    query: mark < 0 ? '' : local.slice(mark + 1),
  };
}

/** Decodes `%41` and leaves what is no such thing as it is. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  const bytes = text.replace(/%([0-9a-f]{2})|[^\0-\x7f]/gi, (match, hex) =>
    hex
      ? String.fromCharCode(parseInt(hex, 16))
      : Buffer.from(match).toString('latin1'),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Lines that end in CRLF or LF. */
class LineReader {
  position = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get rest(): Buffer {
    return this.bytes.subarray(this.position);
  }

  next(): string | undefined {
    const end = this.bytes.indexOf(0x0a, this.position);
    if (end < 0) return undefined;
    const line = this.bytes.toString('utf8', this.position, end);
    this.position = end + 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}
