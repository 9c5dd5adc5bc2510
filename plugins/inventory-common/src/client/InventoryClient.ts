import type { SeenAddress } from '../addresses/address';
import type { Change, FeedEntry, FeedQuery } from '../changes/change';
import type { HistoryBeginning } from '../changes/historyBeginning';
import type { Cluster } from '../clusters/cluster';
import type { CsvQuery, ExportedList } from '../csv/csvQuery';
import type {
  DailyChanges,
  DailyChangesQuery,
} from '../dashboard/dailyChanges';
import type { Facet, Guest, GuestDetail, GuestRaw } from '../guests/guest';
import type {
  RunDifference,
  RunDifferenceQuery,
} from '../differences/runDifference';
import type { Host } from '../hosts/host';
import type { Image } from '../images/image';
import type {
  GuestSightings,
  MachineDecision,
  MachinePair,
} from '../machines/machinePair';
import type { Network } from '../networks/network';
import type { ListQuery } from '@flyloft/kit-common';
import type { Page } from '@flyloft/kit-common';
import type { Platform } from '../platforms/platform';
import type { SearchHit } from '../search/searchHit';
import type { Storage } from '../storages/storage';
import type { Summary } from '../summary/summary';
import type { SyncRequest, SyncRun } from '../syncRuns/syncRun';
import { searchOf, type CallOptions } from './InventoryCalls';
import { ManualCalls } from './ManualCalls';

/**
 * The inventory's API for pages and for other backends. Every method throws
 * a `ResponseError` with the answer's own error when it is not a success.
 */
export class InventoryClient extends ManualCalls {
  listPlatforms(options?: CallOptions) {
    return this.get<{ items: Platform[] }>('platforms', {}, options);
  }

  listSyncRuns(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<SyncRun>>('sync-runs', query, options);
  }

  getSyncRun(id: string, options?: CallOptions) {
    return this.get<SyncRun>(
      `sync-runs/${encodeURIComponent(id)}`,
      {},
      options,
    );
  }

  /** How the picture after a run differs from that after another. */
  getRunDifference(
    id: string,
    query: RunDifferenceQuery = {},
    options?: CallOptions,
  ) {
    return this.get<RunDifference>(
      `run-differences/${encodeURIComponent(id)}`,
      query,
      options,
    );
  }

  /** Starts a sync, or answers with the one that is under way already. */
  startSync(request: SyncRequest, options?: CallOptions) {
    return this.post<{ items: SyncRun[] }>('sync-runs', request, options);
  }

  cancelSyncRun(id: string, options?: CallOptions) {
    return this.post<SyncRun>(
      `sync-runs/${encodeURIComponent(id)}/cancel`,
      {},
      options,
    );
  }

  /** Lets a held run's deletions happen: answers with the run that does it. */
  confirmSyncRun(id: string, options?: CallOptions) {
    return this.post<SyncRun>(
      `sync-runs/${encodeURIComponent(id)}/confirm`,
      {},
      options,
    );
  }

  listGuests(
    query: ListQuery & { include?: 'nics' } = {},
    options?: CallOptions,
  ) {
    return this.get<Page<Guest>>('guests', query, options);
  }

  /** The values one fact takes among the guests, most frequent first. */
  listGuestFacets(fact: string, query: ListQuery = {}, options?: CallOptions) {
    return this.get<{ items: Facet[] }>(
      `guests/facets/${encodeURIComponent(fact)}`,
      query,
      options,
    );
  }

  getGuest(id: string, query: { at?: string } = {}, options?: CallOptions) {
    return this.get<GuestDetail>(
      `guests/${encodeURIComponent(id)}`,
      query,
      options,
    );
  }

  listGuestHistory(id: string, query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<Change>>(
      `guests/${encodeURIComponent(id)}/history`,
      query,
      options,
    );
  }

  getGuestRaw(id: string, options?: CallOptions) {
    return this.get<GuestRaw>(
      `guests/${encodeURIComponent(id)}/raw`,
      {},
      options,
    );
  }

  listHosts(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<Host>>('hosts', query, options);
  }

  getHost(id: string, options?: CallOptions) {
    return this.get<Host>(`hosts/${encodeURIComponent(id)}`, {}, options);
  }

  listClusters(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<Cluster>>('clusters', query, options);
  }

  getCluster(id: string, options?: CallOptions) {
    return this.get<Cluster>(`clusters/${encodeURIComponent(id)}`, {}, options);
  }

  listNetworks(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<Network>>('networks', query, options);
  }

  getNetwork(id: string, options?: CallOptions) {
    return this.get<Network>(`networks/${encodeURIComponent(id)}`, {}, options);
  }

  listStorages(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<Storage>>('storages', query, options);
  }

  getStorage(id: string, options?: CallOptions) {
    return this.get<Storage>(`storages/${encodeURIComponent(id)}`, {}, options);
  }

  listImages(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<Image>>('images', query, options);
  }

  getImage(id: string, options?: CallOptions) {
    return this.get<Image>(`images/${encodeURIComponent(id)}`, {}, options);
  }

  /** Guests of two platforms that may be one machine. */
  listMachinePairs(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<MachinePair>>('machine-pairs', query, options);
  }

  /** Where a guest's machine shows elsewhere, decided or not. */
  listGuestSightings(id: string, options?: CallOptions) {
    return this.get<GuestSightings>(
      `guests/${encodeURIComponent(id)}/sightings`,
      {},
      options,
    );
  }

  decideMachinePair(
    id: string,
    decision: MachineDecision,
    options?: CallOptions,
  ) {
    return this.post<MachinePair>(
      `machine-pairs/${encodeURIComponent(id)}/decide`,
      decision,
      options,
    );
  }

  listAddresses(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<SeenAddress>>('addresses', query, options);
  }

  /** Changes over all platforms for people, newest first. */
  listHistory(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<Change>>('history', query, options);
  }

  /** Where history begins, once older parts of it were purged. */
  getHistoryBeginning(options?: CallOptions) {
    return this.get<HistoryBeginning>('history/beginning', {}, options);
  }

  /**
   * Reads the change feed after a sequence number, oldest first; at most
   * `limit` entries (default 1,000). Fewer than asked means the end, for now.
   * Refused with 409 where changes after that number were purged.
   */
  async readChanges(query: FeedQuery = {}, options?: CallOptions) {
    const response = await this.send(
      `changes${searchOf(query)}`,
      { method: 'GET' },
      options,
    );
    const lines = (await response.text()).split('\n');
    return lines
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as FeedEntry);
  }

  /** A whole list as CSV; its answer is read while it comes. */
  exportList(list: ExportedList, query: CsvQuery = {}, options?: CallOptions) {
    return this.send(
      `${list}.csv${searchOf(query)}`,
      { method: 'GET' },
      options,
    );
  }

  /** How many changes each of the last days brought, by type. */
  listDailyChanges(query: DailyChangesQuery = {}, options?: CallOptions) {
    return this.get<DailyChanges>('dashboard/daily-changes', query, options);
  }

  getSummary(options?: CallOptions) {
    return this.get<Summary>('summary', {}, options);
  }

  search(query: { q: string; limit?: number }, options?: CallOptions) {
    return this.get<{ hits: SearchHit[] }>('search', query, options);
  }
}
