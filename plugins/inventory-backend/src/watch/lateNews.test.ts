import { EventEmitter, once } from 'node:events';
import type { PlatformSignal } from '@flyloft/plugin-inventory-node';
import fc from 'fast-check';
import { PlatformWatch } from './PlatformWatch';

/*
 * Whatever the order of changes, cut watches and syncs: what is shown in the
 * end is the platform's last state, and never an older one after a newer one.
 */

jest.setTimeout(60_000);

const silent = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

/** A platform with one fact, its queue of syncs, and what the portal shows. */
class Model {
  platform = 0;
  readonly shown = [0];
  private queued = false;
  /** What the sync under way read when it began. */
  private read: number | null = null;
  private tell: (signal: PlatformSignal | Error) => void = () => {};

  async *watch(): AsyncGenerator<PlatformSignal> {
    // Each watch tells of what happens while it stands.
    const waiting: Array<PlatformSignal | Error> = ['ready'];
    const news = new EventEmitter();
    this.tell = signal => {
      waiting.push(signal);
      news.emit('told');
    };
    for (;;) {
      const next = waiting.shift();
      if (next instanceof Error) throw next;
      if (next) yield next;
      else await once(news, 'told');
    }
  }

  requestSync = async () => {
    if (this.read !== null) return { state: 'running' as const };
    this.queued = true;
    return { state: 'queued' as const };
  };

  act = {
    change: () => {
      this.platform += 1;
      this.tell('changed');
    },
    cut: () => this.tell(new Error('cut')),
    begin: () => {
      if (!this.queued || this.read !== null) return;
      this.queued = false;
      this.read = this.platform;
    },
    end: () => {
      if (this.read === null) return;
      this.shown.push(this.read);
      this.read = null;
    },
  };
}

// The watch's own pauses are timers of no length: one turn lets them pass.
const turn = () => new Promise(resolve => setTimeout(resolve, 1));

it('shows the last state in the end, and never goes back', async () => {
  const acts = fc.array(
    fc.constantFrom<keyof Model['act']>('change', 'cut', 'begin', 'end'),
    { maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(acts, async script => {
      const model = new Model();
      const watch = new PlatformWatch({
        platformId: 'p',
        watch: () => model.watch(),
        requestSync: model.requestSync,
        lastSyncMilliseconds: async () => null,
        note: async () => {},
        times: {
          beatMilliseconds: 1,
          leaseSeconds: 1,
          settleMilliseconds: 0,
          spacingMilliseconds: 0,
          pauseMilliseconds: 0,
          longestPauseMilliseconds: 0,
          steadyMilliseconds: 0,
        },
        random: () => 0,
        logger: silent,
      });
      await turn();
      for (const act of script) {
        model.act[act]();
        await turn();
      }
      for (let rest = 0; model.shown.at(-1) !== model.platform; rest += 1) {
        if (rest > 500) throw new Error('the last change was never read');
        model.act.begin();
        await turn();
        model.act.end();
      }
      await watch.stop();
      expect(model.shown).toEqual([...model.shown].sort((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});
