import type { Knex } from 'knex';
import { AddressStore } from './addresses/AddressStore';
import { ClusterStore } from './clusters/ClusterStore';
import { ChangeTallyStore } from './dashboard/ChangeTallyStore';
import type { FreshnessStore } from './freshness/FreshnessStore';
import { GuestListStore } from './guests/GuestListStore';
import { HistoryBeginningStore } from './history/HistoryBeginningStore';
import { HistoryStore } from './history/HistoryStore';
import { HostStore } from './hosts/HostStore';
import { createManualServices } from './manual/createManualServices';
import { RunDifferenceStore } from './differences/RunDifferenceStore';
import type { InventoryServices } from './http/services';
import { ImageStore } from './images/ImageStore';
import { MachinePairStore } from './machines/MachinePairStore';
import type { OwnerDirectory } from './owners/ownerDirectory';
import { NetworkStore } from './networks/NetworkStore';
import { SearchStore } from './search/SearchStore';
import { StorageStore } from './storages/StorageStore';
import { SummaryStore } from './summary/SummaryStore';
import { SyncRunListStore } from './syncRuns/SyncRunListStore';
import { TokenService } from './tokens/TokenService';
import { TokenStore } from './tokens/TokenStore';

/** What answers questions about the inventory. */
export function readersOf(
  db: Knex,
  freshness: FreshnessStore,
  owners?: OwnerDirectory,
): Omit<
  InventoryServices,
  'sync' | 'auditor' | 'savedViews' | 'configuredPlatforms' | 'platformTrials'
> {
  return {
    guests: new GuestListStore(db, freshness),
    hosts: new HostStore(db),
    clusters: new ClusterStore(db),
    networks: new NetworkStore(db),
    storages: new StorageStore(db),
    images: new ImageStore(db),
    machines: new MachinePairStore(db),
    differences: new RunDifferenceStore(db),
    addresses: new AddressStore(db),
    history: new HistoryStore(db),
    historyBeginning: new HistoryBeginningStore(db),
    summary: new SummaryStore(db),
    search: new SearchStore(db),
    tallies: new ChangeTallyStore(db),
    ...createManualServices(db, new GuestListStore(db, freshness), owners),
    freshness,
    syncRuns: new SyncRunListStore(db),
    tokens: new TokenService(new TokenStore(db)),
  };
}
