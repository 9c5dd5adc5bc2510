import type { Knex } from 'knex';
import { PersonStore } from '../people/PersonStore';
import { GuestManualStore } from './GuestManualStore';
import type { ManualServices } from './manualEndpoints';
import { ManualService } from './ManualService';

/** What keeps what people add. */
export function manualServicesOf(
  db: Knex,
): Omit<ManualServices, 'auditor' | 'freshness'> {
  return {
    manual: new ManualService(new GuestManualStore(db)),
    people: new PersonStore(db),
  };
}
