import { createHash } from 'node:crypto';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { ProjectedEntity } from './ProjectionStore';

/** An entity with the thing it stands for. */
export interface PlannedEntity {
  entity: Entity;
  objectId: string;
  part: boolean;
}

/** What to tell the catalog about some things. */
export interface Difference {
  added: PlannedEntity[];
  /** References of entities that stand for nothing any more. */
  removed: string[];
  /** All planned entities, as they are to be remembered. */
  projected: ProjectedEntity[];
}

/**
 * Compares the entities that some things should have with those they had.
 * What did not change is not told to the catalog again, unless `everything`
 * is asked for, as a repair does.
 */
export function difference(
  planned: PlannedEntity[],
  remembered: ProjectedEntity[],
  everything = false,
): Difference {
  const known = new Map(
    remembered.map(entity => [entity.entityRef, entity.hash]),
  );
  const projected = planned.map(toProjected);
  const refs = new Set(projected.map(entity => entity.entityRef));
  return {
    added: planned.filter(
      (_, index) =>
        everything ||
        known.get(projected[index]!.entityRef) !== projected[index]!.hash,
    ),
    removed: [...known.keys()].filter(ref => !refs.has(ref)),
    projected,
  };
}

function toProjected(planned: PlannedEntity): ProjectedEntity {
  return {
    entityRef: stringifyEntityRef(planned.entity),
    objectId: planned.objectId,
    part: planned.part,
    hash: createHash('sha256')
      .update(JSON.stringify(planned.entity))
      .digest('base64url'),
  };
}

/**
 * Whether a repair may remove what it did not see: never more than a fifth
 * and more than ten at once, since an inventory that shrank so much is more
 * likely a fault than the truth.
 */
export function mayRemove(figures: {
  things: number;
  unseen: number;
}): boolean {
  return figures.unseen <= 10 || figures.unseen <= figures.things / 5;
}
