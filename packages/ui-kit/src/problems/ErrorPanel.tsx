import type { ReactNode } from 'react';
import { Button } from '@backstage/ui';
import { Copyable } from '../copy/Copyable';
import { explainProblem, type ProblemKind } from './explainProblem';
import styles from './ErrorPanel.module.css';

const advice: Record<ProblemKind, string> = {
  refused: 'Ask whoever runs this portal for a role that includes it.',
  missing:
    'It may have been removed or be none that you may see, or the address is wrong. Go back to the list.',
  invalid: 'Change what the address asks for.',
  conflict: 'Load the page again to see how things stand now.',
  unavailable: 'Try again in a minute.',
  offline: 'Check the connection, then try again.',
  failed: 'Try again. If it happens again, pass on the reference below.',
};

/**
 * An error in four parts: what happened, what it means for what is on the
 * page, what to do, and a reference to quote. A refusal is no failure: it is
 * said calmly and names what would be needed.
 */
export function ErrorPanel(props: {
  error: unknown;
  /** What the reader wanted, for the title of a refusal: `hosts`. */
  what?: string;
  /** What the error means for the data on the page. */
  meaning?: string;
  /** The permission a refused reader would need. */
  permission?: string;
  onRetry?: () => void;
  children?: ReactNode;
}) {
  const problem = explainProblem(props.error);
  const refused = problem.kind === 'refused';
  // The same question would be answered the same again.
  const canRetry = !refused && problem.kind !== 'invalid';
  // The server's own words may name it already.
  const permission =
    refused && props.permission && !problem.message.includes(props.permission)
      ? props.permission
      : undefined;
  const title =
    refused && props.what ? `You may not see ${props.what}` : problem.title;
  return (
    <div className={styles.root} role="alert" data-kind={problem.kind}>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{problem.message}</p>
      {props.meaning && !refused && (
        <p className={styles.text}>{props.meaning}</p>
      )}
      <p className={styles.text}>
        {advice[problem.kind]}
        {permission && (
          <>
            {' '}
            It is called <Copyable value={permission} mono />.
          </>
        )}
      </p>
      {problem.errorId && !refused && (
        <span className={styles.quote}>
          Reference: <Copyable value={problem.errorId} mono />
        </span>
      )}
      <div className={styles.actions}>
        {props.onRetry && canRetry && (
          <Button size="small" variant="secondary" onPress={props.onRetry}>
            Try again
          </Button>
        )}
        {props.children}
      </div>
    </div>
  );
}
