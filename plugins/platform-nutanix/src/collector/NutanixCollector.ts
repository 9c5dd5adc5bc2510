import type {
  CollectContext,
  Observation,
  PlatformCheck,
  PlatformCollector,
} from '@flyloft/plugin-inventory-node';
import type { ApiFinder } from '../client/ApiFinder';
import type { PrismApi } from '../client/PrismApi';
import { isPrismFailure } from '../client/PrismError';
import { wholeList } from '../client/readList';
import { checkError } from './checkErrors';
import { CollectionRun } from './CollectionRun';
import { requiredOperations, type RequiredOperation } from './privileges';

/**
 * Collects what one Prism Central knows. It says what it saw and what it could
 * not see; it never says that something is missing.
 */
export class NutanixCollector implements PlatformCollector {
  constructor(private readonly finder: ApiFinder) {}

  async *collect(context: CollectContext): AsyncGenerator<Observation> {
    // Ends the calls under way when the engine stops taking, too.
    const stop = new AbortController();
    const signal = AbortSignal.any([context.signal, stop.signal]);
    try {
      const api = await this.finder.find(signal);
      yield* new CollectionRun({
        api,
        v3: this.finder.v3,
        parallelCalls: this.finder.parallelCalls,
        context: { ...context, signal },
      }).observations();
    } finally {
      stop.abort();
    }
  }

  async check(signal: AbortSignal): Promise<PlatformCheck> {
    try {
      return await this.look(signal);
    } catch (error) {
      throw checkError(error);
    }
  }

  async close(): Promise<void> {
    await this.finder.close();
  }

  private async look(signal: AbortSignal): Promise<PlatformCheck> {
    const api = await this.finder.find(signal);
    const missing: RequiredOperation[] = [];
    let guests: number | undefined;
    for (const required of requiredOperations) {
      if (!api.has(required.list)) continue;
      const total = await this.totalOf(api, required, signal);
      if (total === null) missing.push(required);
      else if (required.list === 'vms') guests = total;
    }
    return {
      version: await this.versionOf(api, missing, signal),
      identity: this.finder.identity,
      missingPrivileges: missing.map(({ operation, what }) => ({
        path: 'all entities',
        privilege: operation,
        what,
      })),
      guests,
      remarks: remarksOn(api),
    };
  }

  private async totalOf(
    api: PrismApi,
    { list }: RequiredOperation,
    signal: AbortSignal,
  ): Promise<number | null> {
    try {
      const { total } = await api.page(list, { offset: 0, limit: 1, signal });
      return total;
    } catch (error) {
      if (isPrismFailure(error, 'refused')) return null;
      // Recovery points need a service that not every Prism Central runs.
      if (list === 'recoveryPoints' && isPrismFailure(error, 'not-found')) {
        return 0;
      }
      throw error;
    }
  }

  /** Prism Central lists itself among the clusters. */
  private async versionOf(
    api: PrismApi,
    missing: RequiredOperation[],
    signal: AbortSignal,
  ): Promise<string> {
    if (missing.some(({ list }) => list === 'clusters')) {
      return `unknown, interface ${api.version}`;
    }
    const clusters = await wholeList(api, 'clusters', { signal, ahead: 1 });
    const own = clusters.find(cluster => cluster.isPrismCentral);
    return own?.version ?? `unknown, interface ${api.version}`;
  }
}

function remarksOn(api: PrismApi): string[] {
  const read = `It is read through its ${api.version} interface.`;
  if (api.version !== 'v3') return [read];
  return [
    `${read} That lists neither storage containers nor templates, and tells no BIOS UUID: "Same machine?" finds less.`,
  ];
}
