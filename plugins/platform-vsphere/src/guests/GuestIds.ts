import type { CollectionGap } from '@flyloft/plugin-inventory-node';
import type { ObjectContent } from '../client/InventoryReader';
import { instanceUuidOf } from './GuestReader';

/** Finds the id of each machine, and remembers those that have none. */
export class GuestIds {
  readonly found = new Map<string, string>();
  private readonly taken = new Set<string>();
  private readonly nameless: string[] = [];
  private readonly doubled: string[] = [];

  constructor(private readonly before: ReadonlyMap<string, string>) {}

  of(object: ObjectContent): string | null {
    const { id } = object.ref;
    const name = object.properties.get('name')?.text ?? id;
    const uuid = instanceUuidOf(object) ?? this.before.get(id) ?? null;
    if (uuid === null) {
      this.nameless.push(name);
      return null;
    }
    this.found.set(id, uuid);
    if (!this.taken.has(uuid)) {
      this.taken.add(uuid);
      return uuid;
    }
    // vCenter keeps them apart; a broken one must not cost the whole picture.
    this.doubled.push(name);
    return `${uuid}/${id}`;
  }

  *gaps(): Generator<CollectionGap> {
    if (this.nameless.length > 0) {
      yield {
        kind: 'gap',
        scope: 'machines without an id',
        reason: `vCenter tells no instance UUID of ${this.nameless.length}, such as ${this.nameless[0]}`,
        withholdsDeletions: ['guest'],
      };
    }
    if (this.doubled.length > 0) {
      yield {
        kind: 'gap',
        scope: 'machines with the same id',
        reason: `${this.doubled.length} have an instance UUID that another one has, such as ${this.doubled[0]}`,
        withholdsDeletions: [],
      };
    }
  }
}
