import { useState } from 'react';
import { Radio, RadioGroup, Select, TextField } from '@backstage/ui';
import {
  powerStates,
  stages,
  type BulkPatchInput,
  type CustomField,
  type Stage,
} from '@flyloft/plugin-inventory-common';
import { customValue } from '../manual/customValues';
import { OwnerPicker, type ChosenOwner } from '../manual/OwnerPicker';
import styles from '../manual/manual.module.css';

/** A form of an edit of many guests; undefined while something is missing. */
export interface BulkFormProps {
  onPatch: (patch: BulkPatchInput | undefined) => void;
}

/** Assigns an owner to many guests. */
export function OwnerBulkForm({ onPatch }: BulkFormProps) {
  const [kind, setKind] = useState('technicalOwner');
  const [chosen, setChosen] = useState<ChosenOwner>();
  const tell = (next: { kind: string; chosen: ChosenOwner | undefined }) =>
    onPatch(next.chosen && { [next.kind]: next.chosen.ref });
  return (
    <div className={styles.form}>
      <RadioGroup
        label="As"
        orientation="horizontal"
        value={kind}
        onChange={next => {
          setKind(next);
          tell({ kind: next, chosen });
        }}
      >
        <Radio value="technicalOwner">Technical owner</Radio>
        <Radio value="businessOwner">Business owner</Radio>
      </RadioGroup>
      <OwnerPicker
        chosen={chosen}
        onChoose={owner => {
          setChosen(owner);
          tell({ kind, chosen: owner });
        }}
      />
    </div>
  );
}

const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(',')
      .map(tag => tag.trim())
      .filter(tag => tag !== ''),
  ),
];

/** Adds tags to many guests and takes others away. */
export function TagsBulkForm({ onPatch }: BulkFormProps) {
  const [text, setText] = useState({ add: '', remove: '' });
  const change = (part: Partial<typeof text>) => {
    const next = { ...text, ...part };
    setText(next);
    const tags = { add: tagsOf(next.add), remove: tagsOf(next.remove) };
    onPatch(tags.add.length + tags.remove.length > 0 ? { tags } : undefined);
  };
  return (
    <div className={styles.form}>
      <TextField
        label="Add tags, separated by commas"
        value={text.add}
        onChange={add => change({ add })}
      />
      <TextField
        label="Take tags away"
        description="Only those that people gave; a platform's tags are changed there."
        value={text.remove}
        onChange={remove => change({ remove })}
      />
    </div>
  );
}

const customPrefix = 'custom.';

/** Sets one field of many guests; empty takes its value away. */
export function FieldBulkForm(
  props: BulkFormProps & { customFields: CustomField[] },
) {
  const { onPatch, customFields } = props;
  const [draft, setDraft] = useState({
    field: 'project',
    value: '',
    reason: '',
  });
  const custom = customFields.find(
    ({ key }) => draft.field === `${customPrefix}${key}`,
  );
  const change = (part: Partial<typeof draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    onPatch(patchOf(next, customFields));
  };
  const options = choicesOf(draft.field, custom);
  return (
    <div className={styles.form}>
      <Select
        label="What to set"
        options={[
          { value: 'project', label: 'Project' },
          { value: 'stage', label: 'Stage' },
          { value: 'notes', label: 'Notes' },
          { value: 'powerState', label: 'Power state (override)' },
          ...customFields.map(({ key, label }) => ({
            value: `${customPrefix}${key}`,
            label,
          })),
        ]}
        value={draft.field}
        onChange={field => change({ field: String(field), value: '' })}
      />
      {options ? (
        <Select
          label="Value"
          options={options.map(value => ({ value, label: value || 'none' }))}
          value={draft.value}
          onChange={value => change({ value: String(value ?? '') })}
        />
      ) : (
        <TextField
          label="Value (empty: none)"
          value={draft.value}
          onChange={value => change({ value })}
        />
      )}
      {draft.field === 'powerState' && (
        <TextField
          label="Why"
          isRequired
          value={draft.reason}
          onChange={reason => change({ reason })}
        />
      )}
    </div>
  );
}

function choicesOf(field: string, custom: CustomField | undefined) {
  if (field === 'stage') return ['', ...stages];
  if (field === 'powerState') return powerStates;
  if (custom?.type === 'choice') return ['', ...custom.choices];
  return custom?.type === 'boolean' ? ['', 'true', 'false'] : undefined;
}

function patchOf(
  draft: { field: string; value: string; reason: string },
  customFields: CustomField[],
): BulkPatchInput | undefined {
  const value = draft.value.trim();
  if (draft.field === 'powerState') {
    const state = powerStates.find(one => one === value);
    return state && draft.reason.trim()
      ? {
          reason: draft.reason.trim(),
          overrides: { powerState: { value: state } },
        }
      : undefined;
  }
  if (draft.field === 'stage')
    return { stage: (value || null) as Stage | null };
  if (draft.field === 'notes') return { notes: value || null };
  if (draft.field === 'project') return { project: value || null };
  const key = draft.field.slice(customPrefix.length);
  const field = customFields.find(one => one.key === key);
  const typed = field && customValue(field, value);
  return typed === undefined ? undefined : { customFields: { [key]: typed } };
}
