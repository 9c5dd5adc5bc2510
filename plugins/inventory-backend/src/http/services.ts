import type { Platform, SyncRun } from '@flyloft/plugin-inventory-common';
import type { AddressStore } from '../addresses/AddressStore';
import type { ClusterStore } from '../clusters/ClusterStore';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import type { GuestListStore } from '../guests/GuestListStore';
import type { HistoryBeginningStore } from '../history/HistoryBeginningStore';
import type { HistoryStore } from '../history/HistoryStore';
import type { HostStore } from '../hosts/HostStore';
import type { ManualService } from '../manual/ManualService';
import type { PersonStore } from '../people/PersonStore';
import type { GuestImportService } from '../imports/GuestImportService';
import type { ImageStore } from '../images/ImageStore';
import type { NetworkStore } from '../networks/NetworkStore';
import type { PlatformServices } from '../platforms/platformEndpoints';
import type { SearchStore } from '../search/SearchStore';
import type { StorageStore } from '../storages/StorageStore';
import type { SummaryStore } from '../summary/SummaryStore';
import type { SyncRunListStore } from '../syncRuns/SyncRunListStore';
import type { DashboardServices } from '../dashboard/dashboardEndpoints';
import type { DifferenceServices } from '../differences/differenceEndpoints';
import type { MachineServices } from '../machines/machineEndpoints';
import type { SavedViewServices } from '../savedViews/savedViewEndpoints';
import type { TokenServices } from '../tokens/tokenEndpoints';
import type { GuestRemovalStore } from '../removal/GuestRemovalStore';
import type { BulkEditService } from '../bulkEdits/BulkEditService';
import type { CustomFieldStore } from '../customFields/CustomFieldStore';

/** The commands on syncs that the API offers. */
export interface SyncCommands {
  listPlatforms(): Promise<Platform[]>;
  start(request: {
    platformId?: string;
    requestedBy: string;
    trigger: 'person';
  }): Promise<SyncRun[]>;
  getRun(id: string): Promise<SyncRun>;
  cancel(id: string, by: string): Promise<SyncRun>;
  confirm(id: string, by: string): Promise<SyncRun>;
}

/** All that the endpoints read from and act through. */
export interface InventoryServices
  extends
    TokenServices,
    SavedViewServices,
    DashboardServices,
    PlatformServices,
    MachineServices,
    DifferenceServices {
  guests: GuestListStore;
  hosts: HostStore;
  clusters: ClusterStore;
  networks: NetworkStore;
  storages: StorageStore;
  images: ImageStore;
  addresses: AddressStore;
  history: HistoryStore;
  historyBeginning: HistoryBeginningStore;
  manual: ManualService;
  customFields: CustomFieldStore;
  bulkEdits: BulkEditService;
  imports: GuestImportService;
  removals: GuestRemovalStore;
  people: PersonStore;
  summary: SummaryStore;
  search: SearchStore;
  freshness: FreshnessStore;
  syncRuns: SyncRunListStore;
  sync: SyncCommands;
}
