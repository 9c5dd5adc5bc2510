import { z } from 'zod';
import type { Endpoint } from './endpoint';

/**
 * Describes the endpoints as an OpenAPI 3.1 document, made from the same
 * schemas that the router parses with.
 */
export function openApiDocument(endpoints: Endpoint[], version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const definition of endpoints) {
    paths[definition.path] ??= {};
    paths[definition.path]![definition.method] = operationOf(definition);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Flyloft inventory',
      version,
      description:
        'What exists on the platforms, as observed. Lists are paged by cursor and say how fresh they are.',
    },
    servers: [{ url: '/api/inventory' }],
    security: [{ bearer: [] }],
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: errorSchema },
    },
    paths,
  };
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: { name: { type: 'string' }, message: { type: 'string' } },
    },
  },
};

function operationOf(definition: Endpoint) {
  return {
    summary: definition.summary,
    description: [
      `Permission: \`${definition.permission.name}\`.`,
      definition.tokenScope &&
        `Or a token with the scope \`${definition.tokenScope}\`.`,
    ]
      .filter(Boolean)
      .join(' '),
    operationId: operationId(definition),
    parameters: [...pathParameters(definition.path), ...queryOf(definition)],
    ...(definition.body
      ? {
          requestBody: {
            content: {
              'application/json': {
                schema: z.toJSONSchema(definition.body, { io: 'input' }),
              },
            },
          },
        }
      : {}),
    ...(definition.bodyType
      ? {
          requestBody: {
            required: true,
            content: { [definition.bodyType]: { schema: { type: 'string' } } },
          },
        }
      : {}),
    responses: {
      [definition.status ?? 200]: {
        description: 'Done',
        content: answerOf(definition),
      },
      ...Object.fromEntries(
        [
          [400, 'The request is not valid; the message says what would be'],
          [401, 'Nobody is signed in'],
          [403, 'The caller may not do this'],
          [404, 'There is no such thing, or the caller may not see it'],
        ].map(([status, description]) => [
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

function answerOf(definition: Endpoint) {
  if (definition.answer === 'csv') {
    return { 'text/csv': { schema: { type: 'string' } } };
  }
  return definition.answer === 'ndjson'
    ? { 'application/x-ndjson': { schema: { type: 'string' } } }
    : {
        'application/json': {
          schema: z.toJSONSchema(definition.answer, { io: 'output' }),
        },
      };
}

function operationId({ method, path }: Endpoint): string {
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

function queryOf(definition: Endpoint) {
  if (!definition.query) return [];
  const schema = z.toJSONSchema(definition.query, { io: 'input' }) as {
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
