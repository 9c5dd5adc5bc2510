import type { Entity } from '@backstage/catalog-model';

/** The things of the inventory that the catalog has entities for. */
export const shownKinds = ['guest', 'host', 'cluster', 'network'] as const;
export type ShownKind = (typeof shownKinds)[number];

/** Which thing an entity stands for: by the annotation that carries its id. */
export function shownKindOf(
  entity: Entity,
): { kind: ShownKind; id: string } | undefined {
  for (const kind of shownKinds) {
    const id = entity.metadata.annotations?.[`flyloft.io/${kind}-id`];
    if (id) return { kind, id };
  }
  return undefined;
}
