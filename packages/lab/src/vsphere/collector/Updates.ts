import { render } from '../soap/render.ts';
import type { FilterSpec } from './filterSpec.ts';
import {
  propertySetFor,
  selected,
  wantedProperties,
  type Lookup,
} from './select.ts';

/** What a filter told of an object: a hash of each property, by path. */
type Told = Map<string, number>;

interface Filter {
  id: string;
  spec: FilterSpec;
  told: Map<string, Told>;
  /** Objects still to be looked at. */
  pending: string[];
  /** The world's revision at the last look. */
  revision: number;
}

/** What the filters of a session have to tell since they were asked last. */
export class Updates {
  version = 0;
  private readonly filters: Map<string, Filter> = new Map();
  private readonly lookup: Lookup;
  private readonly revision: () => number;

  constructor(lookup: Lookup, revision: () => number) {
    this.lookup = lookup;
    this.revision = revision;
  }

  get isEmpty(): boolean {
    return this.filters.size === 0;
  }

  add(id: string, spec: FilterSpec): void {
    this.filters.set(id, {
      id,
      spec,
      told: new Map(),
      pending: [],
      revision: -1,
    });
  }

  remove(id: string): boolean {
    return this.filters.delete(id);
  }

  /** Forgets what was told: all of it is news again. */
  restart(): void {
    for (const filter of this.filters.values()) {
      filter.told.clear();
      filter.pending = [];
      filter.revision = -1;
    }
  }

  /** The next changes as XML, at most so many objects; undefined when there are none. */
  next(mostObjects: number): string | undefined {
    let left = mostObjects;
    const sets: string[] = [];
    for (const filter of this.filters.values()) {
      this.look(filter);
      const changes: string[] = [];
      while (left > 0 && filter.pending.length > 0) {
        const change = this.changeOf(filter, filter.pending.pop()!);
        if (change === undefined) continue;
        changes.push(change);
        left--;
      }
      if (changes.length > 0) {
        sets.push(
          `<filterSet><filter type="PropertyFilter">${filter.id}</filter>${changes.join('')}</filterSet>`,
        );
      }
    }
    if (sets.length === 0) return undefined;
    this.version++;
    const truncated = [...this.filters.values()].some(
      ({ pending }) => pending.length > 0,
    );
    return (
      `<version>${this.version}</version>${sets.join('')}` +
      (truncated ? '<truncated>true</truncated>' : '')
    );
  }

  private look(filter: Filter): void {
    const now = this.revision();
    if (filter.pending.length > 0 || filter.revision === now) return;
    filter.revision = now;
    const ids = selected(filter.spec, this.lookup).map(({ id }) => id);
    const shown = new Set(ids);
    const gone = [...filter.told.keys()].filter(id => !shown.has(id));
    filter.pending = [...gone, ...ids.reverse()];
  }

  private changeOf(filter: Filter, id: string): string | undefined {
    const object = this.lookup(id);
    const told = filter.told.get(id);
    if (!object) {
      filter.told.delete(id);
      return told && change('leave', 'VirtualMachine', id, '');
    }
    const set = propertySetFor(filter.spec, object.ref.kind);
    const now: Told = new Map();
    const changed: string[] = [];
    for (const [path, value] of set ? wantedProperties(object, set) : []) {
      const xml = render('val', value, true);
      const hash = hashOf(xml);
      now.set(path, hash);
      if (told?.get(path) === hash) continue;
      changed.push(
        `<changeSet><name>${path}</name><op>assign</op>${xml}</changeSet>`,
      );
    }
    for (const path of told?.keys() ?? []) {
      if (now.has(path)) continue;
      changed.push(
        `<changeSet><name>${path}</name><op>indirectRemove</op></changeSet>`,
      );
    }
    filter.told.set(id, now);
    if (told && changed.length === 0) return undefined;
    const kind = told ? 'modify' : 'enter';
    return change(kind, object.ref.kind, id, changed.join(''));
  }
}

function change(kind: string, type: string, id: string, changes: string) {
  return `<objectSet><kind>${kind}</kind><obj type="${type}">${id}</obj>${changes}</objectSet>`;
}

/** FNV-1a: told apart is all that matters. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash;
}
