import {
  parseSpan,
  type Fact,
  type FactKind,
  type Filter,
} from '@flyloft/kit-common';
import { bytesPer, unitFor, type ByteUnit } from '../figures/formatBytes';

/** What a person fills in to narrow one fact; the editor of its kind edits it. */
export type Draft =
  | { form: 'choose'; chosen: string[]; none: boolean }
  | {
      form: 'text';
      mode: 'contains' | 'eq' | 'empty' | 'present';
      text: string;
    }
  | { form: 'range'; from: string; to: string; presence: Presence }
  | {
      form: 'bytes';
      from: string;
      to: string;
      unit: ByteUnit;
      presence: Presence;
    }
  | {
      form: 'time';
      from: string;
      to: string;
      /** Counted back from now, such as `7d`; instead of from and to. */
      span: string;
      /** Whether it was in that span, or was not. */
      within: boolean;
      presence: Presence;
    }
  | { form: 'boolean'; value: 'true' | 'false' | '' }
  | { form: 'exact'; text: string; presence: Presence };

/** Whether the fact must be known, must be unknown, or it does not matter. */
export type Presence = 'either' | 'empty' | 'present';

/** The form in which each kind of fact is filtered. */
export const formByKind = {
  text: 'text',
  choice: 'choose',
  reference: 'choose',
  list: 'choose',
  number: 'range',
  bytes: 'bytes',
  time: 'time',
  boolean: 'boolean',
  address: 'exact',
  mac: 'exact',
  uuid: 'exact',
} as const satisfies Record<FactKind, Draft['form']>;

/** Reads the conditions on a fact into what its editor shows. */
export function draftOf(filters: Filter[], fact: Fact): Draft {
  // The first of these operators that is there.
  const valueOf = (...operators: Array<Filter['operator']>) =>
    operators.flatMap(operator => valuesOf(filters, operator))[0] ?? '';
  const has = (operator: Filter['operator']) =>
    filters.some(filter => filter.operator === operator);
  const exact = valueOf('eq');
  const presence = presenceOf(has('empty'), has('present'));
  const range = {
    from: valueOf('eq', 'gte'),
    to: valueOf('eq', 'lte'),
    presence,
  };

  const form = formByKind[fact.kind];
  switch (form) {
    case 'choose':
      return { form, chosen: chosenOf(filters), none: has('empty') };
    case 'text':
      return { form, ...textDraft(filters) };
    case 'boolean':
      return {
        form,
        value: exact === 'true' || exact === 'false' ? exact : '',
      };
    case 'exact':
      return { form, text: valueOf('eq', 'within'), presence };
    case 'bytes':
      return { form, ...inUnit(range) };
    case 'time':
      return {
        form,
        ...range,
        span: valueOf('last', 'not-last'),
        within: !has('not-last'),
      };
    default:
      return { form, ...range };
  }
}

function valuesOf(filters: Filter[], operator: Filter['operator']): string[] {
  return filters.find(filter => filter.operator === operator)?.values ?? [];
}

function presenceOf(empty: boolean, present: boolean): Presence {
  if (empty) return 'empty';
  return present ? 'present' : 'either';
}

function chosenOf(filters: Filter[]): string[] {
  return filters
    .filter(filter => filter.operator === 'eq' || filter.operator === 'in')
    .flatMap(filter => filter.values);
}

function textDraft(filters: Filter[]) {
  const filter = filters[0];
  const text = filter?.values.join(', ') ?? '';
  switch (filter?.operator) {
    case 'empty':
    case 'present':
      return { mode: filter.operator, text: '' } as const;
    case 'eq':
    case 'in':
      return { mode: 'eq', text } as const;
    default:
      return { mode: 'contains', text } as const;
  }
}

function inUnit(range: { from: string; to: string; presence: Presence }) {
  const smallest = [range.from, range.to]
    .filter(value => value !== '')
    .map(Number)
    .sort((a, b) => a - b)[0];
  const unit = smallest === undefined ? 'GiB' : unitFor(smallest);
  const convert = (value: string) =>
    value === '' ? '' : `${Number(value) / bytesPer(unit)}`;
  return { ...range, from: convert(range.from), to: convert(range.to), unit };
}

