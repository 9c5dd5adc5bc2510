import { z } from 'zod';
import { TooLargeError } from './answerBody';

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

const certificateCodes =
  /^(?:ERR_UNTRUSTED_CERTIFICATE|ERR_TLS_CERT_\w+|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_(?:VERIFY|GET|DECRYPT|DECODE)_\w+|HOSTNAME_MISMATCH)$/;

/** Whether a connection failed because the other side was not to be trusted. */
export function isUntrusted(error: unknown): boolean {
  return certificateCodes.test(codeOf(error) ?? '');
}

const connectCodes = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether there was never a connection, so that nothing can have been sent. */
export function isConnectFailure(error: unknown): boolean {
  return connectCodes.has(codeOf(error) ?? '');
}

/** Whether an error comes from the network or the HTTP layer, not from our code. */
export function isNetworkFailure(error: unknown): boolean {
  return codeOf(error) !== undefined;
}

const cutCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** The network's own words, where it has some that people understand. */
export function networkWords(error: unknown): string {
  if (cutCodes.has(codeOf(error) ?? '')) {
    return 'the connection was cut before the answer was complete';
  }
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(networkWords).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}

/** Says what is wrong with an answer; null when the error is of another kind. */
export function malformedWords(error: unknown): string | null {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const where = issue.path.join('.') || 'data';
    return `unexpected answer at ${where}: ${issue.message}`;
  }
  if (error instanceof TooLargeError) return error.message;
  // JSON.parse quotes the text it stumbles over, and that may be anything.
  return error instanceof SyntaxError
    ? 'the answer is not the JSON it should be'
    : null;
}
