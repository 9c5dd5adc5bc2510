/** What a fact holds, which decides how it is filtered, sorted and shown. */
export type FactKind =
  | 'text'
  | 'choice'
  | 'number'
  | 'bytes'
  | 'boolean'
  | 'time'
  | 'list'
  | 'address'
  | 'mac'
  | 'uuid'
  | 'reference';

/** One column a list can filter and, unless said otherwise, sort by. */
export interface Fact {
  label: string;
  kind: FactKind;
  /** Lists of values have no order, so they do not sort. */
  sortable: boolean;
  /** The only values a `choice` takes, in the order to offer them. */
  choices?: readonly string[];
}

/** The facts of one noun by name; the name is also the JSON property. */
export type FactTable = Readonly<Record<string, Fact>>;

/**
 * Operators by kind: `in` takes a comma-separated list, `within` a prefix,
 * `last` and `not-last` a span such as `7d`. What never was, was not in the last
 * days either: `not-last` finds it, too.
 */
export const operatorsByKind = {
  text: ['eq', 'in', 'contains', 'empty', 'present'],
  choice: ['eq', 'in', 'not', 'empty', 'present'],
  number: ['eq', 'gte', 'lte', 'empty', 'present'],
  bytes: ['eq', 'gte', 'lte', 'empty', 'present'],
  boolean: ['eq'],
  time: ['gte', 'lte', 'last', 'not-last', 'empty', 'present'],
  list: ['eq', 'in', 'empty', 'present'],
  address: ['eq', 'within', 'empty', 'present'],
  mac: ['eq', 'empty', 'present'],
  uuid: ['eq', 'empty', 'present'],
  reference: ['eq', 'in', 'empty', 'present'],
} as const satisfies Record<FactKind, readonly string[]>;

/** Any operator of any kind. */
export type Operator = (typeof operatorsByKind)[FactKind][number];
