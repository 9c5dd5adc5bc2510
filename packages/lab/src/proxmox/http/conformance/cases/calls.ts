import type { HttpCase } from './HttpCase.ts';
import {
  form,
  asJson,
  config,
  echo,
  done,
  wrong,
  fails,
  refuses,
  puts,
  unknownProperty,
  typeOf,
  missingGuest,
} from './expectations.ts';

/** What is there, what isn't, and which parameters are wrong. */
export const calls: Record<string, HttpCase> = {
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
