import { tokenId, tokenSecret } from '../toyApi.ts';

/** Things a request needs that are only known when the server runs. */
export interface Signed {
  ticket: string;
  csrfToken: string;
  otherTicket: string;
  /** For root's token, guest 100 and port 5900. */
  consoleTicket: string;
}

/** One exchange that the real server was seen to have. */
export interface HttpCase {
  method: string;
  /** Below /api2/json unless it begins with /api2. */
  path: string | ((signed: Signed) => string);
  version?: string;
  /** The token's header when absent. */
  auth?: 'none' | ((signed: Signed) => string[]);
  headers?: string[];
  body?: string;
  plain?: true;
  /** Nothing when the server never answers. */
  status?: string;
  /** True when the connection can be used again. */
  keeps?: true;
  late?: true;
  location?: string;
  gzipped?: true;
  /** Absent: no body, and then no length either. */
  json?: unknown;
  text?: string;
  /** How long the real server's body was, where the toy's must be as long. */
  bytes?: number;
  check?: 'ticket' | 'console ticket' | 'long list';
}

const tokenHeader = `Authorization: PVEAPIToken=${tokenId}=${tokenSecret}`;

/** A case's request as it goes over the wire. */
export function requestBytes(one: HttpCase, signed: Signed): string {
  const path = typeof one.path === 'string' ? one.path : one.path(signed);
  const target = path.startsWith('/api2') ? path : `/api2/json${path}`;
  const auth = one.auth === 'none' ? [] : (one.auth?.(signed) ?? [tokenHeader]);
  const headers = one.headers ?? [];
  const chunked = headers.some(header => header.startsWith('Transfer-'));
  const length =
    one.body && !chunked ? [`Content-Length: ${one.body.length}`] : [];
  return [
    `${one.method} ${target} ${one.version ?? 'HTTP/1.1'}`,
    'Host: pve1:8006',
    ...auth,
    ...headers,
    ...length,
    '',
    one.body ?? '',
  ].join('\r\n');
}
