import { tokenId, tokenSecret } from './toyApi.ts';

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
const form = 'Content-Type: application/x-www-form-urlencoded';
const asJson = 'Content-Type: application/json';
const config = '/nodes/pve1/qemu/100/config';
const echo = '/nodes/pve1/qemu/100/echo';

const version = {
  data: { version: '9.2.2', release: '9.2', repoid: 'b9984c6d90a4bd80' },
};
const done = { status: '200 OK', keeps: true, json: { data: null }, bytes: 13 };
const getsVersion = {
  method: 'GET',
  path: '/version',
  status: '200 OK',
  keeps: true,
  json: version,
  bytes: 72,
} as const;

const wrong = (errors: Record<string, string>, bytes: number) => ({
  status: '400 Parameter verification failed.',
  json: { data: null, errors, message: 'Parameter verification failed.\n' },
  bytes,
});
const fails = (text: string, bytes: number) => ({
  status: `500 ${text}`,
  json: { data: null, message: `${text}\n` },
  bytes,
});
const refuses = (status: number, text: string) => ({
  status: `${status} ${text}`,
  text,
});
const tooLate = (text: string) =>
  ({ status: `401 ${text}`, late: true }) as const;
const puts = (body: string, headers = [form]) => ({
  method: 'PUT',
  path: config,
  body,
  headers,
});
const echoes = (
  body: string,
  data: Record<string, string>,
  bytes: number,
  headers = [form],
) => ({
  method: 'POST',
  path: echo,
  body,
  headers,
  status: '200 OK',
  keeps: true as const,
  json: { data: { node: 'pve1', vmid: '100', ...data } },
  bytes,
});
const unknownProperty =
  'property is not defined in schema and the schema does not allow additional properties';
const typeOf = (type: string, got: string) =>
  `type check ('${type}') failed - got '${got}'`;
const missingGuest =
  "Configuration file 'nodes/pve1/qemu-server/101.conf' does not exist";

/** Who is calling, and in which of the accepted spellings. */
const authentication: Record<string, HttpCase> = {
  'token-ok': getsVersion,
  'token-urlencoded': {
    ...getsVersion,
    auth: () => [
      `Authorization: PVEAPIToken=${encodeURIComponent(tokenId).replace('!', '%21')}=${tokenSecret}`,
    ],
  },
  'token-space-form': {
    ...getsVersion,
    auth: () => [`Authorization: PVEAPIToken ${tokenId}=${tokenSecret}`],
  },
  'token-bad': {
    method: 'GET',
    path: '/version',
    auth: () => [`Authorization: PVEAPIToken=${tokenId}=bad`],
    ...tooLate('Authentication failed!'),
  },
  'no-auth': {
    method: 'GET',
    path: '/version',
    auth: 'none',
    ...tooLate('No ticket'),
  },
  'login-ok': {
    method: 'POST',
    path: '/access/ticket',
    auth: 'none',
    headers: [form],
    body: 'username=root%40pam&password=pw',
    status: '200 OK',
    keeps: true,
    check: 'ticket',
  },
  'login-bad-401': {
    method: 'POST',
    path: '/access/ticket',
    auth: 'none',
    headers: [form],
    body: 'username=root%40pam&password=no',
    ...tooLate('authentication failure'),
    json: { data: null, message: 'authentication failure\n' },
    bytes: 50,
  },
  'cookie-encoded-get': {
    ...getsVersion,
    auth: ({ ticket }) => [
      `Cookie: PVEAuthCookie=${encodeURIComponent(ticket)}`,
    ],
  },
  'cookie-raw-get': {
    ...getsVersion,
    auth: ({ ticket }) => [`Cookie: PVEAuthCookie=${ticket}`],
  },
  'cookie-in-authorization': {
    ...getsVersion,
    auth: ({ ticket }) => [`Authorization: PVEAuthCookie=${ticket}`],
  },
  'cookie-put-no-csrf-401': {
    ...puts('cores=4'),
    auth: ({ ticket }) => [`Cookie: PVEAuthCookie=${ticket}`],
    ...tooLate('Permission denied - invalid csrf token'),
  },
  'cookie-put-csrf-ok': {
    ...puts('cores=4'),
    auth: ({ ticket, csrfToken }) => [
      `Cookie: PVEAuthCookie=${ticket}`,
      `CSRFPreventionToken: ${csrfToken}`,
    ],
    ...done,
  } as HttpCase,
  'cookie-garbage-401': {
    method: 'GET',
    path: '/version',
    auth: () => ['Cookie: PVEAuthCookie=PVE:root@pam:00000000::bm90aGluZw=='],
    ...tooLate('Authentication failed!'),
  },
};

