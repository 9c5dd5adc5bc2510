import type { Duplex } from 'node:stream';
import type { Access } from '../access/Access.ts';
import { ApiError } from './ApiError.ts';
import { errorReply, successReply, type Format } from './apiReply.ts';
import type { Caller } from '../access/caller.ts';
import type { Reply } from './interceptor.ts';
import { verifyParameters } from './parameterVerification.ts';
import { requirePermission } from './permissionCheck.ts';
import { refusal } from './replyBytes.ts';
import { decodePercent, type RequestHead } from './requestHead.ts';
import {
  decodeBody,
  decodeForm,
  mergeParameters,
} from './requestParameters.ts';
import type { Call, Method, RawParameters, Route } from './route.ts';
import { RouteTable, type FoundRoute } from './routeTable.ts';

/** Where a request goes in the API: `/api2/json/version` → json, /version. */
export interface ApiAddress {
  format: string;
  path: string;
}

/** A request whose sender is known and whose body was read. */
export interface AuthenticatedRequest {
  head: RequestHead;
  address: ApiAddress;
  caller: Caller;
  body: Buffer;
  clientAddress: string;
  signal: AbortSignal;
}

/** The answer, and what to connect a websocket to if one was asked for. */
export interface Answer {
  reply: Reply;
  stream?: () => Duplex;
}

/** Splits the path of an API call; undefined when no format stands in it. */
export function apiAddress(path: string): ApiAddress | undefined {
  const parts = /^\/api2\/+([a-z][a-z0-9]+)(\/.*)?$/.exec(path);
  return parts?.[1] ? { format: parts[1], path: parts[2] ?? '/' } : undefined;
}

/**
 * Answers API calls: finds the route, checks what the caller may, verifies
 * the parameters, calls the handler and dresses its result. Knows nothing of
 * sockets.
 */
export class Dispatcher {
  private readonly table: RouteTable;
  private readonly access: Access;
  private readonly onError: (error: unknown) => void;

  /** @param onError - told of handlers that fail with anything but an ApiError */
  constructor(
    routes: Iterable<Route>,
    access: Access,
    onError: (error: unknown) => void,
  ) {
    this.table = new RouteTable(routes);
    this.access = access;
    this.onError = onError;
  }

  /**
   * Says who sends a request, from its head alone: nobody where anybody may.
   * @throws ApiError 401
   */
  authenticate(head: RequestHead, path: string): Caller {
    const route = this.table.find(head.method, path)?.route;
    if (route?.permission === 'world') return this.access.nobody();
    const authorization = head.headers.get('authorization');
    const ticket =
      authValue(head.headers.get('cookie'), 'PVEAuthCookie') ??
      authValue(authorization, 'PVEAuthCookie');
    return this.access.authenticate({
      ticket,
      apiToken: authValue(authorization, 'PVEAPIToken'),
      csrfToken: head.headers.get('csrfpreventiontoken'),
      changes: head.method !== 'GET',
    });
  }

  async answer(request: AuthenticatedRequest): Promise<Answer> {
    const { format, path } = request.address;
    if (format !== 'json' && format !== 'extjs') {
      const text = `no formatter for uri ${path}, ${format}`;
      return { reply: refusal(501, text) };
    }
    try {
      return await this.call(request, format);
    } catch (error) {
      return { reply: errorReply(format, this.asApiError(error)) };
    }
  }

  private async call(
    request: AuthenticatedRequest,
    format: Format,
  ): Promise<Answer> {
    const { head, address, caller } = request;
    const found = this.table.find(head.method, address.path);
    if (!found) {
      throw new ApiError(
        501,
        `Method '${head.method} ${address.path}' not implemented`,
      );
    }
    if (found.route.allowToken === false && caller.tokenId !== undefined) {
      throw new ApiError(
        403,
        `URI '${address.path}' not available with API token, need proper ticket.\n`,
      );
    }
    const raw = rawParameters(request, found);
    requirePermission(found.route.permission, caller, raw);

    let total: number | undefined;
    let changes: string | undefined;
    let stream: (() => Duplex) | undefined;
    const call: Call = {
      method: head.method as Method,
      path: address.path,
      parameters: verifyParameters(
        raw,
        found.route.parameters,
      ) as Call['parameters'],
      caller,
      clientAddress: request.clientAddress,
      signal: request.signal,
      setTotal: value => {
        total = value;
      },
      setChanges: value => {
        changes = value;
      },
      connectTo: value => {
        stream = value;
      },
    };
    const data = await found.route.handler(call);
    return { reply: successReply(format, { data, total, changes }), stream };
  }

  private asApiError(error: unknown): ApiError {
    if (error instanceof ApiError) return error;
    this.onError(error);
    return ApiError.failed(
      error instanceof Error ? error.message : 'unknown error',
    );
  }
}

function rawParameters(
  { head, body }: AuthenticatedRequest,
  { pathParameters }: FoundRoute,
): RawParameters {
  return mergeParameters(
    pathParameters,
    decodeForm(head.query),
    decodeBody(body, head.headers.get('content-type')),
  );
}

/** The value of `PVEAPIToken=…` or `PVEAPIToken …` in a header, raw or encoded. */
function authValue(
  header: string | undefined,
  key: string,
): string | undefined {
  const value = header?.match(new RegExp(`(?:^|\\s)${key}[= ]([^;]*)`))?.[1];
  return value ? decodePercent(value) : undefined;
}
