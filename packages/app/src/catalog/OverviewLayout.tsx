import {
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntitySwitch,
  hasCatalogProcessingErrors,
  isOrphan,
} from '@backstage/plugin-catalog';
import type { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import { Fragment } from 'react';
import styles from './OverviewLayout.module.css';

/**
 * The cards of an entity in two columns. Unlike the stock layout it doesn't
 * warn of relations that lead nowhere: here they lead to what the reader may
 * not see, and a warning would name it.
 */
export function OverviewLayout({ cards }: EntityContentLayoutProps) {
  const facts = cards.filter(card => card.type === 'info');
  const contents = cards.filter(card => card.type !== 'info');
  return (
    <>
      <EntitySwitch>
        <EntitySwitch.Case if={isOrphan}>
          <EntityOrphanWarning />
        </EntitySwitch.Case>
      </EntitySwitch>
      <EntitySwitch>
        <EntitySwitch.Case if={hasCatalogProcessingErrors}>
          <EntityProcessingErrorsPanel />
        </EntitySwitch.Case>
      </EntitySwitch>
      <div className={styles.columns} data-facts={facts.length > 0}>
        {[facts, contents].map((column, at) => (
          <div key={at === 0 ? 'facts' : 'contents'} className={styles.column}>
            {column.map((card, index) => (
              <Fragment key={card.element.key ?? index}>
                {card.element}
              </Fragment>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}
