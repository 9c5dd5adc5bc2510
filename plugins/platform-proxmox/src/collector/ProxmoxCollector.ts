import type {
  CollectContext,
  Observation,
  PlatformCheck,
  PlatformCollector,
} from '@flyloft/plugin-inventory-node';
import type { ClusterClient } from '../client/ClusterClient';
import { checkFailure } from './checkFailure';
import { CollectionRun } from './CollectionRun';
import { platformLinks, type PlatformLinks } from './platformLinks';
import { missingPrivileges, requiredPrivileges } from './privileges';

/** What a collector of one platform works with. */
export interface ProxmoxCollectorOptions {
  cluster: ClusterClient;
  /** Where people open the platform's own interface. */
  uiUrl: string;
  agentEnabled: boolean;
  backupsEnabled: boolean;
  now?: () => Date;
}

/**
 * Collects one Proxmox VE cluster. It says what it saw and what it could not
 * see; it never says that something is missing.
 */
export class ProxmoxCollector implements PlatformCollector {
  private readonly links: PlatformLinks;
  private readonly now: () => Date;
  private runs = 0;

  constructor(private readonly options: ProxmoxCollectorOptions) {
    this.links = platformLinks(options.uiUrl);
    this.now = options.now ?? (() => new Date());
  }

  async *collect(context: CollectContext): AsyncGenerator<Observation> {
    const { cluster, agentEnabled, backupsEnabled } = this.options;
    // Ends the calls under way when the engine stops taking, too.
    const stop = new AbortController();
    const signal = AbortSignal.any([context.signal, stop.signal]);
    this.runs += 1;
    try {
      yield* new CollectionRun({
        cluster,
        agentEnabled,
        backupsEnabled,
        links: this.links,
        number: this.runs,
        now: this.now(),
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
      throw signal.aborted ? signal.reason : checkFailure(error);
    }
  }

  private async look(signal: AbortSignal): Promise<PlatformCheck> {
    const { cluster, agentEnabled } = this.options;
    const { version } = await cluster.version(signal);
    const permissions = await cluster.permissions(signal);
    const required = requiredPrivileges(version, agentEnabled);
    const rows = await cluster.resources(signal);
    return {
      version,
      identity: cluster.identity,
      missingPrivileges: missingPrivileges(permissions, required).map(
        ({ path, privilege, what }) => ({ path, privilege, what }),
      ),
      guests: rows.filter(row => row.kind === 'guest').length,
    };
  }

  async close(): Promise<void> {
    await this.options.cluster.close();
  }
}
