import { useState } from 'react';
import { Button, TextField } from '@backstage/ui';
import {
  askedFields,
  type PlatformField,
  type PlatformForm,
} from '@flyloft/plugin-inventory-common';
import { FieldFrame, FormField } from './FormField';
import { valuesOf, type PlatformDraft } from './platformDraft';
import styles from './configuredPlatforms.module.css';

/** What the parts of the form share. */
export interface FormProps {
  form: PlatformForm;
  draft: PlatformDraft;
  problems: Record<string, string>;
  secretsSet: readonly string[];
  isNew: boolean;
  readOnly: boolean;
  onChange: (draft: PlatformDraft) => void;
}

/** The whole form about one platform, whatever its type asks. */
export function PlatformFormFields(props: FormProps) {
  const { form, draft, problems } = props;
  // What nobody has filled in yet is not wrong yet.
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [unfolded, setUnfolded] = useState(false);
  const touch = (name: string) =>
    setTouched(before => new Set(before).add(name));
  const shown = (name: string) =>
    touched.has(name) ? problems[name] : undefined;
  const asked = askedFields(form, valuesOf(draft, form));
  const advanced = asked.filter(field => field.advanced);

  const fieldOf = (field: PlatformField) => (
    <FormField
      key={field.name}
      field={field}
      draft={draft}
      problem={shown(field.name)}
      isSet={props.secretsSet.includes(field.name)}
      readOnly={props.readOnly}
      onValue={value => {
        touch(field.name);
        props.onChange({
          ...draft,
          fields: { ...draft.fields, [field.name]: value },
        });
      }}
      onSecret={value => {
        touch(field.name);
        props.onChange({
          ...draft,
          secrets: { ...draft.secrets, [field.name]: value },
        });
      }}
    />
  );
  return (
    <div className={styles.form}>
      <GeneralFields {...props} shown={shown} touch={touch} />
      {asked.filter(field => !field.advanced).map(fieldOf)}
      {advanced.length > 0 && (
        <div className={styles.wide}>
          <Button
            size="small"
            variant="secondary"
            aria-expanded={unfolded}
            onPress={() => setUnfolded(!unfolded)}
          >
            {unfolded ? 'Fewer settings' : `More settings (${advanced.length})`}
          </Button>
        </div>
      )}
      {unfolded && advanced.map(fieldOf)}
    </div>
  );
}

/** What every platform has, whatever its type. */
function GeneralFields(
  props: FormProps & {
    shown: (name: string) => string | undefined;
    touch: (name: string) => void;
  },
) {
  const { draft, isNew, readOnly, shown } = props;
  const set =
    (name: 'id' | 'title' | 'intervalMinutes' | 'timeoutMinutes') =>
    (value: string) => {
      props.touch(name);
      props.onChange({ ...draft, [name]: value });
    };
  return (
    <>
      <FieldFrame problem={shown('title')}>
        <TextField
          label="Title"
          description="What people call it."
          isReadOnly={readOnly}
          value={draft.title}
          onChange={set('title')}
        />
      </FieldFrame>
      <FieldFrame problem={shown('id')}>
        <TextField
          label="Id"
          description={
            isNew ? 'It never changes.' : 'Another id is another platform.'
          }
          placeholder="pve-west"
          isReadOnly={!isNew || readOnly}
          value={draft.id}
          onChange={set('id')}
        />
      </FieldFrame>
      <FieldFrame problem={shown('intervalMinutes')}>
        <TextField
          label="Sync every (minutes)"
          description="Empty: as the site's settings say."
          inputMode="numeric"
          isReadOnly={readOnly}
          value={draft.intervalMinutes}
          onChange={set('intervalMinutes')}
        />
      </FieldFrame>
      <FieldFrame problem={shown('timeoutMinutes')}>
        <TextField
          label="Give up after (minutes)"
          inputMode="numeric"
          isReadOnly={readOnly}
          value={draft.timeoutMinutes}
          onChange={set('timeoutMinutes')}
        />
      </FieldFrame>
    </>
  );
}
