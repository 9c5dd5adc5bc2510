import styles from './MomentField.module.css';

/**
 * A day and minute in the viewer's zone, held as ISO 8601 in UTC. The
 * browser's own field: it knows the reader's calendar and keyboard.
 */
export function MomentField(props: {
  label: string;
  /** ISO 8601, or empty. */
  value: string;
  max?: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className={styles.label}>
      {props.label}
      <input
        type="datetime-local"
        className={styles.input}
        value={toLocalMinute(props.value)}
        max={props.max ? toLocalMinute(props.max) : undefined}
        onChange={event => props.onChange(fromLocalMinute(event.target.value))}
      />
    </label>
  );
}

/** `2026-11-21T13:03:22Z` as the field wants it: local, to the minute. */
export function toLocalMinute(iso: string): string {
  const moment = new Date(iso);
  if (iso === '' || Number.isNaN(moment.getTime())) return '';
  const shifted = moment.getTime() - moment.getTimezoneOffset() * 60_000;
  return new Date(shifted).toISOString().slice(0, 16);
}

/** What was picked, as a moment in UTC; empty for nothing. */
export function fromLocalMinute(local: string): string {
  const moment = new Date(local);
  return local === '' || Number.isNaN(moment.getTime())
    ? ''
    : moment.toISOString();
}
