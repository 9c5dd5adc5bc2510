import type { Fact } from '@flyloft/kit-common';
import { Radio, RadioGroup, Select, TextField } from '@backstage/ui';
import type { Draft, Presence } from '../conditions';
import styles from '../FilterEditor.module.css';

type DraftOf<F extends Draft['form']> = Extract<Draft, { form: F }>;

const textModes = [
  { value: 'contains', label: 'contains' },
  { value: 'eq', label: 'is (several with commas)' },
  { value: 'empty', label: 'is empty' },
  { value: 'present', label: 'has any value' },
];

/** A text: contains, is, is empty. */
export function TextEditor(props: {
  fact: Fact;
  draft: DraftOf<'text'>;
  edit: (draft: Draft) => void;
}) {
  const { fact, draft, edit } = props;
  const bare = draft.mode === 'empty' || draft.mode === 'present';
  return (
    <>
      <Select
        aria-label={`How ${fact.label} is compared`}
        size="small"
        options={textModes}
        value={draft.mode}
        onChange={key => {
          const mode = textModes.find(one => one.value === key)?.value;
          edit({ ...draft, mode: (mode ?? 'contains') as typeof draft.mode });
        }}
      />
      {!bare && (
        <TextField
          aria-label={fact.label}
          size="small"
          // eslint-disable-next-line jsx-a11y/no-autofocus -- opened to be filled in; closing gives the focus back
          autoFocus
          value={draft.text}
          onChange={text => edit({ ...draft, text })}
        />
      )}
    </>
  );
}

/** Yes, no, or either. */
export function BooleanEditor(props: {
  fact: Fact;
  draft: DraftOf<'boolean'>;
  edit: (draft: Draft) => void;
}) {
  return (
    <RadioGroup
      aria-label={props.fact.label}
      value={props.draft.value}
      onChange={value =>
        props.edit({
          form: 'boolean',
          value: value === 'true' || value === 'false' ? value : '',
        })
      }
    >
      <Radio value="true">Yes</Radio>
      <Radio value="false">No</Radio>
    </RadioGroup>
  );
}

const placeholders: Partial<Record<Fact['kind'], string>> = {
  address: '10.2.0.17 or 10.2.0.0/24',
  mac: 'BC:24:11:00:00:01',
  uuid: '2f1c8d1e-…',
};

/** An address (exact or by prefix), a MAC or a UUID. */
export function ExactEditor(props: {
  fact: Fact;
  draft: DraftOf<'exact'>;
  edit: (draft: Draft) => void;
}) {
  const { fact, draft, edit } = props;
  return (
    <>
      {draft.presence === 'either' && (
        <TextField
          aria-label={fact.label}
          placeholder={placeholders[fact.kind]}
          size="small"
          // eslint-disable-next-line jsx-a11y/no-autofocus -- opened to be filled in; closing gives the focus back
          autoFocus
          value={draft.text}
          onChange={text => edit({ ...draft, text })}
        />
      )}
      {fact.kind === 'address' && draft.presence === 'either' && (
        <p className={styles.muted}>A prefix finds every address inside it.</p>
      )}
      <PresenceField
        presence={draft.presence}
        onChange={presence => edit({ ...draft, presence })}
      />
    </>
  );
}

/** Whether the fact must be known or unknown, instead of its value. */
export function PresenceField(props: {
  presence: Presence;
  onChange: (presence: Presence) => void;
}) {
  return (
    <Select
      aria-label="Known or not"
      size="small"
      options={[
        { value: 'either', label: 'with this value' },
        { value: 'present', label: 'with any value' },
        { value: 'empty', label: 'without a value' },
      ]}
      value={props.presence}
      onChange={key =>
        props.onChange(key === 'present' || key === 'empty' ? key : 'either')
      }
    />
  );
}
