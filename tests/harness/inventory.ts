/** What tests ask the inventory as a signed-in person. */
import assert from 'node:assert/strict';
import type {
  Change,
  Guest,
  Platform,
  SyncRun,
} from '@flyloft/plugin-inventory-common';
import type { Session } from './signIn.ts';

interface Page<T> {
  items: T[];
  total: number;
  freshness: { state: string };
}

const STEP_MILLISECONDS = 100;

/** The inventory as one person sees it. */
export class InventoryAs {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Every guest of a platform, deleted ones only when asked for. */
  async guests(platformId: string, deleted = false): Promise<Guest[]> {
    const page = await this.#session.json<Page<Guest>>(
      `/api/inventory/guests?limit=500&sort=externalId&filter=platformId:eq:${platformId}${deleted ? '&deleted=only' : ''}`,
    );
    assert.equal(page.items.length, page.total, 'more guests than a page');
    return page.items;
  }

  async platform(platformId: string): Promise<Platform> {
    const { items } = await this.#session.json<{ items: Platform[] }>(
      '/api/inventory/platforms',
    );
    const found = items.find(platform => platform.id === platformId);
    assert.ok(found, `There is no platform ${platformId}`);
    return found;
  }

  async history(query = ''): Promise<Change[]> {
    const page = await this.#session.json<Page<Change>>(
      `/api/inventory/history?limit=500${query}`,
    );
    return page.items;
  }

  /** Asks for a sync and answers the run, under way or not. */
  async start(platformId: string): Promise<SyncRun> {
    const { items } = await this.#session.json<{ items: SyncRun[] }>(
      '/api/inventory/sync-runs',
      { method: 'POST', body: JSON.stringify({ platformId }) },
    );
    return items[0]!;
  }

  async run(id: string): Promise<SyncRun> {
    return this.#session.json<SyncRun>(`/api/inventory/sync-runs/${id}`);
  }

  /** Waits for one of some states; any other end of the run is a failure. */
  async runUntil(
    id: string,
    states: Array<SyncRun['state']>,
    seconds = 120,
  ): Promise<SyncRun> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const run = await this.run(id);
      if (states.includes(run.state)) return run;
      assert.ok(
        ['queued', 'running'].includes(run.state),
        `Run ${id} is ${run.state}, not ${states.join(' or ')}: ${JSON.stringify(run.problem ?? run.hold)}`,
      );
      assert.ok(Date.now() < deadline, `Run ${id} is still ${run.state}`);
      await new Promise(resolve => setTimeout(resolve, STEP_MILLISECONDS));
    }
  }

  /** Syncs what the platform is like from now on, and waits for the end. */
  async sync(
    platformId: string,
    states: Array<SyncRun['state']> = ['succeeded'],
  ): Promise<SyncRun> {
    await this.quiet(platformId);
    const run = await this.start(platformId);
    return this.runUntil(run.id, states);
  }

  /** Confirms a held run and waits for the one that does it. */
  async confirm(id: string): Promise<SyncRun> {
    const run = await this.#session.json<SyncRun>(
      `/api/inventory/sync-runs/${id}/confirm`,
      { method: 'POST' },
    );
    return this.runUntil(run.id, ['succeeded']);
  }

  /** Waits until no sync of the platform is under way. */
  async quiet(platformId: string): Promise<void> {
    const { runningRun } = await this.platform(platformId);
    if (runningRun) {
      await this.runUntil(runningRun.id, [
        'succeeded',
        'failed',
        'held',
        'cancelled',
      ]);
    }
  }
}
