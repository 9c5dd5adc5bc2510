import { useNavigate, useSearchParams } from 'react-router-dom';
import {
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRelationsGraph } from '@backstage/plugin-catalog-graph';
import {
  catalogApiRef,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';
import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import {
  EmptyState,
  ErrorPanel,
  PageFrame,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import styles from './RelationsPage.module.css';

const depths = ['1', '2', '3'];

/**
 * What hangs together with an entity, a few steps far. Links to it are the
 * ones that Backstage's own graph page would take.
 */
export function RelationsPage() {
  const catalog = useApi(catalogApiRef);
  const [query] = useSearchParams();
  const ref = query.get('rootEntityRefs[]') ?? '';
  const answer = useAnswer(`relations:${ref}`, async () => {
    return (await catalog.getEntityByRef(ref)) ?? null;
  });
  const entity = answer.outdated ? undefined : answer.data;
  if (entity) return <Relations entity={entity} />;
  return (
    <PageFrame title="Relations" breadcrumbs={[catalogCrumb]}>
      {answer.error !== undefined && (
        <ErrorPanel
          error={answer.error}
          what="this entity"
          onRetry={answer.reload}
        />
      )}
      {entity === null && (
        <EmptyState title="Not in the catalog">
          It was removed, or you may not see it.
        </EmptyState>
      )}
      {answer.loading && answer.error === undefined && <Waiting lines={8} />}
    </PageFrame>
  );
}

const catalogCrumb = { label: 'Catalog', href: '/catalog' };

function Relations({ entity }: { entity: Entity }) {
  const [query, setQuery] = useSearchParams();
  const navigate = useNavigate();
  const ref = stringifyEntityRef(entity);
  const { primaryTitle } = useEntityPresentation(entity);
  const asked = query.get('maxDepth') ?? '';
  const depth = depths.includes(asked) ? asked : '1';
  return (
    <PageFrame
      title={`Relations of ${primaryTitle}`}
      breadcrumbs={[catalogCrumb, { label: primaryTitle, href: pathOf(ref) }]}
      actions={
        <ToggleButtonGroup
          aria-label="How far"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[depth]}
          onSelectionChange={([chosen]) =>
            setQuery({ 'rootEntityRefs[]': ref, maxDepth: String(chosen) })
          }
        >
          {depths.map(steps => (
            <ToggleButton key={steps} id={steps}>
              {steps === '1' ? '1 step' : `${steps} steps`}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      <EntityRelationsGraph
        rootEntityNames={parseEntityRef(ref)}
        maxDepth={Number(depth)}
        className={styles.graph}
        zoom="enable-on-click"
        onNodeClick={node => navigate(pathOf(node.id))}
      />
    </PageFrame>
  );
}

function pathOf(ref: string): string {
  const { kind, namespace, name } = parseEntityRef(ref);
  return `/catalog/${namespace}/${kind}/${name}`.toLocaleLowerCase('en-US');
}
