import type {
  PlatformField,
  PlatformForm,
  PlatformValues,
} from './platformForm';

/** What is wrong in the fields of a form, by field name. */
export type FieldProblems = Record<string, string>;

/** The value a field has: what was filled in, else its default. */
export function valueOf(field: PlatformField, values: PlatformValues) {
  const value = values[field.name];
  return value === undefined || value === '' ? field.default : value;
}

/** The fields that are asked, as the choices that lead to them stand. */
export function askedFields(
  form: PlatformForm,
  values: PlatformValues,
): PlatformField[] {
  return form.fields.filter(({ when }) => {
    if (!when) return true;
    const leading = form.fields.find(field => field.name === when.field);
    return leading !== undefined && `${valueOf(leading, values)}` === when.is;
  });
}

/** Says what would not work in the fields that are asked, and what would. */
export function fieldProblems(
  form: PlatformForm,
  values: PlatformValues,
  secretsThere: ReadonlySet<string>,
): FieldProblems {
  const problems: FieldProblems = {};
  for (const field of askedFields(form, values)) {
    const problem = problemOf(field, values[field.name], secretsThere);
    if (problem) problems[field.name] = problem;
  }
  return problems;
}

type Value = PlatformValues[string] | undefined;

const isEmpty = (value: Value) =>
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);

function problemOf(
  field: PlatformField,
  value: Value,
  secretsThere: ReadonlySet<string>,
): string | null {
  if (field.kind === 'secret') {
    return field.required && !secretsThere.has(field.name)
      ? `${field.label}: fill it in`
      : null;
  }
  if (isEmpty(value)) {
    const wanted = field.required && field.default === undefined;
    return wanted ? `${field.label}: fill it in` : null;
  }
  const wrong = checks[field.kind](value, field);
  return wrong && `${field.label}: ${wrong}`;
}

const fingerprint = /^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i;

type Check = (value: Value, field: PlatformField) => string | null;

const aText: Check = value => (typeof value === 'string' ? null : 'a text');

const checks: Record<PlatformField['kind'], Check> = {
  number: (value, field) => wrongNumber(field, value),
  seconds: (value, field) => wrongNumber(field, value),
  boolean: value => (typeof value === 'boolean' ? null : 'yes or no'),
  choice: (value, field) =>
    field.choices?.some(choice => choice.value === value)
      ? null
      : 'one of the choices',
  url: value =>
    typeof value === 'string' ? wrongUrl(value) : 'an https address',
  urls: value => wrongLine(value, wrongUrl),
  fingerprints: value =>
    wrongLine(value, line =>
      fingerprint.test(line)
        ? null
        : 'a SHA-256 fingerprint is 32 pairs of hexadecimal digits',
    ),
  lines: value => wrongLine(value, () => null),
  text: aText,
  multiline: aText,
  secret: () => null,
};

function wrongLine(
  value: Value,
  wrong: (line: string) => string | null,
): string | null {
  if (!Array.isArray(value)) return 'a list, one per line';
  return value.map(wrong).find(problem => problem !== null) ?? null;
}

function wrongNumber(field: PlatformField, value: Value): string | null {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = field;
  return Number.isInteger(value) &&
    (value as number) >= minimum &&
    (value as number) <= maximum
    ? null
    : `a whole number from ${minimum} to ${maximum}`;
}

// Only https: what follows carries a secret.
function wrongUrl(text: string): string | null {
  if (!URL.canParse(text)) {
    return 'an address such as https://host.example.org:8006';
  }
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'an address that begins with https://';
  return url.username || url.password
    ? 'an address without a user or password'
    : null;
}

/**
 * The values as the type's configuration has them: only those of fields that
 * are asked and filled in, dotted names as objects within objects.
 */
export function configOf(
  form: PlatformForm,
  values: PlatformValues,
  secrets: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const field of askedFields(form, values)) {
    if (field.formOnly) continue;
    const value =
      field.kind === 'secret' ? secrets[field.name] : values[field.name];
    if (isEmpty(value)) continue;
    const kept = field.kind === 'seconds' ? { seconds: value } : value;
    put(config, field.name.split('.'), kept);
  }
  return config;
}

function put(
  into: Record<string, unknown>,
  [key, ...rest]: string[],
  value: unknown,
): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner = (into[key] ??= {}) as Record<string, unknown>;
  put(inner, rest, value);
}

/** The addresses that the portal would connect to. */
export function endpointsOf(
  form: PlatformForm,
  values: PlatformValues,
): string[] {
  return askedFields(form, values)
    .filter(field => field.endpoint)
    .flatMap(({ name }) => values[name] ?? [])
    .filter(value => typeof value === 'string' && value !== '') as string[];
}
