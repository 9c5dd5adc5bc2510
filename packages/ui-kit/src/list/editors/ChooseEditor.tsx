import { useState } from 'react';
import type { Fact } from '@flyloft/kit-common';
import { Checkbox, Skeleton, TextField } from '@backstage/ui';
import type { Answer } from '../../answer/useAnswer';
import { formatCount } from '../../figures/formatBytes';
import { explainProblem } from '../../problems/explainProblem';
import type { Choice } from '../choices';
import type { Draft } from '../conditions';
import styles from '../FilterEditor.module.css';

type ChooseDraft = Extract<Draft, { form: 'choose' }>;

// Beyond this a list is searched, not read.
const searchFrom = 9;

/** Values with their counts; several may be chosen. */
export function ChooseEditor(props: {
  fact: Fact;
  draft: ChooseDraft;
  edit: (draft: Draft) => void;
  choices: Answer<Choice[]>;
}) {
  const { fact, draft, edit, choices } = props;
  const [search, setSearch] = useState('');
  const offered = withChosen(choices.data ?? [], draft.chosen);
  const found = offered.filter(choice =>
    choice.label.toLocaleLowerCase().includes(search.toLocaleLowerCase()),
  );
  const waiting = choices.loading || choices.outdated;

  const toggle = (value: string, chosen: boolean) =>
    edit({
      ...draft,
      none: false,
      chosen: chosen
        ? [...draft.chosen, value]
        : draft.chosen.filter(one => one !== value),
    });

  return (
    <>
      {offered.length >= searchFrom && (
        <TextField
          aria-label={`Search ${fact.label}`}
          placeholder="Search values"
          size="small"
          value={search}
          onChange={setSearch}
        />
      )}
      <div className={styles.choices} role="group" aria-label={fact.label}>
        {waiting && !choices.data?.length && <Skeleton height={20} />}
        {choices.error !== undefined && (
          <p className={styles.problem}>
            {explainProblem(choices.error).message}
          </p>
        )}
        {found.map(choice => (
          <div key={choice.value} className={styles.choice}>
            <Checkbox
              isSelected={draft.chosen.includes(choice.value)}
              onChange={chosen => toggle(choice.value, chosen)}
            >
              {choice.label}
            </Checkbox>
            {choice.count !== undefined && (
              <span className={styles.count}>{formatCount(choice.count)}</span>
            )}
          </div>
        ))}
        {!waiting && found.length === 0 && (
          <p className={styles.muted}>
            No values{search && ` with '${search}'`}.
          </p>
        )}
        <div className={styles.choice}>
          <Checkbox
            isSelected={draft.none}
            onChange={none =>
              edit({ ...draft, none, chosen: none ? [] : draft.chosen })
            }
          >
            (none)
          </Checkbox>
        </div>
      </div>
    </>
  );
}

// What is chosen stays in sight, also when no row has it any more.
function withChosen(choices: Choice[], chosen: string[]): Choice[] {
  const known = new Set(choices.map(choice => choice.value));
  return [
    ...choices,
    ...chosen
      .filter(value => !known.has(value))
      .map(value => ({ value, label: value })),
  ];
}