/** What is there, what isn't, and which parameters are wrong. */
const calls: Record<string, HttpCase> = {
  'unknown-path': {
    method: 'GET',
    path: '/nope',
    status: "501 Method 'GET /nope' not implemented",
    json: { data: null, message: "Method 'GET /nope' not implemented" },
    bytes: 60,
  },
  'unknown-format': {
    method: 'GET',
    path: '/api2/xml/version',
    ...refuses(501, 'no formatter for uri /version, xml'),
    bytes: 34,
  },
  'config-ok': {
    method: 'GET',
    path: config,
    status: '200 OK',
    keeps: true,
    json: {
      data: {
        name: 'vm100',
        cores: 2,
        memory: '2048',
        digest: 'a'.repeat(40),
      },
    },
  },
  'vm-missing-500': {
    method: 'GET',
    path: '/nodes/pve1/qemu/101/config',
    ...fails(missingGuest, 95),
  },
  'vmid-invalid-400': {
    method: 'GET',
    path: '/nodes/pve1/qemu/99/config',
    ...wrong({ vmid: 'value must have a minimum value of 100' }, 117),
  },
  'vmid-nan-400': {
    method: 'GET',
    path: '/nodes/pve1/qemu/abc/config',
    ...wrong({ vmid: typeOf('integer', 'abc') }, 120),
  },
  'unknown-param-400': {
    method: 'GET',
    path: `${config}?foo=1`,
    ...wrong({ foo: unknownProperty }, 163),
  },
  'bool-true': {
    method: 'GET',
    path: `${config}?current=true`,
    ...wrong({ current: typeOf('boolean', 'true') }, 124),
  },
  'bool-yes': {
    method: 'GET',
    path: `${config}?current=YES`,
    ...wrong({ current: typeOf('boolean', 'YES') }, 123),
  },
  'bool-bad': {
    method: 'GET',
    path: `${config}?current=2`,
    ...wrong({ current: typeOf('boolean', '2') }, 121),
  },
  'extjs-error-is-200': {
    method: 'GET',
    path: '/api2/extjs/nodes/pve1/qemu/101/config',
    status: '200 OK',
    keeps: true,
    json: {
      success: 0,
      status: 500,
      data: null,
      message: `${missingGuest}\n`,
    },
    bytes: 120,
  },
  'put-form': { ...puts('cores=4&onboot=1'), ...done } as HttpCase,
  'put-json': {
    ...puts('{"cores":4,"onboot":true}', [asJson]),
    ...done,
  } as HttpCase,
  'put-json-utf8ct': {
    ...puts('{"cores":4}', [`${asJson};charset=UTF-8`]),
    ...done,
  } as HttpCase,
  'put-bad-digest-500': {
    ...puts('cores=4&digest=deadbeef'),
    ...fails(
      'detected modified configuration - file changed by other user? Try again.',
      100,
    ),
  },
  'put-cores-0-400': {
    ...puts('cores=0'),
    ...wrong({ cores: 'value must have a minimum value of 1' }, 116),
  },
  'put-two-errors-400': {
    ...puts('cores=x&bogus=1'),
    ...wrong({ cores: typeOf('integer', 'x'), bogus: unknownProperty }, 215),
  },
  'put-100k-ok-size': {
    ...puts(`description=${'a'.repeat(102400)}`),
    ...wrong({ description: 'value may only be 8192 characters long' }, 124),
  },
  'uri-param-conflict': {
    method: 'POST',
    path: echo,
    headers: [form],
    body: 'vmid=101',
    ...wrong(
      {
        vmid: 'duplicate parameter (already defined in URI) with conflicting values!',
      },
      148,
    ),
  },
  'delete-query': {
    method: 'DELETE',
    path: '/nodes/pve1/qemu/100?purge=1',
    status: '200 OK',
    keeps: true,
    json: {
      data: 'UPID:pve1:0000ABCD:00001234:65000000:qmdestroy:100:root@pam!t:',
    },
    bytes: 73,
  },
  'gzip-big': {
    method: 'GET',
    path: '/big',
    headers: ['Accept-Encoding: gzip, deflate, br'],
    status: '200 OK',
    keeps: true,
    gzipped: true,
    check: 'long list',
  },
  'identity-big': {
    method: 'GET',
    path: '/big',
    status: '200 OK',
    keeps: true,
    check: 'long list',
  },
};

