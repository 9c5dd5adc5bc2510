import { v3Api, v4Api, type PrismApi } from './PrismApi';
import type { PrismClient } from './PrismClient';
import { isPrismFailure, PrismError } from './PrismError';

/** v4.2 renamed parts of NICs; all three are served beside each other. */
const v4Versions = ['v4.2', 'v4.1', 'v4.0'];

/**
 * Finds out which interface a Prism Central has: v4 in its newest version that
 * we know, else v3. What was found is remembered, and looked for again when it
 * is not there any more.
 */
export class ApiFinder {
  private readonly candidates: PrismApi[];
  private found: PrismApi | null = null;

  constructor(private readonly client: PrismClient) {
    this.candidates = [
      ...v4Versions.map(version => v4Api(client, version)),
      v3Api(client),
    ];
  }

  /**
   * The interface to use, by one small question where it is known already.
   *
   * @throws PrismError when Prism Central can't be asked, or has none of them
   */
  async find(signal: AbortSignal): Promise<PrismApi> {
    if (this.found && (await this.answers(this.found, signal))) {
      return this.found;
    }
    this.found = null;
    for (const candidate of this.candidates) {
      if (await this.answers(candidate, signal)) {
        this.found = candidate;
        return candidate;
      }
    }
    throw new PrismError('not-found', {
      call: '/api',
      reason: 'Prism Central has neither the v4 nor the v3 interface',
    });
  }

  get identity(): string {
    return this.client.identity;
  }

  /** The interface by which projects are named, whatever lists the guests. */
  get v3(): PrismApi {
    return this.candidates.at(-1)!;
  }

  get parallelCalls(): number {
    return this.client.parallelCalls;
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async answers(api: PrismApi, signal: AbortSignal): Promise<boolean> {
    try {
      await api.page('vms', { offset: 0, limit: 1, signal });
      return true;
    } catch (error) {
      if (isPrismFailure(error, 'not-found', 'invalid')) return false;
      // It is there, and refuses us this list.
      if (isPrismFailure(error, 'refused')) return true;
      throw error;
    }
  }
}
