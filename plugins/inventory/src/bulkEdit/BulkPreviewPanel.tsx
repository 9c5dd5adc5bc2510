import type { BulkPreview } from '@flyloft/plugin-inventory-common';
import { countOf, FactTable, Notice } from '@flyloft/ui-kit';
import { ValueWords } from '../changes/ValueWords';
import { manualFieldLabel, manualValue } from '../manual/manualWords';
import styles from '../manual/manual.module.css';

/** What an edit of many guests will do, before it is done. */
export function BulkPreviewPanel(props: {
  preview: BulkPreview;
  moved: boolean;
}) {
  const { effects, samples } = props.preview;
  return (
    <div className={styles.form}>
      {props.moved && (
        <Notice tone="stale">
          The guests changed since you looked: this is what would happen now.
          Nothing was done yet.
        </Notice>
      )}
      <p className={styles.value} role="status">
        {countOf(effects.willChange, 'guest')} will change
        {effects.alreadySo > 0 &&
          `; ${countOf(effects.alreadySo, 'guest')} say so already`}
        .
      </p>
      {effects.refused.map(({ reason, count }) => (
        <Notice key={reason} tone="stale">
          {countOf(count, 'guest')} left out: {reason}
        </Notice>
      ))}
      {samples.length > 0 && (
        <FactTable label="Effects">
          <thead>
            <tr>
              <th>Guest</th>
              <th>What</th>
              <th>From</th>
              <th>To</th>
            </tr>
          </thead>
          <tbody>
            {samples.flatMap(sample =>
              sample.fields.map(({ field, from, to }) => (
                <tr key={`${sample.id} ${field}`}>
                  <td>{sample.name}</td>
                  <td>{manualFieldLabel(field)}</td>
                  <td>
                    <ValueWords value={from} words={manualValue} />
                  </td>
                  <td>
                    <ValueWords value={to} words={manualValue} />
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </FactTable>
      )}
      {effects.willChange > samples.length && samples.length > 0 && (
        <p className={styles.quiet}>The first {samples.length} are shown.</p>
      )}
    </div>
  );
}
