import type { KnownGuest } from '@flyloft/plugin-inventory-node';
import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { OwnedBy } from '../owners/ownerMapping';
import { observedOf } from './effectiveSql';

/** A collector holds a page at a time, and so does whoever answers it. */
const mostAtOnce = 1_000;

/** Tells what is remembered of a platform's guests, by the platform's ids. */
export class KnownGuestStore {
  constructor(
    private readonly db: Knex,
    private readonly platformId: string,
  ) {}

  /** What a collector left here at its last run. */
  async knownGuests(externalIds: string[]): Promise<Map<string, KnownGuest>> {
    if (externalIds.length > mostAtOnce) {
      throw new InputError(
        `Ask for ${mostAtOnce} guests at a time at most, not ${externalIds.length}`,
      );
    }
    const rows = await this.live(externalIds).select<
      Array<{
        external_id: string;
        details_digest: string | null;
        memory: Record<string, unknown> | null;
      }>
    >('external_id', 'details_digest', 'memory');
    return new Map(
      rows.map(row => [
        row.external_id,
        {
          externalId: row.external_id,
          digest: row.details_digest,
          memory: row.memory,
        },
      ]),
    );
  }

  /** What decides who owns them, for those whose pool or tags were not looked at. */
  async ownedBy(externalIds: string[]): Promise<Map<string, OwnedBy>> {
    const rows = await this.live(externalIds).select<
      Array<{ external_id: string; pool: string | null; tags: string[] }>
    >(
      'external_id',
      'pool',
      // The mapping reads the platform's tags, not those of people.
      this.db.raw(`${observedOf('guests', 'tags')} as tags`),
    );
    return new Map(
      rows.map(row => [
        row.external_id,
        { platformId: this.platformId, pool: row.pool, tags: row.tags },
      ]),
    );
  }

  private live(externalIds: string[]) {
    return this.db('guests')
      .where({ platform_id: this.platformId })
      .whereNull('deleted_at')
      .whereRaw('external_id = any(?)', [externalIds]);
  }
}
