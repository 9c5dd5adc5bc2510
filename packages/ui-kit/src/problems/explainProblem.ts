import { ResponseError } from '@backstage/errors';

/** The ways an answer can fail to come, as far as a reader must tell them apart. */
export type ProblemKind =
  | 'refused'
  | 'missing'
  | 'invalid'
  | 'conflict'
  | 'unavailable'
  | 'offline'
  | 'failed';

/** An error in words: what happened, and something to quote. */
export interface Problem {
  kind: ProblemKind;
  title: string;
  message: string;
  /** Quoted to whoever looks into it: the server's id, or the request itself. */
  errorId: string | undefined;
}

const kindByStatus: Record<number, ProblemKind> = {
  400: 'invalid',
  401: 'refused',
  403: 'refused',
  404: 'missing',
  409: 'conflict',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

const titles: Record<ProblemKind, string> = {
  refused: 'You may not see this',
  missing: 'Not found',
  invalid: 'The request was not understood',
  conflict: 'The state has changed meanwhile',
  unavailable: 'The service does not answer right now',
  offline: 'The portal could not be reached',
  failed: 'The request failed',
};

/** Turns whatever was thrown into words for people. */
export function explainProblem(error: unknown): Problem {
  if (error instanceof ResponseError) {
    const kind = kindByStatus[error.response.status] ?? 'failed';
    return {
      kind,
      title: titles[kind],
      message: messageOf(error, kind),
      errorId: errorIdOf(error),
    };
  }
  // What fetch throws when no answer came at all.
  if (error instanceof TypeError) {
    return {
      kind: 'offline',
      title: titles.offline,
      message: 'No answer came over the network.',
      errorId: undefined,
    };
  }
  return {
    kind: 'failed',
    title: titles.failed,
    message: error instanceof Error ? error.message : String(error),
    errorId: undefined,
  };
}

function messageOf(error: ResponseError, kind: ProblemKind): string {
  const message = error.body?.error?.message;
  if (message) return message;
  return kind === 'refused'
    ? 'Your roles do not include it.'
    : `The server answered ${error.response.status}.`;
}

function errorIdOf(error: ResponseError): string | undefined {
  const { errorId, id } = error.body?.error ?? {};
  const stated = errorId ?? id;
  if (typeof stated === 'string') return stated;
  const { method, url } = error.body?.request ?? {};
  return method && url
    ? `${method} ${url}, ${error.response.status}`
    : undefined;
}
