import {
  pushAnswerSchema,
  pushLineSchema,
} from '@flyloft/plugin-inventory-common';
import { z } from 'zod';

const answer = (description: string) => ({
  description,
  content: {
    'application/json': {
      schema: z.toJSONSchema(pushAnswerSchema, { io: 'output' }),
    },
  },
});

const refusal = (description: string) => ({
  description,
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Error' } },
  },
});

/** The route of pushes for the OpenAPI document. */
export const pushPaths = {
  '/platforms/{id}/observations': {
    post: {
      summary: 'Push observations of a platform',
      description: [
        'One JSON object a line: `begin` first, then records, `end` last with their count.',
        'A body that is cut short, or has one bad line, changes nothing.',
        'Takes a token with the scope `observations:write` for this platform.',
      ].join(' '),
      operationId: 'postPlatformsIdObservations',
      security: [{ bearer: [] }],
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          description: "A platform of type 'push'",
          schema: { type: 'string' },
        },
      ],
      requestBody: {
        required: true,
        content: {
          'application/x-ndjson': {
            schema: z.toJSONSchema(pushLineSchema, { io: 'input' }),
          },
        },
      },
      responses: {
        200: answer('Taken in'),
        202: answer('Held: a person must confirm it, then push again'),
        400: answer('A line is not what it should be; the message names it'),
        401: refusal('No token, or one that is unknown, expired or revoked'),
        403: refusal('The token is not good for this platform'),
        404: refusal('There is no such platform'),
        409: answer('Older than what is shown, or another push is under way'),
        413: answer('A line, or the whole, is too large'),
        503: refusal('Too many pushes are under way; try again in a minute'),
      },
    },
  },
};
