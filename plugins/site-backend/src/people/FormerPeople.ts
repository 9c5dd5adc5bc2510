import type { SignedInPeople } from '@flyloft/plugin-sessions-node';
import type { PeopleCatalog } from './PeopleCatalog';

const batchSize = 500;

/** Older, it is found out anew behind the answer; much older, before it. */
const freshMilliseconds = 60_000;
const usableMilliseconds = 15 * 60_000;

interface Found {
  at: number;
  refs: string[];
}

/**
 * Who signed in once and is in the catalog no more. Found out for all of them
 * at once, batch by batch, which takes seconds of many thousands: so it is
 * kept, and who asks again a little later doesn't wait. Only refs, in order.
 */
export class FormerPeople {
  private last: Found | null = null;
  private finding: Promise<Found> | null = null;

  constructor(
    private readonly signedIn: SignedInPeople,
    private readonly catalog: Pick<PeopleCatalog, 'unknownAmong'>,
    private readonly now: () => number = Date.now,
  ) {}

  async refs(): Promise<string[]> {
    const age = this.last ? this.now() - this.last.at : Infinity;
    if (!this.last || age >= usableMilliseconds) {
      return (await this.findAnew()).refs;
    }
    // One that fails leaves what is known; the next who asks tries anew.
    if (age >= freshMilliseconds) this.findAnew().catch(() => {});
    return this.last.refs;
  }

  private findAnew(): Promise<Found> {
    this.finding ??= this.find().finally(() => {
      this.finding = null;
    });
    return this.finding;
  }

  private async find(): Promise<Found> {
    const at = this.now();
    const found: string[] = [];
    for (let after = ''; ;) {
      const batch = await this.signedIn.refsAfter(after, batchSize);
      found.push(...(await this.catalog.unknownAmong(batch)));
      if (batch.length < batchSize) break;
      after = batch.at(-1)!;
    }
    // Pages go on by this order, whatever the database's own is.
    this.last = { at, refs: found.sort() };
    return this.last;
  }
}
