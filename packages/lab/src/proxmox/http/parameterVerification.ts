import { ApiError } from './ApiError.ts';
import { formatError, isListFormat } from './formats.ts';
import type {
  ParameterSchema,
  ParameterSchemas,
  ParameterValue,
} from './parameterSchema.ts';
import { splitList } from './requestParameters.ts';
import type { RawParameters } from './route.ts';

/** A value, or what is wrong with it. */
type Verified = { value: ParameterValue } | { error: string };

const undeclared =
  'property is not defined in schema and the schema does not allow additional properties';

/**
 * Verifies parameters against a route's schemas and converts them. Every
 * wrong one is named, not just the first.
 * @throws ApiError 400
 */
export function verifyParameters(
  raw: RawParameters,
  schemas: ParameterSchemas,
): Record<string, ParameterValue | undefined> {
  const errors: Record<string, string> = {};
  const verified: Record<string, ParameterValue | undefined> = {};

  for (const [name, value] of Object.entries(raw)) {
    const schema = schemaOf(name, schemas);
    if (!schema) {
      errors[name] = undeclared;
      continue;
    }
    if (value === null || value === undefined) continue;
    const result = verify(value, schema);
    if ('error' in result) errors[name] = result.error;
    else verified[name] = result.value;
    if (schema.requires && raw[schema.requires] === undefined) {
      errors[schema.requires] =
        `missing property - '${name}' requires this property`;
    }
  }
  for (const [name, schema] of Object.entries(schemas)) {
    if (name.endsWith('[n]') || (raw[name] ?? undefined) !== undefined)
      continue;
    if (schema.default !== undefined) verified[name] = schema.default;
    else if (!schema.optional) {
      errors[name] = 'property is missing and it is not optional';
    }
  }

  if (Object.keys(errors).length > 0) throw ApiError.badParameters(errors);
  return verified;
}

/** The schema of a name; `net0` is found under `net[n]`. */
function schemaOf(
  name: string,
  schemas: ParameterSchemas,
): ParameterSchema | undefined {
  if (Object.hasOwn(schemas, name)) return schemas[name];
  const family = name.replace(/\d+$/, '[n]');
  return family !== name && Object.hasOwn(schemas, family)
    ? schemas[family]
    : undefined;
}

function verify(raw: unknown, schema: ParameterSchema): Verified {
  const value = joinLists(raw, schema);
  if (schema.type === 'array') {
    return Array.isArray(value)
      ? { value: value.map(String) }
      : { error: typeError(schema, value) };
  }
  if (typeof value === 'object' && value !== null) {
    return {
      error: `type check ('${schema.type}') failed - got ${Array.isArray(value) ? 'ARRAY' : 'HASH'}`,
    };
  }
  switch (schema.type) {
    case 'boolean':
      return verifyBoolean(value, schema);
    case 'integer':
    case 'number':
      return verifyNumber(value, schema);
    default:
      return verifyString(String(value), schema);
  }
}

/** Form encoding knows no lists: a list arrives as repeated keys or as one text. */
function joinLists(raw: unknown, schema: ParameterSchema): unknown {
  if (schema.type === 'array') {
    return typeof raw === 'string' ? splitList(raw) : raw;
  }
  return Array.isArray(raw) && isListFormat(schema.format)
    ? raw.join(',')
    : raw;
}

function verifyBoolean(value: unknown, schema: ParameterSchema): Verified {
  if (typeof value === 'boolean') return { value };
  const text = String(value);
  if (text === '1' || text === '0') return { value: text === '1' };
  return { error: typeError(schema, value) };
}

function verifyNumber(value: unknown, schema: ParameterSchema): Verified {
  const text = String(value);
  const pattern =
    schema.type === 'integer'
      ? /^[+-]?\d+$/
      : /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
  if (!pattern.test(text)) return { error: typeError(schema, value) };
  const number = Number(text);
  if (schema.minimum !== undefined && number < schema.minimum) {
    return { error: `value must have a minimum value of ${schema.minimum}` };
  }
  if (schema.maximum !== undefined && number > schema.maximum) {
    return { error: `value must have a maximum value of ${schema.maximum}` };
  }
  const format = schema.format && formatError(schema.format, text);
  return format ? { error: format } : { value: number };
}

function verifyString(text: string, schema: ParameterSchema): Verified {
  const { format, pattern, minLength, maxLength, enum: allowed } = schema;
  const wrongFormat = format && formatError(format, text);
  if (wrongFormat) return { error: wrongFormat };
  if (allowed && !allowed.includes(text)) {
    const list = allowed.join(', ');
    return {
      error: `value '${text}' does not have a value in the enumeration '${list}'`,
    };
  }
  if (pattern && !matchesWhole(pattern, text)) {
    return { error: 'value does not match the regex pattern' };
  }
  if (maxLength !== undefined && text.length > maxLength) {
    return { error: `value may only be ${maxLength} characters long` };
  }
  if (minLength !== undefined && text.length < minLength) {
    return { error: `value must be at least ${minLength} characters long` };
  }
  return { value: text };
}

function matchesWhole(pattern: RegExp, text: string): boolean {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(text);
}

function typeError(schema: ParameterSchema, value: unknown): string {
  return `type check ('${schema.type}') failed - got '${String(value)}'`;
}
