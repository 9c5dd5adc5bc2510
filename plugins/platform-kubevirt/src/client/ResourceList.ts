import type { KubernetesClient, ListPage } from './KubernetesClient';
import { isKubernetesFailure, KubernetesError } from './KubernetesError';
import type { ResourceKind } from './resourceKind';

/** An item as a list orders it. */
export interface Listed {
  /** `namespace/name`, or the name alone. */
  key: string;
}

/** How often a list that expired is begun anew before it counts as failed. */
const mostRestarts = 3;

/**
 * Reads one list page by page, in the order of its keys, each item once. When
 * the API server no longer knows the picture a page came from (410), it goes on
 * behind the last key in a newer one.
 */
export class ResourceList<T extends Listed> {
  /** How many items were promised and did not come. */
  shortBy = 0;
  /** The picture of the first page: a watch from here on misses nothing. */
  resourceVersion: string | null = null;
  private lastKey: string | null = null;
  private promised: number | null = null;
  /** Whether the list was begun anew and still repeats what was read. */
  private repeats = false;

  constructor(
    private readonly client: KubernetesClient,
    private readonly kind: ResourceKind,
    private readonly toItem: (object: unknown) => T,
    private readonly options: { limit: number; signal: AbortSignal },
  ) {}

  async *items(): AsyncGenerator<T> {
    for await (const page of this.pages()) {
      for (const object of page.items) {
        const item = this.read(object);
        if (item) yield item;
      }
    }
  }

  private async *pages(): AsyncGenerator<ListPage> {
    let restarts = 0;
    let continueToken: string | null = null;
    do {
      const { limit, signal } = this.options;
      let page: ListPage;
      try {
        page = await this.client.page(
          this.kind,
          { limit, ...(continueToken && { continue: continueToken }) },
          signal,
        );
      } catch (error) {
        if (!isKubernetesFailure(error, 'expired') || restarts >= mostRestarts)
          throw error;
        restarts += 1;
        // Without a token of the API server's own: from the beginning, past what was read.
        continueToken = error.continueToken;
        this.promised = null;
        if (continueToken !== null) continue;
        this.repeats = true;
        page = await this.client.page(this.kind, { limit }, signal);
      }
      this.resourceVersion ??= page.resourceVersion;
      this.count(page);
      yield page;
      continueToken = page.continueToken;
    } while (continueToken !== null);
  }

  private count({ items, remaining }: ListPage): void {
    const there = items.length + (remaining ?? 0);
    if (this.promised !== null && there < this.promised) {
      this.shortBy += this.promised - there;
    }
    this.promised = remaining;
  }

  private read(object: unknown): T | null {
    const item = this.toItem(object);
    if (this.lastKey !== null && item.key <= this.lastKey) {
      if (this.repeats) return null;
      // Lists are joined by their order: out of order they would be joined wrongly.
      throw new KubernetesError('malformed', {
        call: `GET ${this.kind.plural}`,
        reason: `the list is not in order: ${item.key} came after ${this.lastKey}`,
      });
    }
    this.lastKey = item.key;
    this.repeats = false;
    return item;
  }
}
