import { createHash } from 'node:crypto';
import type { PlatformSignal } from '@flyloft/plugin-inventory-node';
import { z } from 'zod';
import type { KubernetesClient, WatchEvent } from '../client/KubernetesClient';
import { isKubernetesFailure } from '../client/KubernetesError';
import type { ResourceKind } from '../client/resourceKind';
import { ResourceList } from '../client/ResourceList';
import { keyOf, metadataSchema, type Metadata } from '../wire/metadata';
import { nodeSchema } from '../wire/things';
import { toInstance, toVirtualMachine } from '../wire/virtualMachine';
import { pageSize } from './Catalogue';
import { isHost, observedHost } from './hosts';
import { kinds, servedKind, type ServedGroups } from './kinds';

/** How long one watch stands before the API server ends it and it is begun again. */
const watchSeconds = 290;
/** A watch that is ended at once every time is no watch. */
const mostEmptyWatches = 3;

const listedSchema = z.object({ metadata: metadataSchema });
const eventObjectSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
});

/** What of an object the inventory shows: only that is a change. */
type Shown = (object: unknown) => unknown;

const shownOf = {
  virtualMachines: object => {
    const { metadata, spec, status } = toVirtualMachine(object);
    return [named(metadata), spec, status];
  },
  instances: object => {
    const { metadata, spec, status } = toInstance(object);
    return [named(metadata), spec, status];
  },
  nodes: object => {
    const node = nodeSchema.parse(object);
    return isHost(node) ? observedHost(node, null) : null;
  },
} satisfies Record<string, Shown>;

const named = ({ name, labels, annotations }: Metadata) => [
  name,
  labels,
  annotations,
];

function digestOf(shown: Shown, object: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(shown(object)) ?? '')
    .digest('base64url')
    .slice(0, 12);
}

/**
 * Follows machines, what runs of them, and nodes. Of each object it keeps a
 * digest of what is shown: heartbeats and counters change nothing.
 */
export async function* watchKinds(
  client: KubernetesClient,
  served: ServedGroups,
  parent: AbortSignal,
): AsyncGenerator<PlatformSignal> {
  // One that fails ends the others.
  const stop = new AbortController();
  const signal = AbortSignal.any([parent, stop.signal]);
  const queue = new SignalQueue();
  const watches = Object.entries(shownOf).flatMap(([name, shown]) => {
    const kind = servedKind(kinds[name as keyof typeof shownOf], served);
    return kind ? [new KindWatch(client, kind, shown, queue, signal)] : [];
  });
  try {
    await Promise.all(watches.map(watch => watch.list()));
    yield 'ready';
    const ended = Promise.all(watches.map(watch => watch.follow())).then(
      () => queue.close(null),
      error => queue.close({ error }),
    );
    yield* queue.signals();
    await ended;
  } finally {
    stop.abort();
  }
}

/** Hands `changed` on once, however often it was told meanwhile. */
class SignalQueue {
  private changed = false;
  private closed: { error: unknown } | null | undefined;
  private wake: () => void = () => {};

  tell(): void {
    this.changed = true;
    this.wake();
  }

  close(failure: { error: unknown } | null): void {
    this.closed = failure;
    this.wake();
  }

  async *signals(): AsyncGenerator<PlatformSignal> {
    for (;;) {
      if (this.changed) {
        this.changed = false;
        yield 'changed';
      } else if (this.closed !== undefined) {
        if (this.closed) throw this.closed.error;
        return;
      } else {
        await new Promise<void>(resolve => {
          this.wake = resolve;
        });
      }
    }
  }
}

/** Follows one kind: lists it, watches it from there, lists anew when that is too old. */
class KindWatch {
  private digests = new Map<string, string>();
  private resourceVersion = '';

  constructor(
    private readonly client: KubernetesClient,
    private readonly kind: ResourceKind,
    private readonly shown: Shown,
    private readonly queue: SignalQueue,
    private readonly signal: AbortSignal,
  ) {}

  /** Takes stock; answers whether something differs from before. */
  async list(): Promise<boolean> {
    const before = this.digests;
    const now = new Map<string, string>();
    const list = new ResourceList(
      this.client,
      this.kind,
      object => {
        const { metadata } = listedSchema.parse(object);
        return { key: keyOf(metadata), uid: metadata.uid, object };
      },
      { limit: pageSize, signal: this.signal },
    );
    let same = 0;
    for await (const { uid, object } of list.items()) {
      const digest = digestOf(this.shown, object);
      now.set(uid, digest);
      if (before.get(uid) === digest) same += 1;
    }
    this.digests = now;
    this.resourceVersion = list.resourceVersion ?? '0';
    return same !== now.size || same !== before.size;
  }

  /** Watches until the signal fires. */
  async follow(): Promise<void> {
    let empty = 0;
    while (!this.signal.aborted) {
      const began = performance.now();
      let seen = 0;
      try {
        for await (const event of this.client.watch(
          this.kind,
          {
            resourceVersion: this.resourceVersion,
            timeoutSeconds: watchSeconds,
          },
          this.signal,
        )) {
          seen += 1;
          this.take(event.type, event.object);
        }
      } catch (error) {
        if (!isKubernetesFailure(error, 'expired')) throw error;
        if (await this.list()) this.queue.tell();
      }
      const lasted = performance.now() - began >= 1_000;
      empty = seen > 0 || lasted ? 0 : empty + 1;
      if (empty >= mostEmptyWatches) {
        throw new Error(`The watch of ${this.kind.plural} ends at once`);
      }
    }
  }

  private take(type: WatchEvent['type'], object: unknown): void {
    // A bookmark has nothing but a version.
    const { metadata } = eventObjectSchema.parse(object);
    this.resourceVersion = metadata.resourceVersion;
    if (type === 'BOOKMARK') return;
    const { uid } = listedSchema.parse(object).metadata;
    if (type === 'DELETED') {
      if (this.digests.delete(uid)) this.queue.tell();
      return;
    }
    const digest = digestOf(this.shown, object);
    if (this.digests.get(uid) === digest) return;
    this.digests.set(uid, digest);
    this.queue.tell();
  }
}
