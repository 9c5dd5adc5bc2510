import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Checkbox,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Select,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import {
  customFieldTypes,
  guestTypes,
  type CustomField,
  type CustomFieldType,
} from '@flyloft/plugin-inventory-common';
import { explainProblem, Notice } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import styles from '../manual/manual.module.css';

const everyType = 'all';

/** Defines a field, or changes what can be changed of one. */
export function CustomFieldDialog(props: {
  /** Absent: a new one. */
  field: CustomField | undefined;
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const { field, onClose } = props;
  const inventory = useApi(inventoryApiRef);
  const [draft, setDraft] = useState(() => draftOf(field));
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });

  const save = async () => {
    setPending(true);
    setError(undefined);
    try {
      const changeable = changeableOf(draft, field);
      if (field) await inventory.updateCustomField(field.key, changeable);
      else {
        await inventory.createCustomField({
          ...changeable,
          key: draft.key.trim(),
          type: draft.type,
        });
      }
      await props.onSaved();
      onClose();
    } catch (caught) {
      setError(caught);
      setPending(false);
    }
  };
  return (
    <Dialog
      width={520}
      isOpen
      onOpenChange={open => {
        if (!open) onClose();
      }}
    >
      <DialogHeader>
        {field ? `Field '${field.label}'` : 'New field'}
      </DialogHeader>
      <DialogBody>
        <div className={styles.form}>
          <TextField
            label="Name"
            value={draft.label}
            onChange={label =>
              change({
                label,
                // Follows the name until somebody writes one.
                ...(!draft.keyWritten && !field ? { key: keyOf(label) } : {}),
              })
            }
            isRequired
          />
          <TextField
            label="Key"
            description="How filters and files call it. It stays as it is."
            value={draft.key}
            isDisabled={field !== undefined}
            onChange={key => change({ key, keyWritten: true })}
            isRequired
          />
          <Select
            label="Holds"
            isDisabled={field !== undefined}
            options={customFieldTypes.map(value => ({ value, label: value }))}
            value={draft.type}
            onChange={key => change({ type: key as CustomFieldType })}
          />
          {draft.type === 'choice' && (
            <TextAreaField
              label="Choices, one per line"
              value={draft.choices}
              onChange={choices => change({ choices })}
            />
          )}
          <TextField
            label="What it is for"
            value={draft.description}
            onChange={description => change({ description })}
          />
          <Select
            label="For"
            options={[
              { value: everyType, label: 'every guest' },
              ...guestTypes.map(value => ({
                value,
                label: `${value.replace('-', ' ')}s`,
              })),
            ]}
            value={draft.guestType}
            onChange={key => change({ guestType: String(key) })}
          />
          <Checkbox
            isSelected={draft.required}
            onChange={required => change({ required })}
          >
            Once given, a value can be changed but not taken away
          </Checkbox>
          {error !== undefined && (
            <Notice tone="problem">{explainProblem(error).message}</Notice>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          isPending={pending}
          isDisabled={!draft.label.trim() || !draft.key.trim()}
          onPress={save}
        >
          Save
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

interface Draft {
  key: string;
  keyWritten: boolean;
  label: string;
  type: CustomFieldType;
  description: string;
  choices: string;
  required: boolean;
  guestType: string;
}

function draftOf(field: CustomField | undefined): Draft {
  return {
    key: field?.key ?? '',
    keyWritten: false,
    label: field?.label ?? '',
    type: field?.type ?? 'text',
    description: field?.description ?? '',
    choices: field?.choices.join('\n') ?? '',
    required: field?.required ?? false,
    guestType: field?.appliesTo.types[0] ?? everyType,
  };
}

function changeableOf(draft: Draft, field: CustomField | undefined) {
  const types = guestTypes.filter(type => type === draft.guestType);
  return {
    label: draft.label.trim(),
    description: draft.description.trim() || null,
    required: draft.required,
    choices:
      draft.type === 'choice'
        ? draft.choices
            .split('\n')
            .map(choice => choice.trim())
            .filter(choice => choice !== '')
        : [],
    appliesTo: { types, platformIds: field?.appliesTo.platformIds ?? [] },
  };
}

/** A key made of a name: `Cost centre` becomes `cost_centre`. */
export function keyOf(label: string): string {
  return label
    .normalize('NFD')
    .toLocaleLowerCase('en')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40);
}
