import type { EstateSecrets } from '../wire/platformApi.ts';
import type { WireReply, WireRequest } from '../wire/PlatformServer.ts';
import type { Estate } from '../world/estate/Estate.ts';
import { Changes } from './Changes.ts';
import { describe } from './discovery.ts';
import { Lists, type ListQuery } from './Lists.ts';
import type { KubernetesObject } from './objects/object.ts';
import {
  fullName,
  groupVersion,
  RESOURCES,
  type Resource,
} from './resources.ts';
import { review } from './reviews.ts';
import { Rights, type Subject } from './Rights.ts';
import { json, Refusal } from './status.ts';
import { table, wantsTable } from './tables.ts';
import { watchLines } from './watch.ts';

/** What a path names. */
interface Target {
  resource: Resource;
  namespace: string | undefined;
  name: string | undefined;
}

const LONGEST_WATCH_SECONDS = 3600;
const EXPAND =
  /^\/apis\/subresources\.kubevirt\.io\/v1\/namespaces\/([^/]+)\/virtualmachines\/([^/]+)\/expand-spec$/;

/** A Kubernetes API server with KubeVirt in it, over one estate; it is only read. */
export class KubernetesApi {
  readonly rights: Rights;
  private readonly estate: Estate;
  private readonly now: () => number;
  private readonly lists: Lists;
  private readonly changes: Changes;

  constructor(estate: Estate, secrets: EstateSecrets, now: () => number) {
    this.estate = estate;
    this.now = now;
    this.rights = new Rights(secrets);
    this.lists = new Lists(estate, now);
    this.changes = new Changes(estate, RESOURCES);
  }

  close(): void {
    this.changes.close();
  }

  /** Forgets all pictures and changes: continue tokens and watches are told 410. */
  compact(): void {
    this.lists.expire();
    this.changes.expire();
  }

  handle(request: WireRequest): WireReply {
    try {
      return this.answer(request);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  private answer(request: WireRequest): WireReply {
    const subject = this.rights.subjectOf(request);
    const reviewed = review(this.rights, subject, request);
    if (reviewed) return reviewed;
    if (request.method !== 'GET')
      throw new Refusal(405, 'this API server is only read');
    const path = request.path.replace(/\/+$/, '');
    const described = describe(path);
    if (described !== undefined) return json(described);
    const expanded = this.expand(path, subject);
    if (expanded) return expanded;
    const target = targetOf(path);
    if (!target)
      throw new Refusal(
        404,
        'the server could not find the requested resource',
      );
    if (target.name !== undefined) return this.one(target, subject, request);
    return request.query.get('watch') === 'true' ||
      request.query.get('watch') === '1'
      ? this.watch(target, subject, request)
      : this.list(target, subject, request);
  }

  private require(subject: Subject, verb: string, target: Target): void {
    const { resource, namespace } = target;
    this.rights.require(subject, {
      verb,
      group: resource.group,
      resource: resource.plural,
      namespace,
    });
  }

  private list(
    target: Target,
    subject: Subject,
    request: WireRequest,
  ): WireReply {
    this.require(subject, 'list', target);
    const { resource } = target;
    const page = this.lists.page(resource, listQuery(target, request));
    const metadata = {
      resourceVersion: page.resourceVersion,
      ...(page.continueToken !== undefined && { continue: page.continueToken }),
      ...(page.remaining !== undefined && {
        remainingItemCount: page.remaining,
      }),
    };
    if (wantsTable(request.headers.accept))
      return json(table(resource, page.items, metadata, this.now()));
    return json({
      kind: `${resource.kind}List`,
      apiVersion: groupVersion(resource),
      metadata,
      items: page.items,
    });
  }

  private one(
    target: Target,
    subject: Subject,
    request: WireRequest,
  ): WireReply {
    this.require(subject, 'get', target);
    const object = this.find(target);
    return json(
      wantsTable(request.headers.accept)
        ? table(
            target.resource,
            [object],
            { resourceVersion: object.metadata.resourceVersion },
            this.now(),
          )
        : object,
    );
  }

  private find({ resource, namespace, name }: Target): KubernetesObject {
    const key = namespace === undefined ? name : `${namespace}/${name}`;
    const entry = resource.entries(this.estate).find(each => each.key === key);
    if (!entry)
      throw new Refusal(404, `${fullName(resource)} "${name}" not found`);
    return entry.make();
  }

  private watch(
    target: Target,
    subject: Subject,
    request: WireRequest,
  ): WireReply {
    this.require(subject, 'watch', target);
    const { query } = request;
    const seconds = Number(
      query.get('timeoutSeconds') ?? LONGEST_WATCH_SECONDS,
    );
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: watchLines(
        this.estate,
        this.changes,
        target.resource,
        {
          resourceVersion: query.get('resourceVersion') || undefined,
          namespace: target.namespace,
          bookmarks: query.get('allowWatchBookmarks') === 'true',
          timeoutSeconds: Math.min(seconds, LONGEST_WATCH_SECONDS),
        },
        request.signal,
      ),
    };
  }

  /** The machine with its named size written out, as KubeVirt reckons it. */
  private expand(path: string, subject: Subject): WireReply | undefined {
    const [, namespace, name] = EXPAND.exec(path) ?? [];
    if (name === undefined) return undefined;
    this.rights.require(subject, {
      verb: 'get',
      group: 'subresources.kubevirt.io',
      resource: 'virtualmachines/expand-spec',
      namespace,
    });
    const resource = RESOURCES.find(each => each.plural === 'virtualmachines')!;
    const object = this.find({ resource, namespace, name });
    const machine = this.estate.machine(object.metadata.uid);
    const { sockets, coresPerSocket, memoryBytes } = machine.detail;
    const spec = structuredClone(object.spec) as {
      instancetype?: unknown;
      preference?: unknown;
      template: { spec: { domain: Record<string, unknown> } };
    };
    delete spec.instancetype;
    delete spec.preference;
    Object.assign(spec.template.spec.domain, {
      cpu: { sockets, cores: coresPerSocket, threads: 1 },
      memory: { guest: String(memoryBytes) },
    });
    return json({ ...object, spec });
  }
}

function listQuery({ namespace }: Target, { query }: WireRequest): ListQuery {
  const limit = Number(query.get('limit') ?? 0);
  if (!Number.isInteger(limit) || limit < 0)
    throw new Refusal(400, 'limit must be a number');
  return {
    namespace,
    limit: limit || undefined,
    continueToken: query.get('continue') || undefined,
    labelSelector: query.get('labelSelector') || undefined,
    fieldSelector: query.get('fieldSelector') || undefined,
  };
}

/** Reads a path; undefined where it names nothing that is served. */
function targetOf(path: string): Target | undefined {
  const match =
    /^(?:\/api\/(v1)|\/apis\/([^/]+)\/([^/]+))(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/.exec(
      path,
    );
  if (!match) return undefined;
  const [, core, group = '', version, namespace, plural, name] = match;
  const resource = RESOURCES.find(
    each =>
      each.plural === plural &&
      each.group === group &&
      each.version === (core ?? version),
  );
  if (!resource || (namespace !== undefined && !resource.namespaced))
    return undefined;
  return { resource, namespace, name };
}
