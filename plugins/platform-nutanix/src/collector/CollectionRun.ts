import type {
  CollectContext,
  CollectionGap,
  Observation,
} from '@flyloft/plugin-inventory-node';
import type { PrismApi } from '../client/PrismApi';
import { isPrismFailure } from '../client/PrismError';
import { readList, wholeList } from '../client/readList';
import type { ListName, Records } from '../wire/records';
import { observedGuest } from './guests';
import {
  interfaceGap,
  refusalGap,
  requiredOperations,
  type RequiredOperation,
} from './privileges';
import {
  noteRecoveryPoints,
  type LastRecoveryPoint,
  type References,
} from './references';
import {
  observedClusters,
  observedHosts,
  observedImage,
  observedNetwork,
  observedStorage,
} from './things';

/** What one run works with. */
export interface CollectionRunOptions {
  api: PrismApi;
  /** Lists projects, whatever `api` is. */
  v3: PrismApi;
  parallelCalls: number;
  context: CollectContext;
}

/** One pass over Prism Central: what guests refer to, then guests. */
export class CollectionRun {
  private readonly signal: AbortSignal;
  private readonly gaps: CollectionGap[] = [];

  constructor(private readonly run: CollectionRunOptions) {
    this.signal = run.context.signal;
  }

  async *observations(): AsyncGenerator<Observation> {
    const { context } = this.run;
    context.progress({
      phase: 'Reading the infrastructure',
      done: 0,
      total: null,
    });
    const clusters = (await this.listed('clusters')) ?? [];
    yield* observedClusters(clusters);
    yield* observedHosts(
      (await this.listed('hosts')) ?? [],
      new Map(clusters.map(cluster => [cluster.id, cluster])),
    );
    const subnets = (await this.listed('subnets')) ?? [];
    yield* subnets.map(observedNetwork);
    const containers = (await this.listed('containers')) ?? [];
    yield* containers.map(observedStorage);
    yield* ((await this.listed('images')) ?? []).map(observedImage);
    yield* ((await this.listed('templates')) ?? []).map(observedImage);
    const references: References = {
      subnets: new Map(subnets.map(subnet => [subnet.id, subnet])),
      containers: new Map(containers.map(({ id, name }) => [id, name])),
      categories: await this.categories(),
      projects: await this.names(this.run.v3, 'projects'),
      users: await this.names(this.run.api, 'users'),
      recoveryPoints: await this.recoveryPoints(),
    };
    yield* this.guests(references);
    yield* this.gaps;
  }

  private async *guests(references: References): AsyncGenerator<Observation> {
    const { api, context, parallelCalls } = this.run;
    const required = requiredOf('vms');
    let done = 0;
    let total = 0;
    try {
      const pages = readList(api, 'vms', {
        signal: this.signal,
        ahead: parallelCalls,
        onTotal: told => {
          total = told;
        },
      });
      for await (const page of pages) {
        const known = await context.knownGuests(page.map(vm => vm.id));
        for (const vm of page) {
          yield observedGuest(vm, references, known.get(vm.id));
        }
        done += page.length;
        context.progress({ phase: 'Reading guests', done, total });
      }
    } catch (error) {
      if (!isPrismFailure(error, 'refused')) throw error;
      this.gaps.push(refusalGap(required));
    }
  }

  /** A list that is held; null where it is refused or not there, with its gap. */
  private async listed<L extends ListName>(
    list: L,
  ): Promise<Array<Records[L]> | null> {
    const { api, parallelCalls } = this.run;
    const required = requiredOf(list);
    if (!api.has(list)) {
      this.gaps.push(interfaceGap(required, api.version));
      return null;
    }
    try {
      return await wholeList(api, list, {
        signal: this.signal,
        ahead: parallelCalls,
      });
    } catch (error) {
      if (!isPrismFailure(error, 'refused')) throw error;
      this.gaps.push(refusalGap(required));
      return null;
    }
  }

  /** v3 names the categories in the machines themselves. */
  private async categories(): Promise<References['categories']> {
    if (!this.run.api.has('categories')) return new Map();
    const categories = await this.listed('categories');
    return categories && new Map(categories.map(({ id, name }) => [id, name]));
  }

  /** Names that only explain: where they can't be had, ids are left unnamed. */
  private async names(
    api: PrismApi,
    list: 'projects' | 'users',
  ): Promise<ReadonlyMap<string, string>> {
    if (!api.has(list)) return new Map();
    try {
      const names = await wholeList(api, list, {
        signal: this.signal,
        ahead: this.run.parallelCalls,
      });
      return new Map(names.map(({ id, name }) => [id, name]));
    } catch (error) {
      // An API key may have no way into v3, and few may list users.
      const isMissing = isPrismFailure(
        error,
        'refused',
        'not-found',
        'invalid',
        'unauthenticated',
      );
      if (!isMissing) throw error;
      return new Map();
    }
  }

  private async recoveryPoints(): Promise<References['recoveryPoints']> {
    const { api, parallelCalls } = this.run;
    const newest = new Map<string, LastRecoveryPoint>();
    try {
      const pages = readList(api, 'recoveryPoints', {
        signal: this.signal,
        ahead: parallelCalls,
      });
      for await (const page of pages) noteRecoveryPoints(newest, page);
      return newest;
    } catch (error) {
      if (isPrismFailure(error, 'refused')) {
        this.gaps.push(refusalGap(requiredOf('recoveryPoints')));
        return null;
      }
      // Points come and go by the minute, and are no reason to fail a run.
      if (!isPrismFailure(error, 'not-found', 'invalid', 'malformed')) {
        throw error;
      }
      this.gaps.push({
        kind: 'gap',
        scope: requiredOf('recoveryPoints').what,
        reason: error.reason,
        withholdsDeletions: [],
      });
      return null;
    }
  }
}

function requiredOf(list: ListName): RequiredOperation {
  const required = requiredOperations.find(each => each.list === list);
  if (!required) throw new Error(`Nothing is known of the list '${list}'`);
  return required;
}
