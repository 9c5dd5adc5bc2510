import { isIP } from 'node:net';
import { InputError } from '@backstage/errors';
import {
  parseSpan,
  spanSeconds,
  type Fact,
  type FactKind,
  type Filter,
} from '@flyloft/kit-common';
import type { Column } from './columns';
import { anyOf, raw, sql, type Sql } from './sql';

/**
 * Writes a filter as SQL, with its values checked for the fact's kind.
 *
 * @throws InputError saying what a value should look like.
 */
export function conditionOf(filter: Filter, fact: Fact, column: Column): Sql {
  if (filter.operator === 'empty') return emptiness(fact, column);
  if (filter.operator === 'present') {
    return sql`not (${emptiness(fact, column)})`;
  }
  for (const value of filter.values) check(filter, fact, value);
  if (column.condition) {
    const any = anyOf(filter.values.map(column.condition));
    return filter.operator === 'not' ? sql`not (${any})` : any;
  }
  return byKind[fact.kind](filter, column);
}

function emptiness(fact: Fact, column: Column): Sql {
  const value = raw(column.value);
  if (fact.kind === 'list' || column.array) {
    return sql`cardinality(${value}) = 0`;
  }
  return fact.kind === 'text'
    ? sql`coalesce(${value}, '') = ''`
    : sql`${value} is null`;
}

const byKind: Record<FactKind, (filter: Filter, column: Column) => Sql> = {
  text: textCondition,
  choice: choiceCondition,
  reference: referenceCondition,
  number: comparison('double precision'),
  bytes: comparison('bigint'),
  time: timeCondition,
  boolean: comparison('boolean'),
  uuid: comparison('uuid'),
  list: listCondition,
  address: addressCondition,
  mac: macCondition,
};

function textCondition(filter: Filter, column: Column): Sql {
  const value = raw(column.value);
  if (filter.operator === 'contains') {
    return sql`${value} ilike ${containing(filter.values[0]!)}`;
  }
  return sql`lower(${value}) = any(${lower(filter.values)}::text[])`;
}

/** A pattern for `ilike` that finds the text anywhere, taken literally. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function choiceCondition(filter: Filter, column: Column): Sql {
  const value = raw(column.value);
  return filter.operator === 'not'
    ? sql`${value} is distinct from ${filter.values[0]!}`
    : sql`${value} = any(${filter.values}::text[])`;
}

function referenceCondition(filter: Filter, column: Column): Sql {
  const byName = sql`${raw(column.value)} = any(${filter.values}::text[])`;
  const ids = filter.values.filter(value => uuidPattern.test(value));
  if (!column.id || ids.length === 0) return byName;
  return sql`${raw(column.id)} = any(${ids}::uuid[]) or ${byName}`;
}

function comparison(type: string) {
  const signs: Record<string, string> = { eq: '=', gte: '>=', lte: '<=' };
  return (filter: Filter, column: Column): Sql =>
    sql`${raw(column.value)} ${raw(signs[filter.operator] ?? '=')} ${filter.values[0]!}::${raw(type)}`;
}

function timeCondition(filter: Filter, column: Column): Sql {
  const { operator, values } = filter;
  if (operator !== 'last' && operator !== 'not-last') {
    return comparison('timestamptz')(filter, column);
  }
  const value = raw(column.value);
  // The database's clock: pages of one list ask at different moments anyway.
  const begin = sql`now() - make_interval(secs => ${spanSeconds(parseSpan(values[0]!)!)})`;
  return operator === 'last'
    ? sql`${value} >= ${begin}`
    : sql`${value} is null or ${value} < ${begin}`;
}

function listCondition(filter: Filter, column: Column): Sql {
  return filter.operator === 'in'
    ? sql`${raw(column.value)} && ${filter.values}::text[]`
    : sql`${raw(column.value)} @> ${filter.values}::text[]`;
}

function addressCondition(filter: Filter, column: Column): Sql {
  const value = filter.values[0]!;
  if (filter.operator === 'within') {
    if (column.within) return column.within(value);
    return column.array
      ? sql`exists (select from unnest(${raw(column.value)}) as part where part <<= ${value}::inet)`
      : sql`${raw(column.value)} <<= ${value}::inet`;
  }
  return column.array
    ? sql`${raw(column.value)} @> array[${value}::inet]`
    : sql`${raw(column.value)} = ${value}::inet`;
}

function macCondition(filter: Filter, column: Column): Sql {
  const value = filter.values[0]!;
  return column.array
    ? sql`${raw(column.value)} @> array[${value}::macaddr]`
    : sql`${raw(column.value)} = ${value}::macaddr`;
}

const lower = (values: string[]) => values.map(value => value.toLowerCase());

export const uuidPattern =
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const macPattern = /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i;
const timePattern =
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/;

const shapes: Partial<
  Record<FactKind, { fits(value: string): boolean; like: string }>
> = {
  number: {
    fits: value => /^-?\d{1,15}(\.\d{1,6})?$/.test(value),
    like: 'a number, for example 4',
  },
  bytes: {
    fits: value => /^\d{1,18}$/.test(value),
    like: 'a whole number of bytes, for example 8589934592',
  },
  boolean: {
    fits: value => value === 'true' || value === 'false',
    like: 'true or false',
  },
  time: {
    fits: value => timePattern.test(value) && !Number.isNaN(Date.parse(value)),
    like: 'a time, for example 2026-01-31T08:00:00Z',
  },
  uuid: {
    fits: value => uuidPattern.test(value),
    like: 'a UUID, for example 4d3c2b1a-0f9e-4d8c-b7a6-958473625140',
  },
  mac: {
    fits: value => macPattern.test(value),
    like: 'a MAC address, for example bc:24:11:00:0a:01',
  },
};

function check(filter: Filter, fact: Fact, value: string): void {
  if (value.includes('\0')) {
    throw new InputError(`Filter '${filter.fact}' holds a NUL character`);
  }
  if (fact.kind === 'address') {
    checkAddress(filter, value);
    return;
  }
  if (filter.operator === 'last' || filter.operator === 'not-last') {
    if (parseSpan(value)) return;
    throw new InputError(
      `Filter '${filter.fact}': '${value}' is not a span of time, for example 7d, 12h or 4w`,
    );
  }
  const shape = shapes[fact.kind];
  if (shape && !shape.fits(value)) {
    throw new InputError(
      `Filter '${filter.fact}': '${value}' is not ${shape.like}`,
    );
  }
}

function checkAddress(filter: Filter, value: string): void {
  const [address = '', length, ...rest] = value.split('/');
  const family = isIP(address);
  const widest = family === 6 ? 128 : 32;
  const fits =
    family !== 0 &&
    !address.includes('%') &&
    rest.length === 0 &&
    (length === undefined ||
      (filter.operator === 'within' &&
        /^\d{1,3}$/.test(length) &&
        Number(length) <= widest));
  if (!fits) {
    throw new InputError(
      `Filter '${filter.fact}': '${value}' is not ${
        filter.operator === 'within'
          ? 'a prefix, for example 10.2.0.0/24'
          : 'an address, for example 10.2.0.17'
      }`,
    );
  }
}

/** Addresses within any of some ranges, for what is typed in part. */
export function inRanges(
  value: string,
  ranges: Array<{ from: string; to: string }>,
): Sql {
  return anyOf(
    ranges.map(
      range =>
        sql`${raw(value)} between ${range.from}::inet and ${range.to}::inet`,
    ),
  );
}
