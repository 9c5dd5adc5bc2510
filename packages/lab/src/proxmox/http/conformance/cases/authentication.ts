import { tokenId, tokenSecret } from '../toyApi.ts';
import type { HttpCase } from './HttpCase.ts';
import { form, done, getsVersion, tooLate, puts } from './expectations.ts';

/** Who is calling, and in which of the accepted spellings. */
export const authentication: Record<string, HttpCase> = {
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
