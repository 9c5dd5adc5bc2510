import { setTimeout as pause } from 'node:timers/promises';
import { readText } from '@flyloft/plugin-inventory-node';
import { z } from 'zod';
import { cutUserData } from './cutUserData';
import { ApiServer, type ApiCall, type ApiServerAccess } from './ApiServer';
import { isKubernetesFailure } from './KubernetesError';
import { linesOf } from './lines';
import { listPath, type ResourceKind } from './resourceKind';
import { parseStatus } from './statusAnswer';

const mebibyte = 1024 * 1024;
const answerBytes = 64 * mebibyte;
// An object is at most 1.5 MiB in etcd; as JSON with escapes it may grow.
const longestEvent = 16 * mebibyte;
const longestRetryAfterMilliseconds = 30_000;

/** What a client needs to ask an API server. */
export interface KubernetesClientOptions {
  /** Made on first use: a kubeconfig is read by a library that is loaded then. */
  access(): Promise<ApiServerAccess>;
  requestTimeoutMilliseconds: number;
  parallelCalls: number;
  /** Tries of a question in all. */
  attempts?: number;
  /** 0 to 1, for the jitter between tries. */
  random?: () => number;
}

/** A page of a list. */
export interface ListPage {
  items: unknown[];
  /** Goes on after the last item; null on the last page. */
  continueToken: string | null;
  /** How many follow, where the API server tells. */
  remaining: number | null;
  resourceVersion: string | null;
}

const pageSchema = z.object({
  metadata: z.object({
    continue: z.string().optional(),
    remainingItemCount: z.number().optional(),
    resourceVersion: z.string().optional(),
  }),
  items: z.array(z.unknown()).nullable(),
});

/** One thing that a watch tells. */
export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: unknown;
}

const eventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});

/**
 * Asks one API server: single answers, pages of lists, watches. Every call it
 * makes may be repeated, and is, a bounded number of times with jitter. It
 * knows how calls go well or wrong, and nothing of what the answers mean.
 */
export class KubernetesClient {
  private opened: Promise<ApiServer> | null = null;
  private readonly attempts: number;
  private readonly random: () => number;

  constructor(private readonly options: KubernetesClientOptions) {
    this.attempts = options.attempts ?? 3;
    this.random = options.random ?? Math.random;
  }

  /** @throws KubernetesError by failure; an abort rejects with its reason */
  get<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return this.ask({ method: 'GET', path, signal }, schema);
  }

  /** Posts a review: a question that has a body and changes nothing. */
  review<T>(
    path: string,
    body: unknown,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    return this.ask({ method: 'POST', path, body, signal }, schema);
  }

  /** One page of a list over all namespaces. */
  async page(
    kind: ResourceKind,
    query: { limit: number; continue?: string },
    signal: AbortSignal,
  ): Promise<ListPage> {
    const path = listPath(kind);
    const { metadata, items } = await this.ask(
      { method: 'GET', path, query: { ...query }, signal },
      pageSchema,
    );
    return {
      items: items ?? [],
      continueToken: metadata.continue || null,
      remaining: metadata.remainingItemCount ?? null,
      resourceVersion: metadata.resourceVersion ?? null,
    };
  }

  /**
   * Follows changes after a resource version until the API server ends it,
   * which it does after `timeoutSeconds` at the latest.
   *
   * @throws KubernetesError `expired` when that version is too old
   */
  async *watch(
    kind: ResourceKind,
    from: { resourceVersion: string; timeoutSeconds: number },
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent> {
    const server = await this.server();
    const call: ApiCall = {
      method: 'GET',
      path: listPath(kind),
      query: { ...from, watch: true, allowWatchBookmarks: true },
      // A connection that died quietly ends here.
      timeoutMilliseconds:
        from.timeoutSeconds * 1000 + this.options.requestTimeoutMilliseconds,
      signal,
      longLived: true,
    };
    for await (const line of server.stream(call, body =>
      linesOf(body, longestEvent),
    )) {
      const event = this.eventOf(String(line), call, server);
      yield event;
    }
  }

  /** Frees all connections. */
  async close(): Promise<void> {
    const opened = this.opened;
    this.opened = null;
    // What could not be opened has nothing to free.
    const server = await opened?.catch(() => null);
    await server?.close();
  }

  private eventOf(line: string, call: ApiCall, server: ApiServer): WatchEvent {
    let parsed: z.infer<typeof eventSchema>;
    try {
      parsed = eventSchema.parse(cutUserData(JSON.parse(line)));
    } catch {
      throw server.failure(
        'malformed',
        call,
        'an event is not what it should be',
      );
    }
    if (parsed.type !== 'ERROR') return { ...parsed, type: parsed.type };
    const status = parseStatus(parsed.object);
    const isOld = status?.code === 410 || status?.reason === 'Expired';
    throw server.failure(
      isOld ? 'expired' : 'unavailable',
      call,
      status?.message ?? 'the watch ended with an error',
      { statusCode: status?.code ?? undefined },
    );
  }

  private server(): Promise<ApiServer> {
    this.opened ??= this.options
      .access()
      .then(access => new ApiServer(access, this.options.parallelCalls));
    return this.opened;
  }

  private async ask<T>(
    question: Omit<ApiCall, 'timeoutMilliseconds'>,
    schema: z.ZodType<T>,
  ): Promise<T> {
    const server = await this.server();
    const call = {
      ...question,
      timeoutMilliseconds: this.options.requestTimeoutMilliseconds,
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await server.request(call, async body =>
          schema.parse(
            cutUserData(JSON.parse(await readText(body, answerBytes))),
          ),
        );
      } catch (error) {
        const repeatable = isKubernetesFailure(
          error,
          'unavailable',
          'malformed',
        );
        if (!repeatable || attempt >= this.attempts) throw error;
        await this.rest(attempt, error.retryAfterMilliseconds, call.signal);
      }
    }
  }

  private async rest(
    attempt: number,
    retryAfterMilliseconds: number | null,
    signal: AbortSignal,
  ): Promise<void> {
    const wanted = Math.max(200 * 2 ** attempt, retryAfterMilliseconds ?? 0);
    const milliseconds = Math.min(wanted, longestRetryAfterMilliseconds);
    try {
      await pause(milliseconds * (0.75 + this.random() / 2), undefined, {
        signal,
      });
    } catch {
      // The timer's own AbortError says less than the signal's reason.
      signal.throwIfAborted();
    }
  }
}
