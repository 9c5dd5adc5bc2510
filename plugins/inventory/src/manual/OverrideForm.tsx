import { useState } from 'react';
import { Select, TextField } from '@backstage/ui';
import {
  guestFacts,
  overrideLabels,
  powerStates,
  type ManualPatchInput,
  type OverriddenFact,
  type OverrideValue,
} from '@flyloft/plugin-inventory-common';
import { MomentField } from '@flyloft/ui-kit';
import { EditForm, type ManualFormProps } from './EditDialog';
import { manualValue } from './manualWords';
import styles from './manual.module.css';

const choices: Partial<Record<OverriddenFact['field'], readonly string[]>> = {
  powerState: powerStates,
  osFamily: guestFacts.osFamily.choices,
};

/** Shows another value of a fact than the platform's, with a reason. */
export function OverrideForm(
  props: ManualFormProps & { fact: OverriddenFact },
) {
  const { fact } = props;
  const { field, override } = fact;
  const [value, setValue] = useState(
    textOf(override?.value ?? fact.shown ?? ''),
  );
  const [reason, setReason] = useState(override?.reason ?? '');
  const [until, setUntil] = useState(override?.until ?? '');
  const label = overrideLabels[field];
  const complete = value.trim() !== '' && reason.trim() !== '';
  const options = choices[field];
  return (
    <EditForm
      {...props}
      title={`Override: ${label.toLocaleLowerCase('en')}`}
      save="Override"
      patch={
        complete
          ? ({
              reason: reason.trim(),
              overrides: {
                [field]: { value: value.trim(), until: until || null },
              },
            } as ManualPatchInput)
          : undefined
      }
    >
      <p className={styles.quiet}>
        The source says {manualValue(fact.observed)}. Syncs go on recording what
        it says; this is shown instead until it ends or is reverted.
      </p>
      {options ? (
        <Select
          label={label}
          options={options.map(option => ({ value: option, label: option }))}
          value={value}
          onChange={key => setValue(String(key))}
        />
      ) : (
        <TextField
          label={field === 'cluster' ? 'Name of the cluster' : label}
          value={value}
          onChange={setValue}
          isRequired
        />
      )}
      <TextField
        label="Why"
        value={reason}
        onChange={setReason}
        maxLength={500}
        isRequired
      />
      <MomentField
        label="Until (empty: until somebody reverts it)"
        value={until}
        onChange={setUntil}
      />
    </EditForm>
  );
}

const textOf = (value: OverrideValue) =>
  typeof value === 'string' ? value : value.name;
