/** What vim25 is made of: scalars, data objects with subclasses, lists, references. */

export interface Reference {
  kind: string;
  id: string;
}

export interface Scalar {
  shape: 'scalar';
  /** `xsd:int`, or the name of an enumeration. */
  type: string;
  text: string;
}

export interface Struct {
  shape: 'struct';
  type: string;
  /** In the order of the schema; what is undefined is left out. */
  fields: [string, Value | undefined][];
  /** Where its base class is declared, so that only the type tells which it is. */
  isSubclass: boolean;
}

export interface List {
  shape: 'list';
  /** The name of its elements where it stands alone: `VirtualDevice`. */
  element: string;
  items: Value[];
}

export interface ReferenceValue {
  shape: 'reference';
  to: Reference;
}

export type Value = Scalar | Struct | List | ReferenceValue;

export const scalar = (
  type: string,
  text: string | number | boolean,
): Scalar => ({
  shape: 'scalar',
  type,
  text: String(text),
});

export const text = (value: string): Scalar => scalar('xsd:string', value);
export const int = (value: number): Scalar => scalar('xsd:int', value);
export const long = (value: number): Scalar =>
  scalar('xsd:long', Math.round(value));
export const bool = (value: boolean): Scalar => scalar('xsd:boolean', value);
/** From seconds since 1970. */
export const time = (seconds: number): Scalar =>
  scalar('xsd:dateTime', new Date(seconds * 1000).toISOString());

export const struct = (
  type: string,
  fields: Record<string, Value | undefined>,
): Struct => ({
  shape: 'struct',
  type,
  fields: Object.entries(fields),
  isSubclass: false,
});

/** A data object in a place where its base class is declared. */
export const subclass = (
  type: string,
  fields: Record<string, Value | undefined>,
): Struct => ({ ...struct(type, fields), isSubclass: true });

export const list = (element: string, items: Value[]): List => ({
  shape: 'list',
  element,
  items,
});

export const reference = (kind: string, id: string): ReferenceValue => ({
  shape: 'reference',
  to: { kind, id },
});

export const references = (refs: Reference[]): List =>
  list(
    'ManagedObjectReference',
    refs.map(({ kind, id }) => reference(kind, id)),
  );

/** Walks a path of names into a value. */
export function valueAt(
  value: Value | undefined,
  path: string[],
): Value | undefined {
  const [name, ...rest] = path;
  if (value === undefined || name === undefined) return value;
  if (value.shape !== 'struct') return undefined;
  const field = value.fields.find(([known]) => known === name);
  return valueAt(field?.[1], rest);
}

/** All references in a value. */
export function referencesIn(value: Value | undefined): Reference[] {
  if (value?.shape === 'reference') return [value.to];
  return value?.shape === 'list' ? value.items.flatMap(referencesIn) : [];
}
