import type { Estate } from '../world/estate/Estate.ts';
import type { KubernetesObject } from './objects/object.ts';
import type { Entry, Resource } from './resources.ts';
import { Refusal } from './status.ts';

/** What is asked of a list. */
export interface ListQuery {
  namespace: string | undefined;
  limit: number | undefined;
  continueToken: string | undefined;
  labelSelector: string | undefined;
  fieldSelector: string | undefined;
}

/** One page, and how to go on. */
export interface Page {
  items: KubernetesObject[];
  resourceVersion: string;
  continueToken: string | undefined;
  remaining: number | undefined;
}

/** A list as it was when its first page was asked for. */
interface Snapshot {
  entries: Entry[];
  revision: number;
}

interface Token {
  snapshot: number;
  /** Where to go on: after this key. */
  after: string;
}

/** etcd forgets after five minutes; so long a token holds. */
const TOKEN_SECONDS = 300;
const KEPT_SNAPSHOTS = 32;
const EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function encode(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decode(text: string): Token {
  try {
    const { snapshot, after } = JSON.parse(
      Buffer.from(text, 'base64url').toString(),
    ) as Token;
    if (typeof snapshot === 'number' && typeof after === 'string')
      return { snapshot, after };
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal(400, 'continue key is not valid');
}

/** Lists in the order of keys, in pages of one picture whose tokens run out. */
export class Lists {
  private readonly estate: Estate;
  private readonly now: () => number;
  private readonly snapshots: Map<number, Snapshot & { madeAt: number }> =
    new Map();
  private lastSnapshot = 0;

  constructor(estate: Estate, now: () => number) {
    this.estate = estate;
    this.now = now;
  }

  /** Forgets all pictures, as etcd does when it compacts. */
  expire(): void {
    this.snapshots.clear();
  }

  page(resource: Resource, query: ListQuery): Page {
    const { snapshot, id, after } = this.pictureFor(resource, query);
    const selected = select(snapshot.entries, query);
    const start =
      after === undefined ? 0 : selected.findIndex(entry => entry.key > after);
    const rest = start < 0 ? [] : selected.slice(start);
    const shown = query.limit ? rest.slice(0, query.limit) : rest;
    const remaining = rest.length - shown.length;
    const isFiltered =
      query.labelSelector !== undefined || query.fieldSelector !== undefined;
    const last = shown.at(-1);
    return {
      items: shown
        .map(entry => entry.make())
        .filter(object => hasLabels(object, query.labelSelector)),
      resourceVersion: String(snapshot.revision),
      continueToken:
        remaining > 0 && last
          ? encode({ snapshot: id, after: last.key })
          : undefined,
      remaining: remaining > 0 && !isFiltered ? remaining : undefined,
    };
  }

  private pictureFor(resource: Resource, { continueToken }: ListQuery) {
    if (continueToken === undefined) {
      const id = this.take(resource);
      return { id, snapshot: this.snapshots.get(id)!, after: undefined };
    }
    const token = decode(continueToken);
    const snapshot = this.snapshots.get(token.snapshot);
    if (!snapshot || this.now() - snapshot.madeAt > TOKEN_SECONDS) {
      const newer = this.take(resource);
      throw new Refusal(
        410,
        EXPIRED,
        encode({ snapshot: newer, after: token.after }),
      );
    }
    return { id: token.snapshot, snapshot, after: token.after };
  }

  private take(resource: Resource): number {
    const entries = resource.entries(this.estate);
    entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const id = ++this.lastSnapshot;
    const { revision } = this.estate;
    this.snapshots.set(id, { entries, revision, madeAt: this.now() });
    const oldest = this.snapshots.keys().next().value;
    if (this.snapshots.size > KEPT_SNAPSHOTS && oldest !== undefined)
      this.snapshots.delete(oldest);
    return id;
  }
}

function select(
  entries: Entry[],
  { namespace, fieldSelector }: ListQuery,
): Entry[] {
  const name = /^metadata\.name=+(.+)$/.exec(fieldSelector ?? '')?.[1];
  if (fieldSelector !== undefined && name === undefined)
    throw new Refusal(400, `field label not supported: ${fieldSelector}`);
  return entries.filter(
    ({ key }) =>
      (namespace === undefined || key.startsWith(`${namespace}/`)) &&
      (name === undefined || key.split('/').at(-1) === name),
  );
}

function hasLabels(
  object: KubernetesObject,
  selector: string | undefined,
): boolean {
  if (!selector) return true;
  const { labels = {} } = object.metadata;
  return selector.split(',').every(part => {
    const [key = '', value] = part.split(/==?/);
    return value === undefined ? key in labels : labels[key] === value;
  });
}
