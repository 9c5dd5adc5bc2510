import {
  clearingWord,
  customFactName,
  guestOverridePermission,
  manualLimits,
  manualPatchSchema,
  tagSchema,
  type CustomField,
  type CustomValue,
} from '@flyloft/plugin-inventory-common';
import { appliesTo, checkCustomValues } from '../customFields/customValues';
import type { ImportRow } from './readImport';

/** What there is of a guest, as an import needs it. */
export interface ImportedGuest {
  id: string;
  name: string;
  platformId: string;
  externalId: string;
  type: string;
  deleted: boolean;
  /** Whether the caller may annotate it. */
  annotated: boolean;
  technicalOwner: string | null;
  businessOwner: string | null;
  project: string | null;
  stage: string | null;
  notes: string | null;
  /** All that are shown, observed and manual. */
  tags: string[];
  observedTags: string[];
  manualTags: string[];
  customFields: Record<string, CustomValue>;
}

/** Who is meant by a cell: a reference, or why nobody is. */
export type OwnerWord = { ref: string } | { fault: string };

/** What rows are planned with. */
export interface PlanKnowledge {
  fields: readonly CustomField[];
  owners: ReadonlyMap<string, OwnerWord>;
  /** References as exports name them: an external person by name. */
  labels: ReadonlyMap<string, string>;
  overrides: boolean;
}

/** Values by column of `guests`, custom fields as `custom.<key>`. */
export type ColumnValues = Record<string, CustomValue | string[] | null>;

/** What a row does: nothing where both are empty. */
export interface RowPlan {
  before: ColumnValues;
  after: ColumnValues;
  errors: string[];
}

const mostCustomCharacters = 2000;

/** Why a cell can't be taken. */
class CellFault extends Error {}

type Value = ColumnValues[string];

interface Cell {
  /** As an export would write what there is. */
  exported: string;
  before: Value;
  column: string;
  /** Of the cell's text; called where it differs. */
  read: (text: string) => Value;
  /** It takes more than the right to annotate. */
  beyond?: boolean;
}

/** What a row would do to its guest. A cell as an export writes it changes nothing. */
export function planRow(
  row: ImportRow,
  guest: ImportedGuest,
  known: PlanKnowledge,
): RowPlan {
  const plan: RowPlan = { before: {}, after: {}, errors: [] };
  for (const [name, text] of row.cells) {
    if (text.trim() === '') continue;
    const cell = cellOf(name, plan, guest, known);
    if (!cell || sameText(text, cell.exported)) continue;
    try {
      planCell(cell, text, plan, known);
    } catch (error) {
      plan.errors.push(`${name}: ${faultOf(error)}`);
    }
  }
  dropUnchanged(plan);
  if (Object.keys(plan.after).length > 0 && !guest.annotated) {
    plan.errors.push('You may not edit this guest');
  }
  return plan;
}

function planCell(
  cell: Cell,
  text: string,
  plan: RowPlan,
  { overrides }: PlanKnowledge,
): void {
  const { column, before } = cell;
  const after = cell.read(text.trim() === clearingWord ? '' : text);
  const planned = plan.after[column];
  if (same(after, planned === undefined ? before : planned)) return;
  if (cell.beyond && !overrides) {
    throw new CellFault(
      `you may not edit it (permission ${guestOverridePermission.name})`,
    );
  }
  plan.before[column] = before;
  plan.after[column] = after;
}

// What one column adds and the other takes away is as it was.
function dropUnchanged({ before, after }: RowPlan): void {
  for (const column of Object.keys(after)) {
    if (!same(after[column]!, before[column]!)) continue;
    delete after[column];
    delete before[column];
  }
}

function cellOf(
  name: string,
  plan: RowPlan,
  guest: ImportedGuest,
  known: PlanKnowledge,
): Cell | null {
  switch (name) {
    case 'technicalOwner':
      return ownerCell('technical_owner', guest.technicalOwner, known);
    case 'businessOwner':
      return ownerCell('business_owner', guest.businessOwner, known);
    case 'project':
    case 'stage':
    case 'notes':
      return plainCell(name, guest[name]);
    case 'tags':
    case 'tags+':
    case 'tags-':
      return tagCell(name, guest, plan);
    default:
      return customCell(name, guest, known.fields);
  }
}

function ownerCell(
  column: string,
  before: string | null,
  { owners, labels }: PlanKnowledge,
): Cell {
  return {
    column,
    before,
    exported: before === null ? '' : (labels.get(before) ?? before),
    beyond: true,
    read: text => {
      if (text === '') return null;
      const word = owners.get(text.trim());
      if (word && 'ref' in word) return word.ref;
      throw new CellFault(word?.fault ?? noOwner(text));
    },
  };
}

