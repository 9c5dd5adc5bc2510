import type { Knex } from 'knex';

/** An entity that the projection made, as it remembers it. */
export interface ProjectedEntity {
  entityRef: string;
  objectId: string;
  part: boolean;
  hash: string;
}

interface EntityRow {
  entity_ref: string;
  object_id: string;
  part: boolean;
  hash: string;
}

/** Remembers how far the feed was read and which entities stand for what. */
export class ProjectionStore {
  constructor(private readonly db: Knex) {}

  /** The last sequence number that was projected, as a decimal string. */
  async cursor(): Promise<string> {
    const row = await this.db('flyloft_inventory_cursor').first('sequence');
    return String(row?.sequence ?? '0');
  }

  async entitiesOf(objectIds: string[]): Promise<ProjectedEntity[]> {
    const rows = await this.db<EntityRow>('flyloft_inventory_entities')
      .whereRaw('object_id = any(?::uuid[])', [objectIds])
      .select('entity_ref', 'object_id', 'part', 'hash');
    return rows.map(toProjected);
  }

  /**
   * Records one step: entities written and removed, and how far the feed was
   * read. Called after the catalog took the mutation: a crash between the two
   * repeats the mutation, which the catalog takes as no change.
   */
  async record(step: {
    written: ProjectedEntity[];
    removed: string[];
    sequence?: string;
  }): Promise<void> {
    await this.db.transaction(async tx => {
      if (step.removed.length > 0) {
        await tx('flyloft_inventory_entities')
          .whereRaw('entity_ref = any(?::text[])', [step.removed])
          .delete();
      }
      if (step.written.length > 0) await upsert(tx, step.written);
      if (step.sequence !== undefined) {
        // Never back: a replica that read on before us has written more.
        await tx('flyloft_inventory_cursor')
          .whereRaw('sequence < ?::bigint', [step.sequence])
          .update({ sequence: step.sequence });
      }
    });
  }

  /** The moment by the database's clock, to tell later what a repair saw. */
  async now(): Promise<Date> {
    const answer = await this.db.raw<{ rows: Array<{ now: Date }> }>(
      'select now() as now',
    );
    return answer.rows[0]!.now;
  }

  /** What a repair that began at a moment did not see, a page at a time. */
  async unseenSince(moment: Date, limit: number): Promise<ProjectedEntity[]> {
    const rows = await this.db<EntityRow>('flyloft_inventory_entities')
      .where('seen_at', '<', moment)
      .orderBy('entity_ref')
      .limit(limit)
      .select('entity_ref', 'object_id', 'part', 'hash');
    return rows.map(toProjected);
  }

  /** How many things there are, and how many a repair did not see. */
  async unseenFigures(
    moment: Date,
  ): Promise<{ things: number; unseen: number }> {
    const answer = await this.db.raw<{
      rows: Array<{ things: string; unseen: string }>;
    }>(
      `select count(*) as things, count(*) filter (where seen_at < ?) as unseen
        from flyloft_inventory_entities where not part`,
      [moment],
    );
    const row = answer.rows[0];
    return {
      things: Number(row?.things ?? 0),
      unseen: Number(row?.unseen ?? 0),
    };
  }
}

async function upsert(
  tx: Knex.Transaction,
  written: ProjectedEntity[],
): Promise<void> {
  await tx.raw(
    `insert into flyloft_inventory_entities (entity_ref, object_id, part, hash)
      select * from unnest(?::text[], ?::uuid[], ?::boolean[], ?::text[])
      on conflict (entity_ref) do update set
        object_id = excluded.object_id, part = excluded.part,
        hash = excluded.hash, seen_at = now()`,
    [
      written.map(entity => entity.entityRef),
      written.map(entity => entity.objectId),
      written.map(entity => entity.part),
      written.map(entity => entity.hash),
    ] as unknown as Knex.RawBinding[],
  );
}

const toProjected = (row: EntityRow): ProjectedEntity => ({
  entityRef: row.entity_ref,
  objectId: row.object_id,
  part: row.part,
  hash: row.hash,
});