/** How bodies are read. */
const bodies: Record<string, HttpCase> = {
  'echo-plus': echoes('s=a+b%2Bc', { s: 'a b+c' }, 49),
  'echo-raw-equals-truncates': echoes('s=a=b', { s: 'a' }, 45),
  'echo-semicolon-splits': echoes('s=a;b=1', { s: 'a', b: '1' }, 53),
  'echo-repeat-list': echoes('l=a&l=b', { l: 'a,b' }, 47),
  'echo-json-array': echoes('{"l":["a","b"]}', { l: 'a,b' }, 47, [asJson]),
  'echo-nul-sep': echoes('l=a%00b', { l: 'a\0b' }, 52),
  'echo-utf8': echoes('s=%C3%A9', { s: 'é' }, 46),
  'post-empty-body': echoes('', {}, 37, ['Content-Length: 0']),
  'post-no-content-length': echoes('', {}, 37, []),
  'expect-100': echoes('s=a', { s: 'a' }, 45, [form, 'Expect: 100-continue']),
};

/** What the server refuses before it looks at the API. */
const protocol: Record<string, HttpCase> = {
  'put-text-plain-506': {
    ...puts('cores=4', ['Content-Type: text/plain']),
    ...refuses(506, "upload 'Content-Type 'text/plain' not implemented"),
    bytes: 49,
  },
  'put-chunked-501': {
    method: 'PUT',
    path: config,
    headers: [form, 'Transfer-Encoding: chunked'],
    body: '7\r\ncores=4\r\n0\r\n\r\n',
    ...refuses(501, 'chunked transfer encoding not supported'),
    bytes: 39,
  },
  'put-too-large-501': {
    ...puts(`description=${'a'.repeat(614400)}`),
    ...refuses(501, 'for data too large'),
    bytes: 18,
  },
  'delete-body-501': {
    method: 'DELETE',
    path: '/nodes/pve1/qemu/100',
    headers: [form],
    body: 'purge=1',
    ...refuses(501, "Unexpected content for method 'DELETE'"),
    bytes: 38,
  },
  'get-body-501': {
    method: 'GET',
    path: '/version',
    headers: [form],
    body: 'a=b',
    ...refuses(501, "Unexpected content for method 'GET'"),
    bytes: 35,
  },
  'head-501': {
    method: 'HEAD',
    path: '/version',
    status: "501 method 'HEAD' not available",
  },
  'patch-501': {
    method: 'PATCH',
    path: '/version',
    status: "501 method 'PATCH' not available",
  },
  'options-501': {
    method: 'OPTIONS',
    path: '/version',
    status: "501 method 'OPTIONS' not available",
  },
  http10: {
    method: 'GET',
    path: '/version',
    version: 'HTTP/1.0',
    status: '200 OK',
    json: version,
    bytes: 72,
  },
  'bad-version': {
    method: 'GET',
    path: '/version',
    version: 'HTTP/2.0',
    ...refuses(506, 'http protocol version 2.0 not supported'),
    bytes: 39,
  },
  'header-too-large': {
    method: 'GET',
    path: '/version',
    headers: [`X-A: ${'a'.repeat(9000)}`],
    late: true,
  },
  'plain-http-get-301': {
    method: 'GET',
    path: '/version',
    plain: true,
    ...refuses(301, 'Moved Permanently'),
    keeps: true,
    location: 'https://pve1:8006/api2/json/version',
    bytes: 17,
  },
  'plain-http-post-308': {
    method: 'POST',
    path: '/access/ticket',
    auth: 'none',
    headers: [form],
    body: 'a=b',
    plain: true,
    ...refuses(308, 'Permanent Redirect'),
    keeps: true,
    location: 'https://pve1:8006/api2/json/access/ticket',
    bytes: 18,
  },
};

