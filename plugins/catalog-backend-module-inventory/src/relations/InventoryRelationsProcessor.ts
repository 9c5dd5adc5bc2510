import {
  getCompoundEntityRef,
  parseEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  processingResult,
  type CatalogProcessor,
  type CatalogProcessorEmit,
} from '@backstage/plugin-catalog-node';
import type { LocationSpec } from '@backstage/plugin-catalog-common';
import { annotations } from '../entities/naming';

/** Each relation of the projection with its way back, by property of `spec`. */
const relations = {
  runsOn: { forward: 'runsOn', back: 'runs' },
  partOf: { forward: 'partOf', back: 'hasPart' },
  attachedTo: { forward: 'attachedTo', back: 'attaches' },
} as const;

/** Turns the projection's references into relations; reads nothing else. */
export class InventoryRelationsProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'InventoryRelationsProcessor';
  }

  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    if (!entity.metadata.annotations?.[annotations.platform]) return entity;
    const source = getCompoundEntityRef(entity);
    for (const [property, { forward, back }] of Object.entries(relations)) {
      for (const ref of refsIn(entity.spec?.[property])) {
        const target = parseEntityRef(ref);
        emit(processingResult.relation({ source, target, type: forward }));
        emit(
          processingResult.relation({
            source: target,
            target: source,
            type: back,
          }),
        );
      }
    }
    return entity;
  }
}

function refsIn(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((ref): ref is string => typeof ref === 'string')
    : [];
}
