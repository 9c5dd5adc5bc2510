import {
  startPlatformServer,
  type WireReply,
  type WireRequest,
} from '../wire/PlatformServer.ts';
import type {
  PlatformApi,
  PlatformApiOptions,
  RunningApi,
} from '../wire/platformApi.ts';
import { PrismCentral } from './PrismCentral.ts';
import { RateLimit } from './RateLimit.ts';
import { userOf } from './signIn.ts';
import { spoiltLists } from './spoiltLists.ts';
import { refusal } from './v4/answers.ts';
import { handleV4 } from './v4/handleV4.ts';
import { handleV3, v3Refusal } from './v3/handleV3.ts';

/** How a Prism Central of the lab differs from the usual one. */
export interface PrismOptions {
  /** Without, it is an old one that has v3 alone. */
  v4: boolean;
  /** The real one lets ten in; the lab lets tests hurry. */
  callsPerSecond: number;
}

/** Starts Prism Central's two interfaces over an estate. */
export async function startPrismCentral(
  { world, estate, secrets, tls, port, interceptor }: PlatformApiOptions,
  options: PrismOptions,
): Promise<RunningApi> {
  const central = new PrismCentral(
    estate,
    [
      {
        username: secrets.username,
        password: secrets.password,
        apiKey: secrets.token,
        maySee: true,
      },
      {
        username: secrets.unprivilegedUsername,
        password: secrets.unprivilegedPassword,
        apiKey: secrets.unprivilegedToken,
        maySee: false,
      },
    ],
    () => world.now(),
  );
  const limit = new RateLimit(options.callsPerSecond);
  const server = await startPlatformServer({
    tls,
    port,
    interceptor,
    handle: request => handle(central, limit, options, request),
  });
  return {
    port: server.port,
    access: {
      emptyAcl: () => central.takeRights(),
      // Basic and keys are shown with every call: there is no session to end.
      expireSessions: () => {},
      dropStreams: () => server.dropStreams(),
    },
    async close() {
      central.close();
      await server.close();
    },
  };
}

function handle(
  central: PrismCentral,
  limit: RateLimit,
  options: PrismOptions,
  request: WireRequest,
): WireReply {
  const { allowed, headers } = limit.take();
  const reply = allowed
    ? answer(central, options, request)
    : refusal(429, 'Too many requests.', 'API-429');
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function answer(
  central: PrismCentral,
  options: PrismOptions,
  request: WireRequest,
): WireReply {
  const isV3 = request.path.startsWith('/api/nutanix/v3/');
  const refuse = isV3 ? v3Refusal : refusal;
  const user = userOf(request.headers, central.users);
  if (!user) {
    return refuse(401, 'Authentication required.', 'AUTHENTICATION_REQUIRED');
  }
  if (!isV3 && !options.v4) return notFound(refuse);
  if (!user.maySee) {
    return refuse(
      403,
      'User is not authorized to perform the operation.',
      'ACCESS_DENIED',
    );
  }
  const reply = isV3 ? handleV3(central, request) : handleV4(central, request);
  return reply ?? notFound(refuse);
}

const notFound = (refuse: typeof refusal) =>
  refuse(404, 'The requested URL was not found on the server.', 'NOT_FOUND');

/** A Prism Central over an estate; `LAB_NUTANIX_V4=off` makes it an old one. */
export const nutanixApi: PlatformApi = {
  lists: spoiltLists,
  start: options =>
    startPrismCentral(options, {
      v4: process.env.LAB_NUTANIX_V4 !== 'off',
      callsPerSecond: Number(process.env.LAB_NUTANIX_CALLS_PER_SECOND ?? 200),
    }),
};
