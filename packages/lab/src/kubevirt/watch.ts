import type { Estate } from '../world/estate/Estate.ts';
import type { Changes, ResourceChange } from './Changes.ts';
import type { KubernetesObject } from './objects/object.ts';
import { groupVersion, type Resource } from './resources.ts';
import { statusObject } from './status.ts';

export interface WatchQuery {
  resourceVersion: string | undefined;
  namespace: string | undefined;
  bookmarks: boolean;
  timeoutSeconds: number;
}

const BOOKMARK_MILLISECONDS = 30_000;

const line = (type: string, object: unknown) =>
  `${JSON.stringify({ type, object })}\n`;

/** What one watch tells, and how far it got. */
class Telling {
  private readonly resource: Resource;
  private readonly query: WatchQuery;
  revision: number;

  constructor(resource: Resource, query: WatchQuery) {
    this.resource = resource;
    this.query = query;
    this.revision = Number(query.resourceVersion ?? 0);
  }

  /** Everything there is, for who begins without a version. */
  *all(estate: Estate): Generator<string> {
    this.revision = estate.revision;
    for (const { make } of this.resource.entries(estate)) {
      const object = make();
      if (this.isWanted(object)) yield line('ADDED', object);
    }
  }

  *these(happened: ResourceChange[]): Generator<string> {
    for (const { revision, type, object } of happened) {
      this.revision = Math.max(this.revision, revision);
      if (this.isWanted(object)) yield line(type, object);
    }
  }

  bookmark(revision: number): string {
    this.revision = Math.max(this.revision, revision);
    return line('BOOKMARK', {
      kind: this.resource.kind,
      apiVersion: groupVersion(this.resource),
      metadata: {
        resourceVersion: String(this.revision),
        creationTimestamp: null,
      },
    });
  }

  private isWanted({ metadata }: KubernetesObject): boolean {
    const { namespace } = this.query;
    return namespace === undefined || namespace === metadata.namespace;
  }
}

/** Tells changes one by one, as lines of JSON, until the time is up. */
export async function* watchLines(
  estate: Estate,
  changes: Changes,
  resource: Resource,
  query: WatchQuery,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const end = performance.now() + query.timeoutSeconds * 1000;
  const telling = new Telling(resource, query);
  if (telling.revision === 0) yield* telling.all(estate);
  let nextBookmark = performance.now() + BOOKMARK_MILLISECONDS;
  while (!signal.aborted && performance.now() < end) {
    const seen = estate.revision;
    const happened = changes.since(resource.plural, telling.revision);
    if (!happened) {
      const message = `too old resource version: ${telling.revision} (${seen})`;
      yield line('ERROR', statusObject(410, message));
      return;
    }
    yield* telling.these(happened);
    if (performance.now() >= nextBookmark) {
      nextBookmark = performance.now() + BOOKMARK_MILLISECONDS;
      if (query.bookmarks) yield telling.bookmark(seen);
    }
    const patience = Math.min(end, nextBookmark) - performance.now();
    await changes.next(signal, Math.max(patience, 1));
  }
  if (query.bookmarks && !signal.aborted)
    yield telling.bookmark(telling.revision);
}
