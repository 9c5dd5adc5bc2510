import type { CatalogTableRow } from '@backstage/plugin-catalog';
import { FavoriteToggleIcon } from '@backstage/core-components';
import { useStarredEntities } from '@backstage/plugin-catalog-react';

/**
 * The one thing to do with a row: star it. The stock table also offers to view
 * and edit a source file, which nothing in this catalog has.
 */
export function useStarAction() {
  const { isStarredEntity, toggleStarredEntity } = useStarredEntities();
  return ({ entity }: CatalogTableRow) => {
    const starred = isStarredEntity(entity);
    return {
      icon: () => <FavoriteToggleIcon isFavorite={starred} />,
      tooltip: starred ? 'Remove the star' : 'Star',
      onClick: () => toggleStarredEntity(entity),
    };
  };
}
