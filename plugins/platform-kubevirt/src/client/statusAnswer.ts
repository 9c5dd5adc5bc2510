import { z } from 'zod';
import type { KubernetesFailure } from './KubernetesError';

const statusSchema = z.object({
  kind: z.literal('Status'),
  message: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  code: z.number().optional().catch(undefined),
  metadata: z
    .object({ continue: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  details: z
    .object({ retryAfterSeconds: z.number().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** What the API server says about a call that it did not answer. */
export interface StatusAnswer {
  message: string | null;
  reason: string | null;
  code: number | null;
  /** With an expired continue token: one that goes on in a newer picture. */
  continueToken: string | null;
  retryAfterSeconds: number | null;
}

/** Reads an object of kind `Status`; null for anything else. */
export function parseStatus(value: unknown): StatusAnswer | null {
  const { data } = statusSchema.safeParse(value);
  if (!data) return null;
  return {
    message: data.message?.trim() || null,
    reason: data.reason || null,
    code: data.code ?? null,
    continueToken: data.metadata?.continue || null,
    retryAfterSeconds: data.details?.retryAfterSeconds ?? null,
  };
}

/** Reads a `Status` out of a body; null where it is something else, such as a proxy's page. */
export function parseStatusText(text: string): StatusAnswer | null {
  try {
    return parseStatus(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Says by code what a refusing answer means. That something does not exist is
 * taken from the API server alone: a proxy's 404 says nothing of it.
 */
export function classifyStatus(
  statusCode: number,
  status: StatusAnswer | null,
): KubernetesFailure {
  if (statusCode === 401) return 'unauthenticated';
  if (statusCode === 403) return 'refused';
  if (statusCode === 404) {
    // An unknown path is answered by the API server's own multiplexer.
    return status ? 'not-found' : 'unavailable';
  }
  if (statusCode === 410) return 'expired';
  if (statusCode === 408 || statusCode === 429) return 'unavailable';
  return statusCode >= 400 && statusCode < 500 ? 'invalid' : 'unavailable';
}
