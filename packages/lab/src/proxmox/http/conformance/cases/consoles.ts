import type { HttpCase } from './HttpCase.ts';
import { form, tooLate } from './expectations.ts';

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
export const consoles: Record<string, HttpCase> = {
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
