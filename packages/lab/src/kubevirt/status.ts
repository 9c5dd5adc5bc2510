import type { WireReply } from '../wire/PlatformServer.ts';

const REASONS: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  410: 'Expired',
  415: 'UnsupportedMediaType',
};

/** An object of kind `Status`: how the API server says no. */
export function statusObject(
  code: number,
  message: string,
  continueToken?: string,
): Record<string, unknown> {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: continueToken === undefined ? {} : { continue: continueToken },
    status: 'Failure',
    message,
    reason: REASONS[code] ?? 'InternalError',
    code,
  };
}

/** An answer of the API server. */
export function json(body: unknown, status: number = 200): WireReply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** A refusal as the API server gives it. */
export class Refusal extends Error {
  readonly reply: WireReply;

  constructor(code: number, message: string, continueToken?: string) {
    super(message);
    this.reply = json(statusObject(code, message, continueToken), code);
  }
}
