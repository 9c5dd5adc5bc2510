import type { RequestElement } from '../soap/parseCall.ts';
import type { Reference } from '../soap/value.ts';

export interface PropertySet {
  type: string;
  all: boolean;
  paths: string[];
}

export interface Traversal {
  name: string | undefined;
  type: string;
  path: string;
  skip: boolean;
  next: Selection[];
}

/** A way on: a traversal, or the name of one given elsewhere. */
export type Selection = Traversal | string;

export interface ObjectSet {
  obj: Reference;
  skip: boolean;
  next: Selection[];
}

export interface FilterSpec {
  properties: PropertySet[];
  objects: ObjectSet[];
}

const isTrue = (text: string | undefined) => text === 'true' || text === '1';

/** Reads a `PropertyFilterSpec`. */
export function parseFilterSpec(spec: RequestElement): FilterSpec {
  return {
    properties: spec.all('propSet').map(set => ({
      type: set.textOf('type') ?? '',
      all: isTrue(set.textOf('all')),
      paths: set.all('pathSet').map(path => path.text.trim()),
    })),
    objects: spec.all('objectSet').flatMap(set => {
      const obj = set.referenceOf('obj');
      if (!obj) return [];
      return [
        {
          obj,
          skip: isTrue(set.textOf('skip')),
          next: set.all('selectSet').map(parseSelection),
        },
      ];
    }),
  };
}

function parseSelection(element: RequestElement): Selection {
  if (!element.child('path')) return element.textOf('name') ?? '';
  return {
    name: element.textOf('name'),
    type: element.textOf('type') ?? '',
    path: element.textOf('path') ?? '',
    skip: isTrue(element.textOf('skip')),
    next: element.all('selectSet').map(parseSelection),
  };
}
