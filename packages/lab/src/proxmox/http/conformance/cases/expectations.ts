/** Requests and answers that many cases have in common. */

export const form = 'Content-Type: application/x-www-form-urlencoded';
export const asJson = 'Content-Type: application/json';
export const config = '/nodes/pve1/qemu/100/config';
export const echo = '/nodes/pve1/qemu/100/echo';

export const version = {
  data: { version: '9.2.2', release: '9.2', repoid: 'b9984c6d90a4bd80' },
};
export const done = {
  status: '200 OK',
  keeps: true,
  json: { data: null },
  bytes: 13,
};
export const getsVersion = {
  method: 'GET',
  path: '/version',
  status: '200 OK',
  keeps: true,
  json: version,
  bytes: 72,
} as const;

export const wrong = (errors: Record<string, string>, bytes: number) => ({
  status: '400 Parameter verification failed.',
  json: { data: null, errors, message: 'Parameter verification failed.\n' },
  bytes,
});
export const fails = (text: string, bytes: number) => ({
  status: `500 ${text}`,
  json: { data: null, message: `${text}\n` },
  bytes,
});
export const refuses = (status: number, text: string) => ({
  status: `${status} ${text}`,
  text,
});
export const tooLate = (text: string) =>
  ({ status: `401 ${text}`, late: true }) as const;
export const puts = (body: string, headers = [form]) => ({
  method: 'PUT',
  path: config,
  body,
  headers,
});
export const echoes = (
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
export const unknownProperty =
  'property is not defined in schema and the schema does not allow additional properties';
export const typeOf = (type: string, got: string) =>
  `type check ('${type}') failed - got '${got}'`;
export const missingGuest =
  "Configuration file 'nodes/pve1/qemu-server/101.conf' does not exist";
