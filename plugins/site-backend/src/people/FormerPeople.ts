import type { SignedInPeople } from '@flyloft/plugin-sessions-node';
import type { PeopleCatalog } from './PeopleCatalog';

const batchSize = 500;
const cacheMilliseconds = 60_000;

/**
 * Who signed in once and is in the catalog no more. Found out for all of them
 * at once, batch by batch, and kept for a minute: only refs, in order.
 */
export class FormerPeople {
  private last: { at: number; refs: Promise<string[]> } | null = null;

  constructor(
    private readonly signedIn: SignedInPeople,
    private readonly catalog: Pick<PeopleCatalog, 'unknownAmong'>,
    private readonly now: () => number = Date.now,
  ) {}

  refs(): Promise<string[]> {
    const now = this.now();
    if (!this.last || now - this.last.at >= cacheMilliseconds) {
      const refs = this.find().catch(error => {
        // The next one who asks tries anew.
        this.last = null;
        throw error;
      });
      this.last = { at: now, refs };
    }
    return this.last.refs;
  }

  private async find(): Promise<string[]> {
    const found: string[] = [];
    let after = '';
    for (;;) {
      const batch = await this.signedIn.refsAfter(after, batchSize);
      found.push(...(await this.catalog.unknownAmong(batch)));
      if (batch.length < batchSize) return found;
      after = batch.at(-1)!;
    }
  }
}
