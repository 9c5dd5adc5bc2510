import type { Change } from '@flyloft/plugin-inventory-common';
import { fieldLabel, fieldValue } from './changeWords';
import { ValueWords } from './ValueWords';
import styles from './FieldChanges.module.css';

/** The fields of a change, each from what to what. */
export function FieldChanges(props: { change: Change }) {
  const { fields, kind, operation } = props.change;
  // What is seen for the first time has no "from"; its facts are on its page.
  if (fields.length === 0 || operation === 'created') return null;
  return (
    <ul className={styles.list}>
      {fields.map(({ field, from, to }) => (
        <li key={field}>
          <span className={styles.label}>{fieldLabel(field, kind)}</span>
          <span className={styles.from}>
            <ValueWords
              value={from}
              words={value => fieldValue(field, value)}
            />
          </span>
          {' → '}
          <span className={styles.to}>
            <ValueWords value={to} words={value => fieldValue(field, value)} />
          </span>
        </li>
      ))}
    </ul>
  );
}
