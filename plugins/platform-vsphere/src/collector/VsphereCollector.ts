import type {
  CollectContext,
  Observation,
  PlatformCheck,
  PlatformCollector,
  PlatformSignal,
  WatchContext,
} from '@flyloft/plugin-inventory-node';
import { ChangeWatcher } from '../client/ChangeWatcher';
import { InventoryReader } from '../client/InventoryReader';
import type { VsphereClient } from '../client/VsphereClient';
import { checkFailure } from './checkFailure';
import { CollectionRun } from './CollectionRun';
import { missingPrivileges } from './privileges';
import { watchedSpecs } from './watchedSpecs';

const waitSeconds = 60;

/** What a collector of one platform works with. */
export interface VsphereCollectorOptions {
  client: VsphereClient;
  /** A client with a session of its own, for a watch. */
  watchClient: () => VsphereClient;
  requestTimeoutMilliseconds: number;
  /** Where people open the platform's own interface. */
  uiUrl: string;
  pageSize: number;
}

/**
 * Collects one vCenter. It says what it saw and what it could not see; it
 * never says that something is missing.
 */
export class VsphereCollector implements PlatformCollector {
  // A machine whose files are out of reach tells no id; it had one before.
  private readonly uuidByMachine = new Map<string, string>();

  constructor(private readonly options: VsphereCollectorOptions) {}

  async *collect(context: CollectContext): AsyncGenerator<Observation> {
    // Ends the calls under way when the engine stops taking, too.
    const stop = new AbortController();
    const signal = AbortSignal.any([context.signal, stop.signal]);
    try {
      yield* new CollectionRun({
        ...this.options,
        context: { ...context, signal },
        uuidByMachine: this.uuidByMachine,
      }).observations();
    } finally {
      stop.abort();
    }
  }

  /** Machines come and go, are moved and changed: `WaitForUpdatesEx` tells. */
  async *watch({ signal }: WatchContext): AsyncGenerator<PlatformSignal> {
    const { watchClient, pageSize, requestTimeoutMilliseconds } = this.options;
    const client = watchClient();
    const stop = new AbortController();
    try {
      const watcher = new ChangeWatcher({
        client,
        specs: watchedSpecs,
        signal: AbortSignal.any([signal, stop.signal]),
        pageSize,
        waitSeconds,
        requestTimeoutMilliseconds,
      });
      for await (const objects of watcher.changes()) {
        yield objects === 0 ? 'ready' : 'changed';
      }
    } finally {
      stop.abort();
      await client.close();
    }
  }

  async check(signal: AbortSignal): Promise<PlatformCheck> {
    try {
      return await this.look(signal);
    } catch (error) {
      throw checkFailure(error);
    }
  }

  async close(): Promise<void> {
    await this.options.client.close();
  }

  private async look(signal: AbortSignal): Promise<PlatformCheck> {
    const { client, pageSize } = this.options;
    const content = await client.content(signal);
    const { userName } = await client.repeated(signal, () =>
      client.session(signal),
    );
    const reader = new InventoryReader({ client, signal, pageSize });
    return {
      version: content.version,
      identity: userName,
      missingPrivileges: await missingPrivileges(client, content, signal),
      guests: await reader.count('VirtualMachine'),
      ...(content.apiType !== 'VirtualCenter' && {
        remarks: [
          'This is a single host, not a vCenter: clusters and distributed port groups are unknown to it',
        ],
      }),
    };
  }
}
