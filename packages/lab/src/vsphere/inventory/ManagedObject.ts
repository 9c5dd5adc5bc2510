import type { Reference, Value } from '../soap/value.ts';

/** Makes the value of a property when somebody asks; undefined where it is unset. */
export type Properties = Record<string, () => Value | undefined>;

/** One managed object as it is at the moment of asking. */
export interface ManagedObject {
  ref: Reference;
  /** Every property it can have by its class, by name; the first part of a path. */
  properties: Properties;
}
