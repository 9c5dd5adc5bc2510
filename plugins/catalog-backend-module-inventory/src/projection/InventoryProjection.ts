import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type {
  FeedEntry,
  Guest,
  InventoryClient,
  Network,
} from '@flyloft/plugin-inventory-common';
import { entityName, entityRef } from '../entities/naming';
import {
  clusterEntity,
  guestEntity,
  guestParts,
  hostEntity,
  networkEntity,
  type EntityContext,
} from '../entities/toEntities';
import { difference, mayRemove, type PlannedEntity } from './difference';
import type { ProjectionStore } from './ProjectionStore';

/** How the projection is set up; see config.d.ts. */
export interface ProjectionOptions {
  portalUrl: string;
  defaultOwner: string;
  /** Platforms with fewer guests than this show addresses and ports too. */
  partsUpToGuests: number;
  /** Platforms that show them, or don't, whatever their size. */
  partsByPlatform: ReadonlyMap<string, boolean>;
}

const feedPage = 2000;
const listPage = 500;
const locationKey = 'flyloft-inventory';

/**
 * Keeps the catalog in step with the inventory: follows the change feed in
 * small deltas, and repairs everything once a night.
 */
export class InventoryProjection implements EntityProvider {
  private connection?: EntityProviderConnection;

  constructor(
    private readonly inventory: InventoryClient,
    private readonly store: ProjectionStore,
    private readonly auth: AuthService,
    private readonly logger: LoggerService,
    private readonly options: ProjectionOptions,
  ) {}

  getProviderName(): string {
    return 'flyloft-inventory';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.connection = connection;
  }

  /** Projects what changed since the last time, until nothing is left. */
  async follow(signal: AbortSignal): Promise<void> {
    let context: EntityContext | undefined;
    let parts: ReadonlySet<string> | undefined;
    for (;;) {
      const entries = await this.newEntries(signal);
      if (entries.length === 0) return;
      // Guests name networks; a new network must be known before its guests.
      const networksChanged = entries.some(entry => entry.kind === 'network');
      if (!context || networksChanged) context = await this.context(signal);
      parts ??= await this.platformsWithParts(signal);
      await this.project(entries, context, parts);
    }
  }

  /** Reads the whole inventory and puts right what differs. */
  async repair(signal: AbortSignal): Promise<void> {
    const began = await this.store.now();
    const freshness = await this.inventory.listGuests(
      { limit: 1 },
      await this.callOptions(signal),
    );
    if (freshness.freshness.platforms.every(p => p.state === 'never')) return;
    const context = await this.context(signal);
    const parts = await this.platformsWithParts(signal);
    for await (const page of this.everything(signal, context, parts)) {
      await this.apply(page, [], true);
    }
    await this.removeUnseen(began);
  }

  private async newEntries(signal: AbortSignal): Promise<FeedEntry[]> {
    const after = await this.store.cursor();
    const options = await this.callOptions(signal);
    const page = { limit: feedPage, include: 'objects' as const };
    try {
      return await this.inventory.readChanges({ ...page, after }, options);
    } catch (error) {
      if (!(error instanceof ResponseError) || error.statusCode !== 409) {
        throw error;
      }
      // What came since the cursor was purged in part: the lists tell it all.
      const { afterSequence } =
        await this.inventory.getHistoryBeginning(options);
      this.logger.warn(
        `Changes up to ${afterSequence} were purged before the catalog read them; reading the whole inventory`,
      );
      await this.repair(signal);
      await this.store.record({
        written: [],
        removed: [],
        sequence: afterSequence,
      });
      return this.newEntries(signal);
    }
  }

  private async project(
    entries: FeedEntry[],
    context: EntityContext,
    parts: ReadonlySet<string>,
  ): Promise<void> {
    const latest = new Map(entries.map(entry => [entry.objectId, entry]));
    const planned = [...latest.values()].flatMap(entry =>
      isGone(entry) ? [] : plan(entry.kind, entry.object, context, parts),
    );
    const remembered = await this.store.entitiesOf([...latest.keys()]);
    await this.apply(planned, remembered, false, entries.at(-1)!.sequence);
  }

  private async apply(
    planned: PlannedEntity[],
    remembered: Parameters<typeof difference>[1],
    everything: boolean,
    sequence?: string,
  ): Promise<void> {
    const { added, removed, projected } = difference(
      planned,
      remembered,
      everything,
    );
    if (added.length > 0 || removed.length > 0) {
      await this.requireConnection().applyMutation({
        type: 'delta',
        added: added.map(({ entity }) => ({ entity, locationKey })),
        removed: removed.map(ref => ({ entityRef: ref, locationKey })),
      });
      this.logger.info(
        `Told the catalog of ${added.length} changed and ${removed.length} removed entities`,
      );
    }
    await this.store.record({ written: projected, removed, sequence });
  }

