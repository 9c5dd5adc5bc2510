import { ResponseError } from '@backstage/errors';
import type { ListQuery, Page } from '@flyloft/kit-common';
import type {
  AuditEvent,
  AuditEventDetail,
  AuditType,
} from '../events/auditEvent';
import type { ChainState, Verification } from '../verification/verification';

/** Where the audit trail answers, and the fetch to ask it with. */
export interface AuditClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

interface CallOptions {
  signal?: AbortSignal;
}

/**
 * The audit trail's API. Every method throws a `ResponseError` with the
 * answer's own error when it is not a success.
 */
export class AuditClient {
  private readonly options: AuditClientOptions;

  constructor(options: AuditClientOptions) {
    this.options = options;
  }

  listEvents(query: ListQuery = {}, options?: CallOptions) {
    return this.call<Page<AuditEvent>>('GET', `${search(query)}`, options);
  }

  getEvent(sequence: string, options?: CallOptions) {
    return this.call<AuditEventDetail>(
      'GET',
      `/events/${encodeURIComponent(sequence)}`,
      options,
    );
  }

  listTypes(options?: CallOptions) {
    return this.call<{ items: AuditType[] }>('GET', '/types', options);
  }

  getChain(options?: CallOptions) {
    return this.call<ChainState>('GET', '/chain', options);
  }

  /** Begins a look at the whole chain, or answers with the one under way. */
  verifyChain(options?: CallOptions) {
    return this.call<Verification>('POST', '/verifications', options);
  }

  /** Every event that a list's query matches, as a file. */
  async exportEvents(
    format: 'csv' | 'ndjson',
    query: ListQuery = {},
    options?: CallOptions,
  ): Promise<Blob> {
    const answer = await this.ask(
      'GET',
      `/export.${format}${search(query)}`,
      options,
    );
    return answer.blob();
  }

  private async call<T>(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<T> {
    const answer = await this.ask(method, path, options);
    return (await answer.json()) as T;
  }

  private async ask(method: string, path: string, options?: CallOptions) {
    const base = await this.options.discoveryApi.getBaseUrl('audit');
    const answer = await this.options.fetchApi.fetch(`${base}${path}`, {
      method,
      signal: options?.signal,
    });
    if (!answer.ok) throw await ResponseError.fromResponse(answer);
    return answer;
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
