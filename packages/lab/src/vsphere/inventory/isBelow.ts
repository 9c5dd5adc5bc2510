import { propertyOf, type Lookup } from '../collector/select.ts';
import type { Reference } from '../soap/value.ts';
import { ROOT_FOLDER } from './Layout.ts';

/** Whether a reference is in a folder, at any depth. */
export function isBelow(
  ref: Reference,
  container: string,
  lookup: Lookup,
): boolean {
  if (container === ROOT_FOLDER) return true;
  let at = ref.id;
  for (let depth = 0; depth < 32; depth++) {
    const object = lookup(at);
    const parent = object && propertyOf(object, 'parent');
    if (parent?.shape !== 'reference') return false;
    if (parent.to.id === container) return true;
    at = parent.to.id;
  }
  return false;
}
