import type { CollectionGap } from '@flyloft/plugin-inventory-node';
import type { KubernetesClient } from '../client/KubernetesClient';
import {
  isKubernetesFailure,
  KubernetesError,
} from '../client/KubernetesError';
import { ResourceList, type Listed } from '../client/ResourceList';
import { groupsSchema, kubeVirtSchema, versionSchema } from '../wire/things';
import type { ClusterVersions } from './cluster';
import { kinds, servedKind, type KindName, type ServedGroups } from './kinds';

/** So many objects a page: with user data cut, a few megabytes. */
export const pageSize = 250;

/** KubeVirt itself is missing, so there is nothing to collect. */
function notInstalled(): KubernetesError {
  return new KubernetesError('not-found', {
    call: 'GET /apis',
    reason: 'KubeVirt is not installed in this cluster',
  });
}

/**
 * Which groups of resources the API server serves.
 *
 * @throws KubernetesError `not-found` when KubeVirt is not among them
 */
export async function servedGroups(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<ServedGroups> {
  const { groups } = await client.get('/apis', groupsSchema, signal);
  const served = new Map(
    groups.map(({ name, versions }) => [
      name,
      versions.map(({ version }) => version),
    ]),
  );
  if (!servedKind(kinds.virtualMachines, served)) throw notInstalled();
  return served;
}

/** The versions of Kubernetes and, where we may read it, of KubeVirt. */
export async function versionsOf(
  client: KubernetesClient,
  served: ServedGroups,
  signal: AbortSignal,
): Promise<ClusterVersions> {
  const { gitVersion } = await client.get('/version', versionSchema, signal);
  const kind = servedKind(kinds.kubeVirts, served);
  let kubeVirt: string | null = null;
  try {
    const page = kind && (await client.page(kind, { limit: 1 }, signal));
    const [found] = page?.items ?? [];
    const { data } = kubeVirtSchema.safeParse(found);
    kubeVirt = data?.status?.observedKubeVirtVersion ?? null;
  } catch (error) {
    if (!isKubernetesFailure(error, 'refused')) throw error;
  }
  return { kubernetes: gitVersion, kubeVirt };
}

/** Lists kinds of one cluster during one run, and notes what it may not list. */
export class Catalogue {
  readonly gaps: CollectionGap[] = [];
  private readonly refused = new Set<KindName>();

  constructor(
    private readonly client: KubernetesClient,
    private readonly served: ServedGroups,
    private readonly signal: AbortSignal,
  ) {}

  /** Whether a kind was refused in this run. */
  isRefused(name: KindName): boolean {
    return this.refused.has(name);
  }

  /**
   * Everything of a kind, in the order of its keys.
   *
   * @throws KubernetesError also when fewer came than the server promised
   */
  async *all<T extends Listed>(
    name: KindName,
    toItem: (object: unknown) => T,
  ): AsyncGenerator<T> {
    const kind = servedKind(kinds[name], this.served);
    if (!kind) return;
    const list = new ResourceList(this.client, kind, toItem, {
      limit: pageSize,
      signal: this.signal,
    });
    yield* list.items();
    if (list.shortBy > 0) {
      throw new KubernetesError('malformed', {
        call: `GET ${kind.plural}`,
        reason: `${list.shortBy} fewer came than the API server said there are`,
      });
    }
  }

  /** The same, where a refusal is a gap and not the end. */
  async *permitted<T extends Listed>(
    name: KindName,
    toItem: (object: unknown) => T,
  ): AsyncGenerator<T> {
    try {
      yield* this.all(name, toItem);
    } catch (error) {
      if (!isKubernetesFailure(error, 'refused')) throw error;
      this.refused.add(name);
      const { plural, what, withholds } = kinds[name];
      this.gaps.push({
        kind: 'gap',
        scope: plural,
        reason: `we may not list them, and so don't see ${what}`,
        withholdsDeletions: [...withholds],
      });
    }
  }
}
