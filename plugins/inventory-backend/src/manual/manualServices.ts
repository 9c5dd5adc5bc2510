import type { Knex } from 'knex';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import { PersonStore } from '../people/PersonStore';
import { GuestManualStore } from './GuestManualStore';
import type { ManualServices } from './manualEndpoints';
import { ManualService } from './ManualService';

/** What keeps what people add. */
export function manualServicesOf(
  db: Knex,
): Omit<ManualServices, 'auditor' | 'freshness'> {
  const customFields = new CustomFieldStore(db);
  return {
    manual: new ManualService(new GuestManualStore(db), customFields),
    customFields,
    people: new PersonStore(db),
  };
}