const socketPath = (ticket: string, vmid = 100, port = 5900) =>
  `/nodes/pve1/qemu/${vmid}/vncwebsocket?port=${port}&vncticket=${ticket}`;
const upgrading = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
const noConsole = {
  method: 'GET',
  headers: upgrading,
  ...tooLate('permission denied - invalid PVEVNC ticket'),
  json: {
    data: null,
    message: 'permission denied - invalid PVEVNC ticket\n',
  },
  bytes: 69,
};

/** Consoles that are not opened. */
const consoles: Record<string, HttpCase> = {
  vncproxy: {
    method: 'POST',
    path: '/nodes/pve1/qemu/100/vncproxy',
    headers: [form],
    body: 'websocket=1',
    status: '200 OK',
    keeps: true,
    check: 'console ticket',
  },
  'ws-unencoded-ticket': {
    ...noConsole,
    // Whatever the password was, these characters are what breaks the query.
    path: ({ consoleTicket }) =>
      socketPath(`aB&#+%;=${consoleTicket.slice(8)}`),
  },
  'ws-wrong-port-401': {
    ...noConsole,
    path: ({ consoleTicket }) =>
      socketPath(encodeURIComponent(consoleTicket), 100, 5901),
  },
  'ws-wrong-vm-401': {
    ...noConsole,
    path: ({ consoleTicket }) =>
      socketPath(encodeURIComponent(consoleTicket), 101),
  },
  'ws-other-identity-401': {
    ...noConsole,
    path: ({ consoleTicket }) => socketPath(encodeURIComponent(consoleTicket)),
    auth: ({ otherTicket }) => [`Cookie: PVEAuthCookie=${otherTicket}`],
  },
  'ws-no-auth-401': {
    method: 'GET',
    path: ({ consoleTicket }) => socketPath(encodeURIComponent(consoleTicket)),
    auth: 'none',
    headers: upgrading,
    ...tooLate('No ticket'),
  },
  'ws-bad-version-500': {
    method: 'GET',
    path: ({ consoleTicket }) => socketPath(encodeURIComponent(consoleTicket)),
    headers: [
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 8',
      'Sec-WebSocket-Key: x',
    ],
    status: "500 unsupported websocket-version '8'",
    text: "unsupported websocket-version '8'\n",
    bytes: 34,
  },
  'ws-plain-get-200': {
    method: 'GET',
    path: ({ consoleTicket }) => socketPath(encodeURIComponent(consoleTicket)),
    status: '200 OK',
    keeps: true,
    json: { data: { port: '5900' } },
    bytes: 24,
  },
};

/** Every case that is one request and one answer, by the vector's name. */
export const httpCases: Readonly<Record<string, HttpCase>> = {
  ...authentication,
  ...calls,
  ...bodies,
  ...protocol,
  ...consoles,
};

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
