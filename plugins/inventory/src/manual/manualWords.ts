import {
  overrideLabels,
  type ManualField,
  type OverrideField,
} from '@flyloft/plugin-inventory-common';
import { explainProblem } from '@flyloft/ui-kit';
import { fieldValue } from '../changes/changeWords';

const labels: Record<ManualField, string> = {
  overrides: 'Overrides',
  technicalOwner: 'Technical owner',
  businessOwner: 'Business owner',
  notes: 'Notes',
  project: 'Project',
  stage: 'Stage',
  tags: 'Tags',
  addresses: 'Addresses',
  customFields: 'Custom fields',
};

/** What a field of an edit is called: `overrides.powerState`, `notes`. */
export function manualFieldLabel(field: string): string {
  const [head = '', key] = field.split('.');
  if (head === 'overrides' && key) {
    return overrideLabels[key as OverrideField] ?? key;
  }
  if (key) return key;
  return labels[head as ManualField] ?? head;
}

/** A value that people gave, in words; what has several parts says each. */
export function manualValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(manualValue).join(', ') || 'none';
  if (value && typeof value === 'object') {
    if ('value' in value) return manualValue(value.value);
    if ('address' in value) return String(value.address);
    if ('name' in value) return String(value.name);
  }
  return fieldValue('', value);
}

const listed: Readonly<Record<string, string>> = {
  tags: 'Tag',
  addresses: 'Address',
};

/** Why an edit was refused: of which field, as its form calls it. */
export function editProblem(error: unknown): string {
  const { message } = explainProblem(error);
  const path = /^(?:Invalid request: )?([A-Za-z]+)((?:[.[]\w+\]?)*): /.exec(
    message,
  );
  const [whole = '', head = '', rest = ''] = path ?? [];
  if (!Object.hasOwn(labels, head)) return message;
  const words = message.slice(whole.length);
  const at = /^[.[](\d+)/.exec(rest)?.[1];
  const label =
    at !== undefined && listed[head]
      ? `${listed[head]} ${Number(at) + 1}`
      : manualFieldLabel(`${head}${rest}`);
  return `${label}: ${words}`;
}

/** Why somebody may not edit a guest's part; undefined where they may. */
export function whyNot(allowed: boolean, permission: string) {
  return allowed
    ? undefined
    : `You may see this but not change it: it takes the permission ${permission} on this guest.`;
}
