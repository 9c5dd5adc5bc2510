import { z } from 'zod';
import type { ApiRoute } from './api';

/** Describes routes as an OpenAPI 3.1 document, from the schemas they parse with. */
export function apiDocument(
  routes: ApiRoute[],
  about: {
    title: string;
    version: string;
    description: string;
    /** `/api/audit`. */
    server: string;
  },
) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method] = operationOf(route);
  }
  const { title, version, description, server } = about;
  return {
    openapi: '3.1.0',
    info: { title, version, description },
    servers: [{ url: server }],
    security: [{ bearer: [] }],
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: errorSchema },
    },
    paths,
  };
}

const errorSchema = z.toJSONSchema(
  z.object({ error: z.object({ name: z.string(), message: z.string() }) }),
);

const refusals: Array<[number, string]> = [
  [400, 'The request is not valid; the message says what would be'],
  [401, 'Nobody is signed in'],
  [403, 'The caller may not do this'],
  [404, 'There is no such thing, or the caller may not see it'],
];

function operationOf(route: ApiRoute) {
  const { permission } = route;
  return {
    summary: route.summary,
    description:
      permission === 'signed-in'
        ? 'For whoever is signed in.'
        : `Permission: \`${permission.name}\`.`,
    operationId: operationId(route),
    parameters: [...pathParameters(route.path), ...queryOf(route)],
    ...(route.body && {
      requestBody: {
        content: { 'application/json': { schema: schemaOf(route.body) } },
      },
    }),
    responses: {
      [route.status ?? 200]: { description: 'Done', content: answerOf(route) },
      ...Object.fromEntries(
        refusals.map(([status, description]) => [
          status,
          {
            description,
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Error' },
              },
            },
          },
        ]),
      ),
    },
  };
}

const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' });

function answerOf({ answer }: ApiRoute) {
  return typeof answer === 'string'
    ? { [answer]: { schema: { type: 'string' } } }
    : {
        'application/json': {
          schema: z.toJSONSchema(answer, { io: 'output' }),
        },
      };
}

function operationId({ method, path }: ApiRoute): string {
  const words = path.split(/[^A-Za-z]+/).filter(word => word !== '');
  return [method, ...words]
    .map((word, index) =>
      index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join('');
}

function pathParameters(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryOf({ query }: ApiRoute) {
  if (!query) return [];
  const schema = schemaOf(query) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }));
}
