import {
  fieldProblems,
  platformIdPattern,
  type PlatformAddition,
  type PlatformEdit,
  type PlatformEntry,
  type PlatformField,
  type PlatformForm,
  type PlatformValues,
} from '@flyloft/plugin-inventory-common';

/** What stands in the fields: texts as they are typed. */
export interface PlatformDraft {
  id: string;
  type: string;
  title: string;
  intervalMinutes: string;
  timeoutMinutes: string;
  fields: Record<string, string | boolean>;
  secrets: Record<string, string>;
}

/** What a new platform starts with. */
export const emptyDraft = (type: string): PlatformDraft => ({
  id: '',
  type,
  title: '',
  intervalMinutes: '',
  timeoutMinutes: '15',
  fields: {},
  secrets: {},
});

/** A saved platform as the fields show it; its secrets are not there to show. */
export function draftOf(entry: PlatformEntry): PlatformDraft {
  return {
    id: entry.id,
    type: entry.type,
    title: entry.title,
    intervalMinutes: `${entry.intervalMinutes ?? ''}`,
    timeoutMinutes: `${entry.timeoutMinutes}`,
    fields: Object.fromEntries(
      Object.entries(entry.values).map(([name, value]) => [
        name,
        shownValue(value),
      ]),
    ),
    secrets: {},
  };
}

const shownValue = (value: PlatformValues[string]) => {
  if (typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.join('\n') : `${value}`;
};

/** The values that the texts stand for. */
export function valuesOf(
  draft: Pick<PlatformDraft, 'fields'>,
  form: PlatformForm,
): PlatformValues {
  const values: PlatformValues = {};
  for (const field of form.fields) {
    const text = draft.fields[field.name];
    if (text === undefined || text === '' || field.kind === 'secret') continue;
    values[field.name] = valueOf(field, text);
  }
  return values;
}

function valueOf(
  field: PlatformField,
  text: string | boolean,
): PlatformValues[string] {
  if (typeof text === 'boolean') return text;
  switch (field.kind) {
    case 'lines':
    case 'urls':
    case 'fingerprints':
      return text
        .split(field.kind === 'lines' ? '\n' : /[\s,]+/)
        .map(line => line.trim())
        .filter(line => line !== '');
    case 'number':
    case 'seconds':
      // What is no number is told as such by the field's own check.
      return Number.isNaN(Number(text)) ? text : Number(text);
    default:
      return field.kind === 'multiline' ? text : text.trim();
  }
}

/** What is wrong in the draft, by field; `''` keys never occur. */
export function draftProblems(
  draft: PlatformDraft,
  form: PlatformForm,
  options: { isNew: boolean; secretsSet: readonly string[] },
): Record<string, string> {
  const problems: Record<string, string> = {};
  if (options.isNew && !platformIdPattern.test(draft.id)) {
    problems.id =
      "Id: small letters, digits and dashes, such as pve-west, and not 'new'";
  }
  if (draft.title.trim() === '') problems.title = 'Title: fill it in';
  if (draft.intervalMinutes !== '' && !isMinutes(draft.intervalMinutes)) {
    problems.intervalMinutes = 'Sync every: whole minutes from 1 to 1440';
  }
  if (!isMinutes(draft.timeoutMinutes)) {
    problems.timeoutMinutes = 'Give up after: whole minutes from 1 to 1440';
  }
  const given = Object.keys(draft.secrets).filter(
    field => draft.secrets[field] !== '',
  );
  return {
    ...problems,
    ...fieldProblems(
      form,
      valuesOf(draft, form),
      new Set([...given, ...options.secretsSet]),
    ),
  };
}

function isMinutes(text: string): boolean {
  const minutes = Number(text);
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440;
}

/** What is sent to save a draft. */
export function editOf(draft: PlatformDraft, form: PlatformForm): PlatformEdit {
  return {
    title: draft.title.trim(),
    intervalMinutes:
      draft.intervalMinutes === '' ? null : Number(draft.intervalMinutes),
    timeoutMinutes: Number(draft.timeoutMinutes),
    values: valuesOf(draft, form),
    secrets: draft.secrets,
  };
}

/** What is sent to add it. */
export function additionOf(
  draft: PlatformDraft,
  form: PlatformForm,
): PlatformAddition {
  const { id, type } = draft;
  return { ...editOf(draft, form), id, type, enabled: true };
}

/** The draft with a fingerprint pinned, in place of others when it changed. */
export function withPin(
  draft: PlatformDraft,
  form: PlatformForm,
  fingerprint: string,
  replaced: readonly string[],
): PlatformDraft {
  const field = form.fields.find(each => each.kind === 'fingerprints');
  if (!field) return draft;
  const before = `${draft.fields[field.name] ?? ''}`
    .split(/[\s,]+/)
    .filter(line => line !== '' && line !== fingerprint);
  const kept = before.filter(line => !replaced.includes(line));
  return {
    ...draft,
    fields: {
      ...draft.fields,
      [field.name]: [...kept, fingerprint].join('\n'),
    },
  };
}
