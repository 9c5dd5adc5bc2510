import type { Knex } from 'knex';
import { BulkEditService } from '../bulkEdits/BulkEditService';
import { BulkEditStore } from '../bulkEdits/BulkEditStore';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import type { GuestListStore } from '../guests/GuestListStore';
import { GuestImportService } from '../imports/GuestImportService';
import { GuestImportStore } from '../imports/GuestImportStore';
import { anyOwner, type OwnerDirectory } from '../owners/ownerDirectory';
import { PersonStore } from '../people/PersonStore';
import { GuestRemovalStore } from '../removal/GuestRemovalStore';
import { GuestManualStore } from './GuestManualStore';
import type { ManualServices } from './manualRoutes';
import { ManualService } from './ManualService';

/** What keeps what people add. */
export function createManualServices(
  db: Knex,
  guests: GuestListStore,
  directory: OwnerDirectory = anyOwner,
): Omit<ManualServices, 'auditor' | 'freshness' | 'sync'> {
  const manual = new GuestManualStore(db);
  const customFields = new CustomFieldStore(db);
  return {
    manual: new ManualService(manual, customFields, directory),
    bulkEdits: new BulkEditService({
      store: new BulkEditStore(db),
      guests,
      manual,
      fields: customFields,
      directory,
    }),
    imports: new GuestImportService({
      db,
      store: new GuestImportStore(db),
      fields: customFields,
      directory,
    }),
    customFields,
    people: new PersonStore(db),
    removals: new GuestRemovalStore(db),
  };
}
