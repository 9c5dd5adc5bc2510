import { Duplex } from 'node:stream';
import { Access, accessRoutes } from '../../access/index.ts';
import { ApiError, route, type Route } from '../index.ts';

/** The token every case uses that doesn't say otherwise. */
export const tokenId = 'root@pam!t';
export const tokenSecret = '11111111-2222-3333-4444-555555555555';
export const password = 'pw';

const guest = {
  node: { type: 'string', format: 'pve-node' },
  vmid: { type: 'integer', minimum: 100, maximum: 999999999 },
} as const;

const digest = 'a'.repeat(40);

/** A cluster with a root who signs in, root's token, and somebody else. */
export function toyAccess(now: () => number = Date.now): Access {
  const access = new Access({ version: 9, now });
  access.accounts.setPassword('root@pam', password);
  access.addToken('root@pam', 't', tokenSecret, { privsep: false });
  access.addUser('other@pve', { password: 'other-password' });
  return access;
}

/** As many routes as it takes to show what the HTTP layer does. */
export function toyRoutes(access: Access): Route[] {
  return [
    ...accessRoutes(access),
    ...versionAndList(),
    ...guestConfig(),
    ...guestConsole(access),
    route({
      method: 'POST',
      path: '/nodes/{node}/qemu/{vmid}/echo',
      permission: 'any',
      parameters: {
        ...guest,
        s: { type: 'string', optional: true },
        l: { type: 'string', format: 'toy-list', optional: true },
        b: { type: 'boolean', optional: true },
      },
      handler: ({ parameters }) => ({
        ...parameters,
        vmid: String(parameters.vmid),
        b:
          parameters.b === undefined ? undefined : String(Number(parameters.b)),
      }),
    }),
    route({
      method: 'DELETE',
      path: '/nodes/{node}/qemu/{vmid}',
      permission: 'any',
      parameters: { ...guest, purge: { type: 'boolean', optional: true } },
      handler: ({ parameters, caller }) =>
        `UPID:${parameters.node}:0000ABCD:00001234:65000000:qmdestroy:${parameters.vmid}:${caller.authId}:`,
    }),
  ];
}

function versionAndList(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/version',
      permission: 'any',
      parameters: {},
      handler: () => ({
        version: '9.2.2',
        release: '9.2',
        repoid: 'b9984c6d90a4bd80',
      }),
    }),
    route({
      method: 'GET',
      path: '/big',
      permission: 'any',
      parameters: {},
      handler: () =>
        Array.from({ length: 1000 }, (_, index) => ({
          id: `qemu/${100 + index}`,
          status: 'running',
        })),
    }),
  ];
}

function guestConfig(): Route[] {
  const path = '/nodes/{node}/qemu/{vmid}/config';
  return [
    route({
      method: 'GET',
      path,
      permission: 'any',
      parameters: { ...guest, current: { type: 'boolean', optional: true } },
      handler({ parameters: { node, vmid, current } }) {
        if (vmid !== 100) {
          throw ApiError.failed(
            `Configuration file 'nodes/${node}/qemu-server/${vmid}.conf' does not exist`,
          );
        }
        return { name: 'vm100', cores: 2, memory: '2048', current, digest };
      },
    }),
    route({
      method: 'PUT',
      path,
      permission: 'any',
      parameters: {
        ...guest,
        cores: { type: 'integer', minimum: 1, optional: true },
        onboot: { type: 'boolean', optional: true },
        description: { type: 'string', maxLength: 8192, optional: true },
        digest: { type: 'string', maxLength: 40, optional: true },
      },
      handler({ parameters }) {
        if ((parameters.digest ?? digest) !== digest) {
          throw ApiError.failed(
            'detected modified configuration - file changed by other user? Try again.',
          );
        }
      },
    }),
  ];
}

function guestConsole(access: Access): Route[] {
  const port = 5900;
  const pathOf = (vmid: number) => `/vms/${vmid}`;
  return [
    route({
      method: 'POST',
      path: '/nodes/{node}/qemu/{vmid}/vncproxy',
      permission: 'any',
      parameters: { ...guest, websocket: { type: 'boolean', optional: true } },
      handler: ({ parameters: { vmid }, caller }) => ({
        user: caller.authId,
        port,
        ...access.tickets.issueConsole(caller.authId, pathOf(vmid), port),
      }),
    }),
    route({
      method: 'GET',
      path: '/nodes/{node}/qemu/{vmid}/vncwebsocket',
      permission: 'any',
      parameters: {
        ...guest,
        port: { type: 'integer', minimum: 5900, maximum: 5999 },
        vncticket: { type: 'string', maxLength: 1024 },
      },
      handler(call) {
        const { vmid, vncticket, port: asked } = call.parameters;
        const { authId } = call.caller;
        const path = pathOf(vmid);
        if (!access.tickets.isConsoleTicket(vncticket, authId, path, asked)) {
          throw ApiError.unauthenticated(
            'permission denied - invalid PVEVNC ticket',
          );
        }
        call.connectTo(greetAndEcho);
        return { port: String(asked) };
      },
    }),
  ];
}

/** Greets like a VNC server and then sends back what it gets. */
function greetAndEcho(): Duplex {
  const console = new Duplex({
    read() {},
    write(chunk, _encoding, done) {
      console.push(chunk);
      done();
    },
    final(done) {
      console.push(null);
      done();
    },
  });
  console.push('RFB 003.008\n');
  return console;
}
