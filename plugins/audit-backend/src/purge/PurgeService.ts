import type { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { audited } from '@flyloft/backend-kit';
import type { Knex } from 'knex';
import type { ChainKey } from '../chain/ChainKey';
import { verifyChain } from '../verification/verificationRun';
import type { PurgeStore } from './PurgeStore';

/** What purging takes. */
export interface PurgeParts {
  db: Knex;
  key: ChainKey;
  store: PurgeStore;
  auditor: AuditorService;
  retentionDays(): Promise<number>;
}

/** Removes rows by retention, after it has proved that they are whole. */
export class PurgeService {
  constructor(private readonly parts: PurgeParts) {}

  /**
   * Answers how many rows it removed.
   *
   * @throws ConflictError when what is to go is broken: the purge would remove
   *   the evidence.
   */
  async run(signal?: AbortSignal): Promise<number> {
    const { db, key, store, auditor } = this.parts;
    const days = await this.parts.retentionDays();
    if (days === 0) return 0;
    const last = await store.lastToRemove(days);
    if (!last) return 0;
    return audited(
      auditor,
      {
        eventId: 'purge',
        severityLevel: 'high',
        meta: { retentionDays: days, until: last.sequence.toString() },
      },
      async () => {
        const found = await verifyChain(db, key, {
          until: last.sequence,
          signal,
        });
        if (found.faultCount > 0) {
          throw new ConflictError(
            `The rows to be removed are not whole: ${found.faults[0]?.message}. Nothing was removed.`,
          );
        }
        return store.removeUntil(last);
      },
      count => ({ count }),
    );
  }
}