/** Says that nobody is meant, and how an owner is written. */
export const noOwner = (text: string) =>
  `there is no '${text.trim()}'; name a user or group of the catalog (group:default/team-web), or an external person by e-mail address or name`;

function plainCell(
  field: 'project' | 'stage' | 'notes',
  before: string | null,
): Cell {
  return {
    column: field,
    before,
    exported: before ?? '',
    beyond: field !== 'notes',
    read: text => {
      if (text === '') return null;
      const wanted = field === 'notes' ? text : text.trim();
      const parsed = manualPatchSchema.shape[field].safeParse(wanted);
      if (!parsed.success) {
        throw new CellFault(parsed.error.issues[0]!.message);
      }
      return parsed.data ?? null;
    },
  };
}

function tagCell(
  name: 'tags' | 'tags+' | 'tags-',
  guest: ImportedGuest,
  plan: RowPlan,
): Cell {
  const planned = plan.after.manual_tags;
  const now = Array.isArray(planned) ? planned : guest.manualTags;
  const read = {
    // A tag of the platform stays the platform's, unless people gave it too.
    tags: (wanted: string[]) =>
      wanted.filter(
        tag =>
          !guest.observedTags.includes(tag) || guest.manualTags.includes(tag),
      ),
    'tags+': (wanted: string[]) => [...now, ...wanted],
    'tags-': (wanted: string[]) => now.filter(tag => !wanted.includes(tag)),
  }[name];
  return {
    column: 'manual_tags',
    before: guest.manualTags,
    exported: name === 'tags' ? guest.tags.join('; ') : '',
    read: text => {
      if (text === '' && name !== 'tags') {
        throw new CellFault('name the tags, with a semicolon between them');
      }
      const after = sorted(read(tagsIn(text, guest)));
      if (after.length > manualLimits.tags) {
        throw new CellFault(
          `a guest takes at most ${manualLimits.tags} tags of people`,
        );
      }
      return after;
    },
  };
}

function tagsIn(text: string, { tags }: ImportedGuest): string[] {
  return partsOf(text, tags).map(part => {
    if (tags.includes(part)) return part;
    const parsed = tagSchema.safeParse(part);
    if (parsed.success) return parsed.data;
    throw new CellFault(
      `'${part}' ${parsed.error.issues[0]!.message}; tags stand with a semicolon between them`,
    );
  });
}

// A platform's tag may hold a semicolon: it is taken whole where it stands.
function partsOf(text: string, known: readonly string[]): string[] {
  const whole = known.filter(tag => tag.includes(';'));
  const parts: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const part = wholeTagIn(rest, whole) ?? rest.split(';', 1)[0]!;
    parts.push(part.trim());
    rest = rest.slice(part.length).trim().replace(/^;\s*/, '');
  }
  return parts.filter(part => part !== '');
}

const wholeTagIn = (text: string, tags: readonly string[]) =>
  tags.find(
    tag => text.startsWith(tag) && /^\s*(;|$)/.test(text.slice(tag.length)),
  );

const sorted = (tags: string[]) => [...new Set(tags)].sort();

function customCell(
  name: string,
  guest: ImportedGuest,
  fields: readonly CustomField[],
): Cell | null {
  const field = fields.find(one => customFactName(one.key) === name);
  if (!field) return null;
  const before = guest.customFields[field.key] ?? null;
  return {
    column: name,
    before,
    exported: before === null ? '' : String(before),
    read: text => {
      if (!appliesTo(field, guest)) {
        throw new CellFault(`'${field.label}' is not for this guest`);
      }
      const after = text === '' ? null : valueIn(text, field);
      if (String(after ?? '').length > mostCustomCharacters) {
        throw new CellFault(`holds at most ${mostCustomCharacters} characters`);
      }
      checkCustomValues({ [field.key]: after }, fields);
      return after;
    },
  };
}

// What is none is passed on as text, and refused with what would be right.
function valueIn(text: string, { type }: CustomField): CustomValue {
  const word = text.trim();
  if (type === 'number') {
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word)
      ? Number(word)
      : text;
  }
  if (type === 'boolean') {
    return { true: true, false: false }[word.toLowerCase()] ?? text;
  }
  return type === 'text' ? text : word;
}

function faultOf(error: unknown): string {
  if (error instanceof CellFault) return error.message;
  if (!(error instanceof Error) || error.name !== 'InputError') throw error;
  return error.message.replace(/^customFields\.\w+: /, '');
}

const lines = (text: string) => text.replaceAll('\r\n', '\n');
const sameText = (left: string, right: string) =>
  right !== '' && lines(left) === lines(right);
const comparable = (value: Value) =>
  JSON.stringify(Array.isArray(value) ? sorted(value) : value);
const same = (left: Value, right: Value) =>
  comparable(left) === comparable(right);
