import type { ReactNode } from 'react';
import { ErrorPanel, Section, type Answer, Waiting } from '@flyloft/ui-kit';

/** A card of the home page: waits, fails and refreshes by itself. */
export function HomeSection<T>(props: {
  title: string;
  /** What the card shows, for a refusal: `platforms`. */
  what: string;
  permission: string;
  actions?: ReactNode;
  answer: Answer<T>;
  children: (data: T) => ReactNode;
}) {
  const { answer } = props;
  return (
    <Section title={props.title} actions={props.actions}>
      {answer.data !== undefined && props.children(answer.data)}
      {answer.data === undefined && answer.error === undefined && (
        <>
          <Waiting />
        </>
      )}
      {answer.error !== undefined && answer.data === undefined && (
        <ErrorPanel
          error={answer.error}
          what={props.what}
          permission={props.permission}
          onRetry={answer.reload}
        />
      )}
    </Section>
  );
}
