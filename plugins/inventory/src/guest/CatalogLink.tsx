import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { useAnswer } from '@flyloft/ui-kit';
import type { ShownKind } from '../entity/shownKind';

// A guest's ports and addresses carry its id too, for their live tab.
const typesOf: Record<ShownKind, string[]> = {
  guest: ['virtual-machine', 'container'],
  host: ['host'],
  cluster: ['cluster'],
  network: ['network'],
};

/**
 * A link to the catalog's entity of a thing, found by its annotation: the
 * entity's name is the projection's business. Absent until it is projected.
 */
export function CatalogLink(props: { kind: ShownKind; id: string }) {
  const catalog = useApi(catalogApiRef);
  const { kind, id } = props;
  const answer = useAnswer(`catalog:${kind}:${id}`, async () => {
    const { items } = await catalog.getEntities({
      filter: {
        [`metadata.annotations.flyloft.io/${kind}-id`]: id,
        'spec.type': typesOf[kind],
      },
      fields: ['kind', 'metadata.name', 'metadata.namespace'],
      limit: 1,
    });
    return items[0];
  });
  const entity = answer.data;
  if (!entity || answer.outdated) return null;
  const { namespace = 'default', name } = entity.metadata;
  const path = `/catalog/${namespace}/${entity.kind}/${name}`;
  return <Link href={path.toLocaleLowerCase('en-US')}>Catalog</Link>;
}
