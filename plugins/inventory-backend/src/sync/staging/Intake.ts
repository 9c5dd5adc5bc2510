import { InputError } from '@backstage/errors';
import type { ChangedKind, SyncRun } from '@flyloft/plugin-inventory-common';
import type {
  CollectionGap,
  Observation,
  ObservedGuest,
  UnreachableScope,
} from '@flyloft/plugin-inventory-node';
import type { KnownGuestStore } from '../../guests/KnownGuestStore';
import { ownerOf, type OwnerRule } from '../../owners/ownerMapping';
import type { PhaseTimer } from '../PhaseTimer';
import { guestRecord } from './guestRecord';
import type { StagedPage, StagingStore, StagingTables } from './StagingStore';
import { thingRecord, thingTables } from './things';

/** So many observations are held before they are copied into staging. */
const pageSize = 2_000;

/** A run's row lists no more gaps than people read. */
const mostGaps = 100;

const oneOf = new Intl.ListFormat('en', { type: 'disjunction' });

/**
 * Takes in what a collector yields, a page at a time, and remembers what it
 * could not see. Holds no more than two pages, however large the platform is.
 */
export class Intake {
  /** Kinds of which nothing may be called missing, with the first reason. */
  readonly withheld = new Map<ChangedKind, string>();
  private readonly found: SyncRun['gaps'] = [];
  private gapCount = 0;
  private guests: ObservedGuest[] = [];
  private page = emptyPage();
  private held = 0;
  private copying: Promise<void> = Promise.resolve();

  constructor(
    private readonly staging: StagingStore,
    private readonly tables: StagingTables,
    private readonly known: KnownGuestStore,
    private readonly platformId: string,
    private readonly owners: readonly OwnerRule[],
    private readonly timer: PhaseTimer,
  ) {}

  /** What could not be seen or kept, for the run's row. */
  get gaps(): SyncRun['gaps'] {
    const more = this.gapCount - this.found.length;
    return more > 0
      ? [...this.found, { scope: 'more', reason: `${more} more like these` }]
      : this.found;
  }

  /** Takes one observation in. */
  async add(observation: Observation): Promise<void> {
    this.take(observation);
    this.held += 1;
    if (this.held >= pageSize) await this.flush();
  }

  /** Copies what is left, and checks the whole. */
  async finish(): Promise<void> {
    await this.flush();
    this.timer.start('stage');
    await this.copying;
    await this.staging.finish(this.tables);
    this.timer.stop();
  }

  private take(observation: Observation): void {
    const { things } = this.page;
    const note = (reason: string) =>
      this.addGap(
        `${observation.kind} ${'externalId' in observation ? observation.externalId : ''}`,
        reason,
      );
    switch (observation.kind) {
      case 'guest':
        this.guests.push(observation);
        break;
      case 'cluster':
        things.clusters.push(
          thingRecord(thingTables.clusters, observation, note),
        );
        break;
      case 'host':
        things.hosts.push(thingRecord(thingTables.hosts, observation, note));
        break;
      case 'network':
        things.networks.push(
          thingRecord(thingTables.networks, observation, note),
        );
        break;
      case 'storage':
        things.storages.push(
          thingRecord(thingTables.storages, observation, note),
        );
        break;
      case 'image':
        things.images.push(thingRecord(thingTables.images, observation, note));
        break;
      case 'unreachable':
        this.takeSilence(observation);
        break;
      case 'gap':
        this.takeGap(observation);
        break;
      default:
        throw new InputError(
          `The collector yielded something of an unknown kind: ${JSON.stringify(observation satisfies never)}`,
        );
    }
  }

  private takeSilence(silence: UnreachableScope): void {
    this.page.unreachable.push(silence);
    this.addGap(`${silence.scope} ${silence.externalId}`, silence.reason);
  }

  private takeGap(gap: CollectionGap): void {
    for (const kind of gap.withholdsDeletions) {
      if (!this.withheld.has(kind)) this.withheld.set(kind, gap.reason);
    }
    const kinds = oneOf.format(gap.withholdsDeletions);
    this.addGap(
      gap.scope,
      kinds ? `${gap.reason} (so no ${kinds} counts as deleted)` : gap.reason,
    );
  }

  private addGap(scope: string, reason: string): void {
    this.gapCount += 1;
    if (this.found.length < mostGaps) this.found.push({ scope, reason });
  }

  private async flush(): Promise<void> {
    this.timer.start('stage');
    const page = this.page;
    page.guests = this.recordsOf(this.guests, await this.ownersOf(this.guests));
    this.page = emptyPage();
    this.guests = [];
    this.held = 0;
    await this.copying;
    // PostgreSQL takes a page in while the next one is collected and prepared.
    this.copying = this.staging.copy(this.tables, page);
    // Whoever waits for it next hears of its failure.
    this.copying.catch(() => {});
    this.timer.start('collect');
  }

  private *recordsOf(
    guests: readonly ObservedGuest[],
    ownerRefOf: (guest: ObservedGuest) => string | null | undefined,
  ) {
    for (const guest of guests) {
      yield guestRecord(guest, ownerRefOf(guest), reason =>
        this.addGap(`guest ${guest.externalId}`, reason),
      );
    }
  }

  /** Owners follow pool and tags; where these were not looked at, the last ones. */
  private async ownersOf(guests: readonly ObservedGuest[]) {
    const partly = guests.filter(
      ({ facts }) => facts.pool === undefined || facts.tags === undefined,
    );
    const before = partly.length
      ? await this.known.ownedBy(partly.map(guest => guest.externalId))
      : new Map();
    return ({ externalId, facts }: ObservedGuest) => {
      const last = before.get(externalId);
      return ownerOf(this.owners, {
        platformId: this.platformId,
        pool: facts.pool !== undefined ? facts.pool : (last?.pool ?? null),
        tags: facts.tags ?? last?.tags ?? [],
      });
    };
  }
}

const emptyPage = (): StagedPage => ({
  guests: [],
  things: { clusters: [], hosts: [], networks: [], storages: [], images: [] },
  unreachable: [],
});
