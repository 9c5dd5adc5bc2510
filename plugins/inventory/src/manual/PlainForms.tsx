import { useState } from 'react';
import { Select, TextAreaField, TextField } from '@backstage/ui';
import {
  manualLimits,
  stages,
  type CustomField,
  type CustomValue,
  type Stage,
} from '@flyloft/plugin-inventory-common';
import { EditForm, type ManualFormProps } from './EditDialog';
import { customInput, customValue } from './customValues';
import styles from './manual.module.css';

/** What people note about a guest. */
export function NotesForm(props: ManualFormProps) {
  const [notes, setNotes] = useState(props.manual.notes ?? '');
  return (
    <EditForm {...props} title="Notes" patch={{ notes: notes.trim() || null }}>
      <TextAreaField
        label="Notes"
        value={notes}
        onChange={setNotes}
        maxLength={manualLimits.notesCharacters}
        rows={10}
      />
    </EditForm>
  );
}

/** The project a guest is part of. */
export function ProjectForm(props: ManualFormProps) {
  const [project, setProject] = useState(props.manual.project ?? '');
  return (
    <EditForm
      {...props}
      title="Project"
      patch={{ project: project.trim() || null }}
    >
      <TextField
        label="Project"
        value={project}
        onChange={setProject}
        maxLength={200}
      />
    </EditForm>
  );
}

const noStage = 'none';

/** What a guest is for. */
export function StageForm(props: ManualFormProps) {
  const [stage, setStage] = useState<string>(props.manual.stage ?? noStage);
  return (
    <EditForm
      {...props}
      title="Stage"
      patch={{ stage: stage === noStage ? null : (stage as Stage) }}
    >
      <Select
        label="Stage"
        options={[noStage, ...stages].map(value => ({ value, label: value }))}
        value={stage}
        onChange={key => setStage(String(key))}
      />
    </EditForm>
  );
}

/** Tags of people, beside those that the platform gives. */
export function TagsForm(props: ManualFormProps) {
  const { tags } = props.manual;
  const [text, setText] = useState(tags.manual.join(', '));
  const list = [
    ...new Set(
      text
        .split(',')
        .map(tag => tag.trim())
        .filter(tag => tag !== ''),
    ),
  ];
  return (
    <EditForm {...props} title="Tags" patch={{ tags: list }}>
      {tags.observed.length > 0 && (
        <p className={styles.quiet}>
          The platform gives {tags.observed.join(', ')}; those are changed
          there.
        </p>
      )}
      <TextField
        label="Tags, separated by commas"
        value={text}
        onChange={setText}
      />
    </EditForm>
  );
}

/** The value of a field that people defined. */
export function CustomFieldForm(
  props: ManualFormProps & { field: CustomField },
) {
  const { field, manual } = props;
  const [text, setText] = useState(
    customInput(field, manual.customFields[field.key]),
  );
  const value: CustomValue | null | undefined = customValue(field, text);
  const refused = value === undefined || (value === null && field.required);
  return (
    <EditForm
      {...props}
      title={field.label}
      patch={refused ? undefined : { customFields: { [field.key]: value } }}
    >
      {field.description && <p className={styles.quiet}>{field.description}</p>}
      {field.type === 'choice' || field.type === 'boolean' ? (
        <Select
          label={field.label}
          options={[
            ...(field.required ? [] : [{ value: '', label: 'none' }]),
            ...(field.type === 'boolean'
              ? [
                  { value: 'true', label: 'yes' },
                  { value: 'false', label: 'no' },
                ]
              : field.choices.map(choice => ({
                  value: choice,
                  label: choice,
                }))),
          ]}
          value={text}
          onChange={key => setText(String(key ?? ''))}
        />
      ) : (
        <TextField
          label={field.label}
          placeholder={field.type === 'date' ? '2026-01-31' : undefined}
          value={text}
          onChange={setText}
          isRequired={field.required}
        />
      )}
      {value === undefined && (
        <p className={styles.quiet} role="alert">
          {field.type === 'date'
            ? 'Expected a day such as 2026-01-31.'
            : 'This is not a number.'}
        </p>
      )}
    </EditForm>
  );
}
