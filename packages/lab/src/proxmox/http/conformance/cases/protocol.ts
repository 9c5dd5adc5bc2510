import type { HttpCase } from './HttpCase.ts';
import {
  form,
  asJson,
  config,
  version,
  refuses,
  puts,
  echoes,
} from './expectations.ts';

/** How bodies are read. */
export const bodies: Record<string, HttpCase> = {
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
export const protocol: Record<string, HttpCase> = {
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
