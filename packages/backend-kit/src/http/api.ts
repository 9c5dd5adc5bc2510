import type {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { Request, RequestHandler } from 'express';
import type { z } from 'zod';
import { requireAllowed } from '../permissions/requireAllowed';
import { parse } from './parse';
import { sendText, type TextFile } from './sendText';

/** What a route is given: checked input, and who asks. */
export interface ApiCall<Q = unknown, B = unknown> {
  credentials: BackstageCredentials;
  parameters: Record<string, string>;
  query: Q;
  body: B;
  /** For the audit trail only. */
  request: Request;
}

/**
 * A route as data: mounted, described and walked over by the authorization
 * test from the same object.
 */
export interface ApiRoute<
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post';
  /** As in OpenAPI: `/events/{sequence}`. */
  path: string;
  /** Also what a refusal says: "You may not list events". */
  summary: string;
  /** `signed-in`: any person, for what is their own. */
  permission: BasicPermission | 'signed-in';
  query?: Q;
  body?: B;
  status?: number;
  /** A schema, or the content type of a file. */
  answer: z.ZodType | string;
  handle(call: ApiCall<z.output<Q>, z.output<B>>): Promise<unknown>;
}

/** Keeps the types of one route's schemas while it joins a list of any. */
export function apiRoute<Q extends z.ZodType, B extends z.ZodType>(
  route: ApiRoute<Q, B>,
): ApiRoute {
  return route as unknown as ApiRoute;
}

/** The handler of a route: who asks, may they, what do they ask, answer. */
export function apiHandler(
  route: ApiRoute,
  services: { httpAuth: HttpAuthService; permissions: PermissionsService },
): RequestHandler {
  return async (request, response) => {
    const { permission } = route;
    const own = permission === 'signed-in';
    const credentials = await services.httpAuth.credentials(request, {
      allow: own ? ['user'] : ['user', 'service'],
    });
    if (!own) {
      const { summary } = route;
      const what = summary.charAt(0).toLocaleLowerCase('en') + summary.slice(1);
      await requireAllowed(services.permissions, permission, credentials, what);
    }
    const answer = await route.handle({
      credentials,
      parameters: request.params as Record<string, string>,
      query: route.query ? parse(route.query, request.query) : {},
      body: route.body ? parse(route.body, request.body ?? {}) : {},
      request,
    });
    if (typeof route.answer === 'string') {
      await sendText(response, answer as TextFile);
    } else {
      response.status(route.status ?? 200).json(answer);
    }
  };
}
