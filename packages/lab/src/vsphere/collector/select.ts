import { isA } from '../inventory/kinds.ts';
import type { ManagedObject } from '../inventory/ManagedObject.ts';
import { notFound } from '../soap/SoapFault.ts';
import {
  referencesIn,
  valueAt,
  type Reference,
  type Value,
} from '../soap/value.ts';
import type {
  FilterSpec,
  PropertySet,
  Selection,
  Traversal,
} from './filterSpec.ts';

export type Lookup = (id: string) => ManagedObject | undefined;

/** A property by its path, such as `config.hardware.device`. */
export function propertyOf(
  object: ManagedObject,
  path: string,
): Value | undefined {
  const [name = '', ...rest] = path.split('.');
  return valueAt(object.properties[name]?.(), rest);
}

/** Which properties a filter wants of an object; undefined when it wants none. */
export function propertySetFor(
  { properties }: FilterSpec,
  kind: string,
): PropertySet | undefined {
  return (
    properties.find(({ type }) => type === kind) ??
    properties.find(({ type }) => isA(kind, type))
  );
}

/** Walks from the objects of a filter along its traversals; each object once. */
export function selected(spec: FilterSpec, lookup: Lookup): Reference[] {
  const found = new Map<string, Reference>();
  const walked = new Set<string>();
  const named = namedTraversals(spec);
  const take = (ref: Reference) => {
    if (propertySetFor(spec, ref.kind)) found.set(ref.id, ref);
  };
  const walk = (ref: Reference, next: Selection[]) => {
    const traversals = next.flatMap(each =>
      typeof each === 'string' ? (named.get(each) ?? []) : [each],
    );
    for (const traversal of traversals) {
      const step = `${ref.id} ${traversal.type}.${traversal.path}`;
      if (!isA(ref.kind, traversal.type) || walked.has(step)) continue;
      walked.add(step);
      const object = lookup(ref.id);
      if (!object) continue;
      for (const to of referencesIn(propertyOf(object, traversal.path))) {
        if (!traversal.skip) take(to);
        walk(to, traversal.next);
      }
    }
  };
  for (const { obj, skip, next } of spec.objects) {
    const object = lookup(obj.id);
    if (!object) throw notFound(obj.id);
    if (!skip) take(object.ref);
    walk(object.ref, next);
  }
  return [...found.values()];
}

function namedTraversals(spec: FilterSpec): Map<string, Traversal> {
  const named = new Map<string, Traversal>();
  const note = (next: Selection[]) => {
    for (const each of next) {
      if (typeof each === 'string') continue;
      if (each.name) named.set(each.name, each);
      note(each.next);
    }
  };
  spec.objects.forEach(({ next }) => note(next));
  return named;
}

/** Every property of a set that an object has, by path. */
export function wantedProperties(
  object: ManagedObject,
  set: PropertySet,
): [string, Value][] {
  const paths = set.all ? Object.keys(object.properties) : set.paths;
  return paths.flatMap((path): [string, Value][] => {
    const value = propertyOf(object, path);
    return value ? [[path, value]] : [];
  });
}
