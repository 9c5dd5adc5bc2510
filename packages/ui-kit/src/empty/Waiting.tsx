import styles from './Waiting.module.css';

/** Stands where content will be, from the first moment on. */
export function Waiting(props: { lines?: number }) {
  return (
    <div className={styles.root} role="status" aria-label="Loading">
      {Array.from({ length: props.lines ?? 3 }, (_, index) => (
        <div key={index} className={styles.line} />
      ))}
    </div>
  );
}
