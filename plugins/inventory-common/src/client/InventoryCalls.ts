import { ResponseError } from '@backstage/errors';

/** What a call may carry beside its own arguments. */
export interface CallOptions {
  signal?: AbortSignal;
  /** A token for calls from another backend; the browser's fetch adds its own. */
  token?: string;
}

/** Where the inventory answers, and the fetch to ask it with. */
export interface InventoryClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

/**
 * How the clients of the inventory ask and are answered. Every call throws a
 * `ResponseError` with the answer's own error when it is not a success.
 */
export abstract class InventoryCalls {
  private readonly options: InventoryClientOptions;

  constructor(options: InventoryClientOptions) {
    this.options = options;
  }

  protected get<T>(path: string, query: object, options?: CallOptions) {
    return this.request<T>(
      `${path}${searchOf(query)}`,
      { method: 'GET' },
      options,
    );
  }

  protected post<T>(path: string, body: object, options?: CallOptions) {
    return this.sendBody<T>('POST', path, body, options);
  }

  /** Sends a body; `headers` are for `If-Match` and the like. */
  protected sendBody<T>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: object,
    options?: CallOptions,
    headers: Record<string, string> = {},
  ) {
    return this.request<T>(
      path,
      {
        method,
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      },
      options,
    );
  }

  private async request<T>(
    path: string,
    init: RequestInit,
    options?: CallOptions,
  ): Promise<T> {
    const response = await this.send(path, init, options);
    return (await response.json()) as T;
  }

  protected async send(
    path: string,
    init: RequestInit,
    options: CallOptions = {},
  ): Promise<Response> {
    const baseUrl = await this.options.discoveryApi.getBaseUrl('inventory');
    const headers = new Headers(init.headers);
    if (options.token) headers.set('Authorization', `Bearer ${options.token}`);
    const response = await this.options.fetchApi.fetch(`${baseUrl}/${path}`, {
      ...init,
      headers,
      signal: options.signal,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

/** A query as the end of an address; lists repeat their name. */
export function searchOf(query: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') parameters.append(name, `${one}`);
    }
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}
