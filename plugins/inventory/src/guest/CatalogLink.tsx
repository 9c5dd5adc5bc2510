import { useApi } from '@backstage/frontend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { catalogApiRef, EntityRefLink } from '@backstage/plugin-catalog-react';
import { useAnswer } from '@flyloft/ui-kit';

/**
 * A link to the catalog's entity of a thing, found by its annotation: the
 * entity's name is the projection's business. Absent until it is projected.
 */
export function CatalogLink(props: { annotation: string; id: string }) {
  const catalog = useApi(catalogApiRef);
  const answer = useAnswer(
    `catalog:${props.annotation}:${props.id}`,
    async () => {
      const { items } = await catalog.getEntities({
        filter: { [`metadata.annotations.${props.annotation}`]: props.id },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
        limit: 1,
      });
      return items.map(entity => stringifyEntityRef(entity));
    },
  );
  const entityRef = answer.data?.[0];
  if (!entityRef) return null;
  return <EntityRefLink entityRef={entityRef}>Catalog</EntityRefLink>;
}
