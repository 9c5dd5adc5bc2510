import { RELATION_OWNED_BY, type Entity } from '@backstage/catalog-model';
import {
  EntityRefLinks,
  getEntityRelations,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { FactList, Section } from '@flyloft/ui-kit';

/** What an entity is and who answers for it; facts it lacks are left out. */
export function AboutCard() {
  const { entity } = useEntity();
  const owners = getEntityRelations(entity, RELATION_OWNED_BY);
  const { description, tags = [] } = entity.metadata;
  const facts = [
    { label: 'Kind', value: entity.kind },
    { label: 'Type', value: specText(entity, 'type') },
    { label: 'Lifecycle', value: specText(entity, 'lifecycle') },
    {
      label: 'Owner',
      value:
        owners.length > 0 ? (
          <EntityRefLinks entityRefs={owners} defaultKind="group" />
        ) : undefined,
    },
    { label: 'Description', value: description },
    {
      label: 'Tags',
      value: tags.length > 0 ? tags.join(', ') : undefined,
    },
  ];
  return (
    <Section title="About">
      <FactList facts={facts.filter(fact => fact.value)} columns="single" />
    </Section>
  );
}

function specText(entity: Entity, name: string): string | undefined {
  const value = entity.spec?.[name];
  return typeof value === 'string' ? value : undefined;
}
