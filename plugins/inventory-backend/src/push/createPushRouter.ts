import { InputError } from '@backstage/errors';
import type { AuditorService } from '@backstage/backend-plugin-api';
import { audited } from '@flyloft/backend-kit';
import type express from 'express';
import Router from 'express-promise-router';
import type { TokenService } from '../tokens/TokenService';
import { PushedBody } from './PushedBody';
import { PushError, type PushFault } from './PushError';
import type { PushEnd, PushService } from './PushService';
import type { PushLimits } from './readLines';

/** What the route of pushes works with. */
export interface PushRouterOptions {
  pushes: PushService;
  tokens: TokenService;
  auditor: AuditorService;
  limits?: PushLimits;
}

/** Where sources push; the portal's own sign-in does not stand before it. */
export const pushPath = '/platforms/:id/observations';

const mebibyte = 1024 * 1024;

export const usualPushLimits: PushLimits = {
  lineBytes: mebibyte,
  totalBytes: 1024 * mebibyte,
};

const statuses: Record<PushFault, number> = {
  invalid: 400,
  'too-large': 413,
  outdated: 409,
};

const mediaTypes = ['application/x-ndjson', 'application/ndjson'];

/** The route that sources push to, with a token of their own. */
export function createPushRouter(options: PushRouterOptions): express.Router {
  const router = Router();
  router.post(pushPath, async (request, response) => {
    const platformId = request.params.id!;
    const token = await options.tokens.authorize(request, {
      scope: 'observations:write',
      platformId,
    });
    options.pushes.requirePushed(platformId);
    requireForm(request);
    const body = new PushedBody(
      chunksOf(request),
      options.limits ?? usualPushLimits,
    );
    const end = await audited(
      options.auditor,
      {
        eventId: 'observations-push',
        severityLevel: 'low',
        resource: { kind: 'platform', id: platformId },
        // The request itself shows nobody whom the portal signs in.
        meta: {
          token: token.name,
          tokenId: token.id,
          address: request.ip ?? null,
        },
      },
      () => took(options.pushes, platformId, `token:${token.name}`, body),
      ({ answer }) => ({ runId: answer.runId, outcome: answer.outcome }),
    );
    await drained(request);
    reply(response, end);
  });
  return router;
}

function requireForm({ headers }: express.Request): void {
  const [type] = (headers['content-type'] ?? '').split(';');
  if (!mediaTypes.includes(type!.trim().toLocaleLowerCase('en-US'))) {
    throw new InputError(
      `A push is NDJSON: send it with Content-Type ${mediaTypes[0]}`,
    );
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new InputError(
      `A push is sent as it is: leave out Content-Encoding ${encoding}`,
    );
  }
}

/** A push whose first line is none has no run, and ends in the same form. */
async function took(
  pushes: PushService,
  platformId: string,
  by: string,
  body: PushedBody,
): Promise<PushEnd> {
  try {
    return await pushes.take(platformId, by, body);
  } catch (error) {
    if (!(error instanceof PushError)) throw error;
    const none = { counts: {}, gaps: [] };
    return {
      answer: { runId: '', outcome: 'failed', message: error.message, ...none },
      because: error,
    };
  }
}

/** The body as it comes; who stops reading must still be able to answer. */
const chunksOf = (request: express.Request): AsyncIterable<Buffer> => ({
  [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }),
});

/**
 * Reads what is left of a refused body away, so that its sender gets to read
 * the answer: a connection closed in the middle would lose it.
 */
async function drained(request: express.Request): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  const deadline = AbortSignal.timeout(10_000);
  const stop = () => request.destroy();
  deadline.addEventListener('abort', stop, { once: true });
  let left = 64 * mebibyte;
  try {
    for await (const chunk of chunksOf(request)) {
      left -= chunk.length;
      if (left < 0) break;
    }
  } catch {
    // It went away by itself: there is nobody to answer.
  } finally {
    deadline.removeEventListener('abort', stop);
  }
}

function reply(response: express.Response, { answer: told, because }: PushEnd) {
  if (told.outcome !== 'failed') {
    response.status(told.outcome === 'held' ? 202 : 200).json(told);
    return;
  }
  const status = because instanceof PushError ? statuses[because.fault] : 500;
  const name = because instanceof PushError ? because.name : 'Error';
  response.status(status).json({
    ...told,
    runId: told.runId || null,
    // As every error of the API is told.
    error: { name, message: told.message },
  });
}