/** Turns what was filled in into conditions; nothing filled in means none. */
export function filtersOf(name: string, draft: Draft): Filter[] {
  switch (draft.form) {
    case 'choose':
      return chooseFilters(name, draft);
    case 'text':
      return textFilters(name, draft);
    case 'boolean':
      return draft.value === '' ? [] : [condition(name, 'eq', draft.value)];
    case 'exact':
      return exactFilters(name, draft);
    case 'bytes':
      return rangeFilters(name, {
        ...draft,
        from: toBytes(draft.from, draft.unit),
        to: toBytes(draft.to, draft.unit),
      });
    case 'time':
      return draft.presence === 'either' && draft.span !== ''
        ? [condition(name, draft.within ? 'last' : 'not-last', draft.span)]
        : rangeFilters(name, draft);
    default:
      return rangeFilters(name, draft);
  }
}

function condition(
  fact: string,
  operator: Filter['operator'],
  ...values: string[]
): Filter {
  return { fact, operator, values };
}

function chooseFilters(
  name: string,
  draft: { chosen: string[]; none: boolean },
) {
  // "None" and values can't both hold in one conjunction: none wins, as the
  // editor lets only one of them be chosen.
  if (draft.none) return [condition(name, 'empty')];
  if (draft.chosen.length === 0) return [];
  return [
    condition(name, draft.chosen.length === 1 ? 'eq' : 'in', ...draft.chosen),
  ];
}

function textFilters(
  name: string,
  draft: { mode: 'contains' | 'eq' | 'empty' | 'present'; text: string },
): Filter[] {
  if (draft.mode === 'empty' || draft.mode === 'present') {
    return [condition(name, draft.mode)];
  }
  const text = draft.text.trim();
  if (text === '') return [];
  if (draft.mode === 'contains') return [condition(name, 'contains', text)];
  const parts = text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
  return parts.length > 1
    ? [condition(name, 'in', ...parts)]
    : [condition(name, 'eq', text)];
}

function exactFilters(
  name: string,
  draft: { text: string; presence: Presence },
): Filter[] {
  if (draft.presence !== 'either') return [condition(name, draft.presence)];
  const text = draft.text.trim();
  if (text === '') return [];
  return [condition(name, text.includes('/') ? 'within' : 'eq', text)];
}

function rangeFilters(
  name: string,
  draft: { form: Draft['form']; from: string; to: string; presence: Presence },
): Filter[] {
  if (draft.presence !== 'either') return [condition(name, draft.presence)];
  const { from, to } = draft;
  if (from !== '' && from === to && draft.form !== 'time') {
    return [condition(name, 'eq', from)];
  }
  return [
    ...(from === '' ? [] : [condition(name, 'gte', from)]),
    ...(to === '' ? [] : [condition(name, 'lte', to)]),
  ];
}

function toBytes(text: string, unit: ByteUnit): string {
  return text === '' ? '' : `${Math.round(Number(text) * bytesPer(unit))}`;
}

/** Says what is wrong with what was filled in, or nothing. */
export function draftProblem(draft: Draft, fact: Fact): string | undefined {
  switch (draft.form) {
    case 'range':
    case 'bytes':
      return [draft.from, draft.to].some(text => !isFigure(text))
        ? 'Only figures, such as 8 or 1.5'
        : undefined;
    case 'time':
      return draft.span === '' || parseSpan(draft.span)
        ? undefined
        : 'A number with m, h, d or w, such as 7d';
    case 'exact':
      return draft.presence === 'either'
        ? exactProblem(draft.text.trim(), fact)
        : undefined;
    default:
      return undefined;
  }
}

function isFigure(text: string): boolean {
  return text === '' || /^\d{1,15}(\.\d{1,6})?$/.test(text);
}

const exactForms: Partial<
  Record<FactKind, [pattern: RegExp, example: string]>
> = {
  // Coarse on purpose: the server decides; this only catches a slip at once.
  address: [
    /^[0-9a-f:.]+(\/\d{1,3})?$/i,
    'an address or a prefix, such as 10.2.0.17 or 10.2.0.0/24',
  ],
  mac: [
    /^([0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$/i,
    'a MAC such as BC:24:11:00:00:01',
  ],
  uuid: [
    /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i,
    'a UUID with 32 hexadecimal digits',
  ],
};

function exactProblem(text: string, fact: Fact): string | undefined {
  const form = exactForms[fact.kind];
  return text === '' || !form || form[0].test(text)
    ? undefined
    : `Expected ${form[1]}`;
}
