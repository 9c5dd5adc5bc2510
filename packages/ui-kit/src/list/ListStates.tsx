import { Button } from '@backstage/ui';
import { searchTextLimit } from '@flyloft/kit-common';
import { EmptyState } from '../empty/EmptyState';
import { ErrorPanel } from '../problems/ErrorPanel';
import { explainProblem } from '../problems/explainProblem';
import { Notice } from '../problems/Notice';
import { isFuture, shortTime } from '../time/timeWords';
import { NotYet, PastNotice } from './AsOfPicker';
import type { List } from './useList';

/** What a list says above its rows because it changes how they must be read. */
export function ListNotices<T>({
  list,
  what,
}: {
  list: List<T>;
  what: string;
}) {
  const { problems, answer, state } = list;
  const failed = answer.error !== undefined;
  return (
    <>
      {problems.length > 0 && (
        <Notice
          tone="stale"
          actions={
            <Button
              size="small"
              variant="secondary"
              onPress={list.dropProblems}
            >
              Remove it from the address
            </Button>
          }
        >
          A part of the address was not understood and left out:{' '}
          {problems.join('; ')}.
        </Notice>
      )}
      {list.searchCut && (
        <Notice tone="stale">
          A search takes at most {searchTextLimit} characters: only the first{' '}
          {searchTextLimit} of what was given are searched for.
        </Notice>
      )}
      {state.at && (answer.data || !failed) && (
        <PastNotice
          what={`the ${what}`}
          at={state.at}
          onReturn={() => list.setAt(undefined)}
        />
      )}
      {failed && answer.data && (
        <Notice
          tone="problem"
          actions={
            <Button size="small" variant="secondary" onPress={answer.reload}>
              Try again
            </Button>
          }
        >
          The {what} could not be loaded again:{' '}
          {explainProblem(answer.error).message} What is shown is the last
          answer.
        </Notice>
      )}
    </>
  );
}

/** A list that could not be loaded, with the way out that can help. */
export function ListProblem<T>(props: {
  list: List<T>;
  what: string;
  permission: string;
}) {
  const { list, what, permission } = props;
  const { answer, state } = list;
  const invalid = explainProblem(answer.error).kind === 'invalid';
  if (invalid && state.at && isFuture(state.at)) {
    return <NotYet at={state.at} onReturn={() => list.setAt(undefined)} />;
  }
  return (
    <ErrorPanel
      error={answer.error}
      what={what}
      permission={permission}
      meaning="Nothing is shown, which does not mean that there is nothing."
      onRetry={answer.reload}
    >
      {invalid && <WayOut list={list} />}
    </ErrorPanel>
  );
}

/** Takes out of the address what the server did not understand, likeliest first. */
function WayOut<T>({ list }: { list: List<T> }) {
  const { state } = list;
  // A page's mark fits the question it was given for, and nothing else.
  if (state.cursor !== undefined) {
    return (
      <Button size="small" variant="secondary" onPress={list.goToFirst}>
        Go to the first page
      </Button>
    );
  }
  return (
    <>
      {state.at && (
        <Button
          size="small"
          variant="secondary"
          onPress={() => list.setAt(undefined)}
        >
          Back to now
        </Button>
      )}
      {isNarrowed(list) && (
        <Button size="small" variant="secondary" onPress={list.clearConditions}>
          Clear search and filters
        </Button>
      )}
    </>
  );
}

/** Whether the reader asked for less than all there is. */
export function isNarrowed<T>({ state }: List<T>): boolean {
  return (
    state.q !== '' || state.filters.length > 0 || state.deleted !== 'exclude'
  );
}

/** Says that nothing fits, and what to do about it. */
export function NothingMatches<T>(props: { list: List<T>; what: string }) {
  const { list, what } = props;
  return (
    <EmptyState
      title={`No ${what} match`}
      actions={
        <Button size="small" variant="secondary" onPress={list.clearConditions}>
          Clear search and filters
        </Button>
      }
    >
      Nothing fits all conditions at once. Remove one, or clear them.
    </EmptyState>
  );
}

/** Says that there was nothing at a past moment, though nothing was asked away. */
export function NothingThen(props: { what: string; at: string }) {
  return (
    <EmptyState
      title={`No ${props.what} as of ${shortTime(new Date(props.at))}`}
    >
      None that you may see is recorded as of that moment.
    </EmptyState>
  );
}
