import type { ReactNode } from 'react';
import {
  PasswordField,
  Radio,
  RadioGroup,
  Switch,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import type { PlatformField } from '@flyloft/plugin-inventory-common';
import type { PlatformDraft } from './platformDraft';
import styles from './configuredPlatforms.module.css';

const several = ['lines', 'urls', 'fingerprints', 'multiline'];

/** One field of a type's form, drawn by what it holds. */
export function FormField(props: {
  field: PlatformField;
  draft: PlatformDraft;
  problem: string | undefined;
  /** A value is kept: what is typed takes its place. */
  isSet: boolean;
  readOnly: boolean;
  onValue: (value: string | boolean) => void;
  onSecret: (value: string) => void;
}) {
  const { field, draft, isSet, readOnly } = props;
  const value = draft.fields[field.name];
  const text = typeof value === 'string' ? value : '';
  const common = {
    label: field.label,
    description: descriptionOf(field, isSet, readOnly),
    isReadOnly: readOnly,
  };
  if (field.kind === 'secret') {
    const secret = {
      ...common,
      value: draft.secrets[field.name] ?? '',
      onChange: props.onSecret,
      placeholder: isSet ? keptWords(readOnly) : undefined,
      autoComplete: 'off',
    };
    return (
      <FieldFrame problem={props.problem} wide={field.multiline}>
        {field.multiline ? (
          <TextAreaField {...secret} />
        ) : (
          <PasswordField {...secret} autoComplete="new-password" />
        )}
      </FieldFrame>
    );
  }
  if (field.kind === 'boolean') {
    return (
      <FieldFrame problem={props.problem}>
        <Switch
          label={field.label}
          isReadOnly={readOnly}
          isSelected={typeof value === 'boolean' ? value : !!field.default}
          onChange={props.onValue}
        />
      </FieldFrame>
    );
  }
  if (field.kind === 'choice') {
    return (
      <FieldFrame problem={props.problem} wide>
        <RadioGroup
          {...common}
          value={text || `${field.default ?? ''}`}
          onChange={props.onValue}
        >
          {(field.choices ?? []).map(choice => (
            <Radio key={choice.value} value={choice.value}>
              {choice.label}
            </Radio>
          ))}
        </RadioGroup>
      </FieldFrame>
    );
  }
  const wide = several.includes(field.kind);
  const Field = wide ? TextAreaField : TextField;
  return (
    <FieldFrame problem={props.problem} wide={wide}>
      <Field
        {...common}
        placeholder={field.placeholder ?? `${field.default ?? ''}`}
        inputMode={
          field.kind === 'number' || field.kind === 'seconds'
            ? 'numeric'
            : undefined
        }
        value={text}
        onChange={props.onValue}
      />
    </FieldFrame>
  );
}

const keptWords = (readOnly: boolean) => (readOnly ? 'Set' : 'Kept as it is');

function descriptionOf(
  field: PlatformField,
  isSet: boolean,
  readOnly: boolean,
) {
  const unit = field.kind === 'seconds' ? 'In seconds.' : undefined;
  const change = readOnly ? '.' : '; leave it empty to keep it.';
  const kept = isSet ? `It is set and never shown${change}` : undefined;
  return (
    [field.help, unit, kept].filter(each => each !== undefined).join(' ') ||
    undefined
  );
}

/** A field with what is wrong in it below. */
export function FieldFrame(props: {
  problem: string | undefined;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={props.wide ? styles.wide : undefined}>
      {props.children}
      {props.problem && (
        <p className={styles.problem} role="alert">
          {props.problem}
        </p>
      )}
    </div>
  );
}