  private async removeUnseen(began: Date): Promise<void> {
    const figures = await this.store.unseenFigures(began);
    if (!mayRemove(figures)) {
      this.logger.error(
        `The nightly repair would remove ${figures.unseen} of ${figures.things} things from the catalog; it removed none. If they are really gone, they leave through the change feed.`,
      );
      return;
    }
    for (;;) {
      const unseen = await this.store.unseenSince(began, listPage);
      if (unseen.length === 0) return;
      await this.apply([], unseen, true);
    }
  }

  private async *everything(
    signal: AbortSignal,
    context: EntityContext,
    parts: ReadonlySet<string>,
  ): AsyncIterable<PlannedEntity[]> {
    const lists = {
      cluster: this.inventory.listClusters.bind(this.inventory),
      host: this.inventory.listHosts.bind(this.inventory),
      network: this.inventory.listNetworks.bind(this.inventory),
      guest: this.inventory.listGuests.bind(this.inventory),
    } as const;
    for (const [kind, list] of Object.entries(lists)) {
      let cursor: string | undefined;
      do {
        const page: { items: unknown[]; nextCursor: string | null } =
          await list(
            {
              limit: listPage,
              cursor,
              ...(kind === 'guest' ? { include: 'nics' as const } : {}),
            },
            await this.callOptions(signal),
          );
        yield page.items.flatMap(item =>
          plan(kind as FeedEntry['kind'], item, context, parts),
        );
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
    }
  }

  private async context(signal: AbortSignal): Promise<EntityContext> {
    const networks = new Map<string, string>();
    let cursor: string | undefined;
    do {
      const page = await this.inventory.listNetworks(
        { limit: listPage, cursor },
        await this.callOptions(signal),
      );
      for (const network of page.items) {
        networks.set(
          networkKey(network.platformId, network.cluster?.id, network.name),
          entityRef(entityName('network', network.id)),
        );
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return {
      portalUrl: this.options.portalUrl,
      defaultOwner: this.options.defaultOwner,
      networkRef: (guest, network) =>
        networks.get(
          networkKey(guest.platformId, guest.cluster?.id, network),
        ) ?? null,
    };
  }

  private async platformsWithParts(
    signal: AbortSignal,
  ): Promise<ReadonlySet<string>> {
    const { items } = await this.inventory.listPlatforms(
      await this.callOptions(signal),
    );
    return new Set(
      items
        .filter(
          platform =>
            this.options.partsByPlatform.get(platform.id) ??
            platform.counts.guests < this.options.partsUpToGuests,
        )
        .map(platform => platform.id),
    );
  }

  private async callOptions(signal: AbortSignal) {
    const { token } = await this.auth.getPluginRequestToken({
      onBehalfOf: await this.auth.getOwnServiceCredentials(),
      targetPluginId: 'inventory',
    });
    return { token, signal };
  }

  private requireConnection(): EntityProviderConnection {
    if (!this.connection) {
      throw new ServiceUnavailableError(
        'The catalog has not connected the inventory projection yet',
      );
    }
    return this.connection;
  }
}

const isGone = (entry: FeedEntry) =>
  !entry.object ||
  (entry.object as { deletedAt?: string | null }).deletedAt !== null;

const networkKey = (
  platform: string,
  cluster: string | undefined,
  name: string,
) => JSON.stringify([platform, cluster ?? null, name]);

function plan(
  kind: FeedEntry['kind'],
  thing: unknown,
  context: EntityContext,
  parts: ReadonlySet<string>,
): PlannedEntity[] {
  // The inventory's own schema names the type of a thing by its kind.
  const { id } = thing as { id: string };
  const own = (entity: PlannedEntity['entity']) => [
    { entity, objectId: id, part: false },
  ];
  switch (kind) {
    case 'guest': {
      const guest = thing as Guest;
      return [
        ...own(guestEntity(guest, context)),
        ...(parts.has(guest.platformId) ? guestParts(guest, context) : []).map(
          entity => ({ entity, objectId: id, part: true }),
        ),
      ];
    }
    case 'host':
      return own(
        hostEntity(thing as Parameters<typeof hostEntity>[0], context),
      );
    case 'cluster':
      return own(
        clusterEntity(thing as Parameters<typeof clusterEntity>[0], context),
      );
    case 'network':
      return own(networkEntity(thing as Network, context));
    case 'storage':
    case 'image':
      return [];
    default:
      return kind satisfies never;
  }
}
