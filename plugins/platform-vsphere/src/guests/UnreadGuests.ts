import type {
  CollectionGap,
  ObservedGuest,
} from '@flyloft/plugin-inventory-node';
import type { ReadGuest } from './GuestReader';

/** Machines that are there, of whose configuration nothing is told. */
export class UnreadGuests {
  private count = 0;
  private first = '';

  note(
    { raw: _, ...guest }: ReadGuest,
    reason: string,
    detailsDigest: string | null,
  ): ObservedGuest {
    if (this.count === 0) this.first = `${guest.facts.name}: ${reason}`;
    this.count += 1;
    return { ...guest, details: { state: 'unread', reason }, detailsDigest };
  }

  *gaps(): Generator<CollectionGap> {
    if (this.count === 0) return;
    yield {
      kind: 'gap',
      scope: 'guest configurations',
      reason: `${this.count} could not be read, such as ${this.first}`,
      withholdsDeletions: [],
    };
  }
}
