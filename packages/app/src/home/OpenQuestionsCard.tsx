import { useApi } from '@backstage/frontend-plugin-api';
import { Link, Skeleton } from '@backstage/ui';
import { inventoryApiRef } from '@flyloft/plugin-inventory';
import { ErrorPanel, formatCount, Section, useAnswer } from '@flyloft/ui-kit';
import { openQuestions } from './openQuestions';
import styles from './home.module.css';

/** What somebody should look into, each with the list to work off. */
export function OpenQuestionsCard() {
  const inventory = useApi(inventoryApiRef);
  const { data, error, reload } = useAnswer(
    'open-questions',
    async signal => openQuestions(await inventory.getSummary({ signal })),
    { refreshSeconds: 60 },
  );
  return (
    <Section title="To look into">
      {data === undefined && error === undefined && <Skeleton height={16} />}
      {data === undefined && error !== undefined && (
        <ErrorPanel error={error} what="the figures" onRetry={reload} />
      )}
      {data?.length === 0 && (
        <span className={styles.quiet}>
          Nothing stands out: every guest answers, has an owner, and has its
          addresses to itself.
        </span>
      )}
      {data !== undefined && data.length > 0 && (
        <ul className={styles.questions}>
          {data.map(({ key, count, words, href }) => (
            <li key={key}>
              <Link href={href} standalone className={styles.question}>
                <span className={styles.count}>{formatCount(count)}</span>{' '}
                {words}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
