import { Select } from '@backstage/ui';
import {
  differenceOutcomes,
  type DifferenceOutcome,
  type DifferentThing,
  type RunDifference,
} from '@flyloft/plugin-inventory-common';
import { Section } from '@flyloft/ui-kit';
import { ChangedThing } from '../changes/ChangedThing';
import { fieldWords } from '../changes/changeWords';
import { outcomeWords } from './outcomeWords';
import styles from './RunDifferencePage.module.css';

const all = 'all';

/** The things that are different, each with its net steps in words. */
export function DifferentThings(props: {
  difference: RunDifference;
  outcome: DifferenceOutcome | undefined;
  onOutcome: (outcome: DifferenceOutcome | undefined) => void;
}) {
  const { items } = props.difference;
  return (
    <Section
      title="What is different"
      actions={
        <Select
          aria-label="Show"
          size="small"
          options={[
            { value: all, label: 'Everything' },
            ...differenceOutcomes.map(value => ({
              value,
              label: outcomeWords[value],
            })),
          ]}
          value={props.outcome ?? all}
          onChange={key =>
            props.onOutcome(differenceOutcomes.find(value => value === key))
          }
        />
      }
    >
      {items.length === 0 ? (
        <span className={styles.words}>Nothing of that.</span>
      ) : (
        <ul className={styles.list} aria-label="What is different">
          {items.map(thing => (
            <li key={thing.objectId}>
              <ChangedThing change={thing} />{' '}
              <span className={styles.words}>{thingWords(thing)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function thingWords({ kind, platformId, outcome, fields }: DifferentThing) {
  const start = `${kind} of ${platformId}: ${outcomeWords[outcome].toLocaleLowerCase('en')}`;
  return fields.length === 0
    ? start
    : `${start}. ${fields.map(field => fieldWords(field, kind)).join('; ')}`;
}
