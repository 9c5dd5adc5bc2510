import { useApi } from '@backstage/frontend-plugin-api';
import { shortTime, useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import styles from './HistoryBegins.module.css';

/**
 * Says where history begins, once what was before was purged; nothing until
 * then. An answer that fails says nothing either: the list beside it does.
 */
export function HistoryBegins() {
  const inventory = useApi(inventoryApiRef);
  const { data } = useAnswer('history-beginning', signal =>
    inventory.getHistoryBeginning({ signal }),
  );
  if (!data?.at) return null;
  return (
    <p className={styles.begins}>
      History begins on {shortTime(new Date(data.at))}; what was before that was
      purged.
    </p>
  );
}
