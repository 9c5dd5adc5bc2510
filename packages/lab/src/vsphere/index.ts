import {
  startPlatformServer,
  type WireReply,
  type WireRequest,
} from '../wire/PlatformServer.ts';
import type { PlatformApi } from '../wire/platformApi.ts';
import { handleSoap, operationOf } from './handleSoap.ts';
import { spoiltLists } from './spoiltLists.ts';
import { versionsDocument } from './versionsDocument.ts';
import { VirtualCenter } from './VirtualCenter.ts';

/** vCenter's SOAP interface over an estate. */
export const vsphereApi: PlatformApi = {
  lists: spoiltLists,
  async start({ world, estate, secrets, tls, port, interceptor }) {
    const center = new VirtualCenter(
      estate,
      {
        [secrets.username]: { password: secrets.password, maySee: true },
        [secrets.unprivilegedUsername]: {
          password: secrets.unprivilegedPassword,
          maySee: false,
        },
      },
      () => world.now(),
    );
    const server = await startPlatformServer({
      tls,
      port,
      interceptor,
      operationOf,
      handle: request => handle(center, request),
    });
    return {
      port: server.port,
      access: {
        emptyAcl: () => center.takeRights(),
        expireSessions: () => center.sessions.endAll(),
        dropStreams: () => server.dropStreams(),
      },
      async close() {
        center.sessions.endAll();
        await server.close();
      },
    };
  },
};

function handle(
  center: VirtualCenter,
  request: WireRequest,
): WireReply | Promise<WireReply> {
  if (
    request.method === 'GET' &&
    request.path === '/sdk/vimServiceVersions.xml'
  )
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: versionsDocument,
    };
  if (request.path !== '/sdk' && request.path !== '/sdk/')
    return { status: 404, body: 'Not Found' };
  if (request.method !== 'POST')
    return { status: 405, body: 'Method Not Allowed' };
  return handleSoap(center, request);
}
