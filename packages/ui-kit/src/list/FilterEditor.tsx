import { useState, type FormEvent } from 'react';
import type { Fact, Filter } from '@flyloft/kit-common';
import { Button } from '@backstage/ui';
import type { Answer } from '../answer/useAnswer';
import type { Choice } from './choices';
import { ChooseEditor } from './editors/ChooseEditor';
import { BooleanEditor, ExactEditor, TextEditor } from './editors/TextEditors';
import { RangeEditor } from './editors/RangeEditors';
import { TimeEditor } from './editors/TimeEditor';
import { draftOf, draftProblem, filtersOf, type Draft } from './conditions';
import styles from './FilterEditor.module.css';

/** Edits all conditions on one fact, in the form its kind asks for. */
export function FilterEditor(props: {
  name: string;
  fact: Fact;
  filters: Filter[];
  choices: Answer<Choice[]>;
  onApply: (filters: Filter[]) => void;
  onClose: () => void;
}) {
  const { name, fact, filters } = props;
  const [draft, setDraft] = useState<Draft>(() => draftOf(filters, fact));
  const problem = draftProblem(draft, fact);

  const apply = (next: Draft) => props.onApply(filtersOf(name, next));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem) return;
    apply(draft);
    props.onClose();
  };
  const clear = () => {
    props.onApply([]);
    props.onClose();
  };
  const edit = (next: Draft) => {
    setDraft(next);
    // A click on a value is a decision; typed text waits for Enter.
    if (next.form === 'choose' || next.form === 'boolean') apply(next);
  };
  const immediate = draft.form === 'choose' || draft.form === 'boolean';

  return (
    <form
      className={styles.form}
      onSubmit={submit}
      aria-label={`Filter by ${fact.label}`}
    >
      <DraftFields
        fact={fact}
        draft={draft}
        edit={edit}
        choices={props.choices}
      />
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={styles.buttons}>
        {filters.length > 0 && (
          <Button size="small" variant="tertiary" onPress={clear}>
            Clear
          </Button>
        )}
        {immediate ? (
          <Button size="small" variant="secondary" onPress={props.onClose}>
            Done
          </Button>
        ) : (
          <Button size="small" variant="primary" type="submit">
            Apply
          </Button>
        )}
      </div>
    </form>
  );
}

function DraftFields(props: {
  fact: Fact;
  draft: Draft;
  edit: (draft: Draft) => void;
  choices: Answer<Choice[]>;
}) {
  const { fact, draft, edit, choices } = props;
  switch (draft.form) {
    case 'choose':
      return (
        <ChooseEditor fact={fact} draft={draft} edit={edit} choices={choices} />
      );
    case 'text':
      return <TextEditor fact={fact} draft={draft} edit={edit} />;
    case 'boolean':
      return <BooleanEditor fact={fact} draft={draft} edit={edit} />;
    case 'exact':
      return <ExactEditor fact={fact} draft={draft} edit={edit} />;
    case 'time':
      return <TimeEditor draft={draft} edit={edit} />;
    case 'bytes':
    case 'range':
      return <RangeEditor draft={draft} edit={edit} />;
    default:
      return null;
  }
}
