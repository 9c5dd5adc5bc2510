import { InputError } from '@backstage/errors';
import { operatorsByKind, type FactTable, type Operator } from './facts';

/** One condition on one fact: `memoryBytes:gte:8589934592` in a URL. */
export interface Filter {
  fact: string;
  operator: Operator;
  /** Absent for `empty` and `present`; several for `in`. */
  values: string[];
}

/** An order of a list; `-name` in a URL is descending. */
export interface Sort {
  fact: string;
  descending: boolean;
}

/**
 * Reads one `filter=` parameter against the facts of a list.
 *
 * @throws InputError naming the facts or operators that would be right.
 */
export function parseFilter(text: string, facts: FactTable): Filter {
  const [name = '', operator = '', ...rest] = text.split(':');
  const fact = facts[name];
  if (!Object.hasOwn(facts, name) || !fact) {
    throw new InputError(
      `Unknown fact '${name}' in filter '${text}'; known are ${Object.keys(facts).join(', ')}`,
    );
  }
  const operators: readonly string[] = operatorsByKind[fact.kind];
  if (!operators.includes(operator)) {
    throw new InputError(
      `Filter '${text}': '${name}' takes ${operators.join(', ')}, for example ${name}:${operators[0]}:value`,
    );
  }
  const value = rest.join(':');
  const bare = operator === 'empty' || operator === 'present';
  if (bare ? value !== '' : value === '') {
    throw new InputError(
      `Filter '${text}': '${operator}' ${bare ? 'takes no value' : 'needs a value'}`,
    );
  }
  return {
    fact: name,
    operator: operator as Operator,
    values: valuesOf(value, operator),
  };
}

function valuesOf(value: string, operator: string): string[] {
  if (value === '') return [];
  if (operator !== 'in') return [value];
  return value
    .split(',')
    .filter(part => part !== '')
    .map(decodeComma);
}

// A comma inside one value of an `in` list travels as `\2c`.
const decodeComma = (part: string) => part.replaceAll('\\2c', ',');
const encodeComma = (part: string) => part.replaceAll(',', '\\2c');

/** Writes a filter the way `parseFilter` reads it. */
export function formatFilter(filter: Filter): string {
  const values =
    filter.operator === 'in'
      ? filter.values.map(encodeComma).join(',')
      : filter.values.join('');
  return values === ''
    ? `${filter.fact}:${filter.operator}`
    : `${filter.fact}:${filter.operator}:${values}`;
}

/**
 * Reads a `sort=` parameter: a fact's name, with `-` before it to descend.
 *
 * @throws InputError naming the facts that sort.
 */
export function parseSort(text: string, facts: FactTable): Sort {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  if (!Object.hasOwn(facts, name) || !facts[name]?.sortable) {
    const sortable = Object.keys(facts).filter(key => facts[key]?.sortable);
    throw new InputError(
      `Can't sort by '${name}'; sorting works by ${sortable.join(', ')}`,
    );
  }
  return { fact: name, descending };
}

/** Writes a sort the way `parseSort` reads it. */
export function formatSort(sort: Sort): string {
  return `${sort.descending ? '-' : ''}${sort.fact}`;
}
