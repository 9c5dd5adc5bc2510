import {
  parseSpan,
  spanWords,
  type Fact,
  type Filter,
  type Operator,
} from '@flyloft/kit-common';
import { formatBytes } from '../figures/formatBytes';
import { shortTime } from '../time/timeWords';

const verbs: Record<Operator, string> = {
  eq: '',
  in: '',
  not: 'not',
  contains: 'contains',
  within: 'in',
  gte: '≥',
  lte: '≤',
  last: 'in the last',
  'not-last': 'not in the last',
  empty: 'none',
  present: 'any',
};

const timeVerbs: Partial<Record<Operator, string>> = {
  gte: 'since',
  lte: 'until',
};

/** Says the conditions on one fact: `running, stopped`, `≥ 8 GiB`, `in 10.2.0.0/24`. */
export function filterWords(
  filters: Filter[],
  fact: Fact,
  /** Names of values that are ids, as far as they are known. */
  labels: ReadonlyMap<string, string> = new Map(),
): string {
  return filters.map(filter => oneFilter(filter, fact, labels)).join(', ');
}

function oneFilter(
  filter: Filter,
  fact: Fact,
  labels: ReadonlyMap<string, string>,
): string {
  const verb =
    (fact.kind === 'time' ? timeVerbs[filter.operator] : undefined) ??
    verbs[filter.operator];
  const values = filter.values
    .map(value => labels.get(value) ?? valueWords(value, fact))
    .join(', ');
  return [verb, values].filter(part => part !== '').join(' ');
}

/** Says one value the way its kind is read. */
export function valueWords(value: string, fact: Fact): string {
  switch (fact.kind) {
    case 'bytes':
      return Number.isFinite(Number(value))
        ? formatBytes(Number(value))
        : value;
    case 'boolean':
      return value === 'true' ? 'yes' : 'no';
    case 'time': {
      const span = parseSpan(value);
      if (span) return spanWords(span);
      const moment = new Date(value);
      return Number.isNaN(moment.getTime()) ? value : shortTime(moment);
    }
    case 'choice':
      return value.replaceAll('-', ' ');
    default:
      return value;
  }
}
