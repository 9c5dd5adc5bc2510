import { useRouteRefParams } from '@backstage/frontend-plugin-api';
import {
  entityRouteRef,
  useAsyncEntity,
  useEntityPresentation,
  useStarredEntity,
} from '@backstage/plugin-catalog-react';
import type { EntityHeaderLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import type { Entity } from '@backstage/catalog-model';
import { ButtonIcon, Header } from '@backstage/ui';
import { RiStarFill, RiStarLine } from '@remixicon/react';

/**
 * Heads an entity with its title, what it is, and its tabs. The stock header
 * also names what it is part of, by an id that says nothing to people; owner
 * and relations stand below.
 */
export function EntityHeader({ tabs, activeTabId }: EntityHeaderLayoutProps) {
  const { entity } = useAsyncEntity();
  const named = useRouteRefParams(entityRouteRef);
  const { primaryTitle } = useEntityPresentation(entity ?? named);
  const type = entity?.spec?.type?.toString();
  return (
    <Header
      title={primaryTitle}
      tags={[
        { label: entity?.kind ?? named.kind },
        ...(type ? [{ label: type }] : []),
      ]}
      tabs={entity ? tabs : undefined}
      activeTabId={activeTabId}
      customActions={entity && <StarButton entity={entity} />}
    />
  );
}

function StarButton({ entity }: { entity: Entity }) {
  const { isStarredEntity, toggleStarredEntity } = useStarredEntity(entity);
  return (
    <ButtonIcon
      variant="secondary"
      aria-label={isStarredEntity ? 'Remove the star' : 'Star'}
      icon={isStarredEntity ? <RiStarFill /> : <RiStarLine />}
      onPress={() => toggleStarredEntity()}
    />
  );
}
