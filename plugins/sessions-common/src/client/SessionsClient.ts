import { ResponseError } from '@backstage/errors';
import type { ListQuery, Page } from '@flyloft/kit-common';
import type {
  Session,
  SessionEndAnswer,
  SessionLimits,
} from '../sessions/session';

/** Where sessions answer, and the fetch to ask them with. */
export interface SessionsClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

interface CallOptions {
  signal?: AbortSignal;
}

/**
 * The API of sessions. Every method throws a `ResponseError` with the answer's
 * own error when it is not a success.
 */
export class SessionsClient {
  private readonly options: SessionsClientOptions;

  constructor(options: SessionsClientOptions) {
    this.options = options;
  }

  listSessions(query: ListQuery = {}, options?: CallOptions) {
    return this.call<Page<Session>>('GET', `${search(query)}`, options);
  }

  /** Ends anybody's session. */
  endSession(id: string, options?: CallOptions) {
    return this.call<Session>(
      'POST',
      `/${encodeURIComponent(id)}/end`,
      options,
    );
  }

  /** One's own sessions that are open, this one first. */
  listMine(options?: CallOptions) {
    return this.call<{ items: Session[]; limits: SessionLimits }>(
      'GET',
      '/mine',
      options,
    );
  }

  endMine(id: string, options?: CallOptions) {
    return this.call<Session>(
      'POST',
      `/mine/${encodeURIComponent(id)}/end`,
      options,
    );
  }

  /** Ends all one's sessions but this; answers how many there were. */
  endMyOthers(options?: CallOptions) {
    return this.call<{ ended: number }>('POST', '/mine/end-others', options);
  }

  /** Why a session is over, for who is no longer signed in. */
  whyEnded(id: string, options?: CallOptions) {
    return this.call<SessionEndAnswer>(
      'GET',
      `/ended/${encodeURIComponent(id)}`,
      options,
    );
  }

  private async call<T>(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<T> {
    const base = await this.options.discoveryApi.getBaseUrl('sessions');
    const answer = await this.options.fetchApi.fetch(`${base}${path}`, {
      method,
      signal: options?.signal,
    });
    if (!answer.ok) throw await ResponseError.fromResponse(answer);
    return (await answer.json()) as T;
  }
}

function search(query: ListQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== undefined) parameters.append(name, String(one));
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
