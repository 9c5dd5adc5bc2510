import type { ApiError } from './ApiError.ts';
import type { Reply } from './interceptor.ts';

/** The formats the lab answers in; the real API knows a few more. */
export type Format = 'json' | 'extjs';

/** What a handler returned, with the keys it put beside `data`. */
export interface Result {
  data: unknown;
  total?: number;
  changes?: string;
}

const contentType = 'application/json;charset=UTF-8';

/** An answer to a call that succeeded. */
export function successReply(format: Format, result: Result): Reply {
  const body = {
    data: result.data ?? null,
    total: result.total,
    changes: result.changes,
    success: format === 'extjs' ? 1 : undefined,
  };
  return {
    status: 200,
    reason: 'OK',
    contentType,
    body: JSON.stringify(body),
  };
}

/** An answer to a call that failed: extjs says so only inside of a 200. */
export function errorReply(format: Format, error: ApiError): Reply {
  const body = {
    message: error.message,
    errors: error.errors,
    data: null,
  };
  if (format === 'extjs') {
    return {
      status: 200,
      reason: 'OK',
      contentType,
      body: JSON.stringify({ ...body, status: error.status, success: 0 }),
    };
  }
  return {
    status: error.status,
    reason: error.message,
    contentType,
    body: JSON.stringify(body),
  };
}
