import { once } from 'node:events';
import type {
  PlatformSignal,
  WatchContext,
} from '@flyloft/plugin-inventory-node';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { promiseToKeep } from '../testing/promiseToKeep';
import { SyncBench } from '../testing/SyncBench';
import { WatchReconciler } from './WatchReconciler';
import { WatchStore } from './WatchStore';
import type { WatchTimes } from './watchTimes';

/*
 * Changes that a platform tells of: one replica listens, a change leads to a
 * sync that began after it, and a platform that keeps hanging up is left alone.
 */

jest.setTimeout(60_000);

const hurried: WatchTimes = {
  beatMilliseconds: 10,
  leaseSeconds: 30,
  settleMilliseconds: 0,
  spacingMilliseconds: 0,
  pauseMilliseconds: 0,
  longestPauseMilliseconds: 0,
  steadyMilliseconds: 0,
};

/** Tells what a test wants told; keeps count of who listens. */
class Teller {
  listening = 0;
  begun = 0;
  private waiting: Array<(signal: PlatformSignal | Error | null) => void> = [];

  async *watch({ signal }: WatchContext): AsyncGenerator<PlatformSignal> {
    this.begun += 1;
    this.listening += 1;
    try {
      yield 'ready';
      for (;;) {
        const told = await new Promise<PlatformSignal | Error | null>(
          (resolve, reject) => {
            this.waiting.push(resolve);
            signal.addEventListener('abort', () => reject(signal.reason));
          },
        );
        if (told === null) return;
        if (told instanceof Error) throw told;
        yield told;
      }
    } finally {
      this.listening -= 1;
    }
  }

  tell(signal: PlatformSignal | Error | null): void {
    for (const resolve of this.waiting.splice(0)) resolve(signal);
  }
}

let bench: SyncBench;
let teller: Teller;
let reconcilers: WatchReconciler[];
beforeEach(async () => {
  bench = await SyncBench.create();
  teller = new Teller();
  reconcilers = [];
});
afterEach(async () => {
  await Promise.all(reconcilers.map(each => each.stop()));
  await bench.drop();
});

function aReplica(
  watcher: string,
  times: Partial<WatchTimes> = {},
  collector = { watch: teller.watch.bind(teller) },
) {
  const replica = bench.addReplica(watcher);
  const reconciler = new WatchReconciler({
    store: new WatchStore(replica.db),
    platforms: () => [{ id: bench.platform.id, collector }],
    requestSync: async platformId => {
      const [run] = await replica.service.start({
        platformId,
        requestedBy: null,
        trigger: 'watch',
      });
      return run;
    },
    watcher,
    logger: silent,
    times: { ...hurried, ...times },
  });
  reconcilers.push(reconciler);
  return reconciler;
}

const silent = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

const runs = () =>
  bench.db('sync_runs').orderBy('id').select('trigger', 'state');
const watches = () => bench.db('platform_watches').select();
const watching = () =>
  until(async () => (await watches())[0]?.state === 'watching');

it('a change queues one sync, however often it is told', async () => {
  const replica = aReplica('one');
  await replica.reconcile();
  await watching();
  expect(await runs()).toEqual([]);

  teller.tell('changed');
  await until(async () => (await runs()).length > 0);
  teller.tell('changed');
  teller.tell('changed');
  expect(await runs()).toEqual([{ trigger: 'watch', state: 'queued' }]);
});

it('a change during a sync leads to another one that begins after it', async () => {
  const arrived = promiseToKeep<void>();
  const open = promiseToKeep<void>();
  bench.platform.answers(async function* slow() {
    yield* [aCluster(), aHost(), aGuest()];
    arrived.resolve();
    await open.promise;
  });
  await bench.replica.service.start({ trigger: 'schedule', requestedBy: null });
  const first = (await bench.replica.executor.takeNext())!;
  await arrived.promise;
  await aReplica('one').reconcile();
  await watching();

  teller.tell('changed');
  open.resolve();
  await first.done;
  await until(async () => (await runs()).length === 2);
  expect(await runs()).toEqual([
    { trigger: 'schedule', state: 'succeeded' },
    { trigger: 'watch', state: 'queued' },
  ]);
});

it('one replica watches; when it stops, the other one does', async () => {
  const one = aReplica('one');
  const two = aReplica('two');
  await Promise.all([one.reconcile(), two.reconcile()]);
  await until(() => teller.listening > 0);
  await Promise.all([one.reconcile(), two.reconcile()]);
  expect(teller.begun).toBe(1);

  const [{ watcher }] = await watches();
  const [first, second] = watcher === 'one' ? [one, two] : [two, one];
  await first.stop();
  expect(teller.listening).toBe(0);
  await second.reconcile();
  await until(() => teller.listening === 1);
  expect((await watches())[0].watcher).not.toBe(watcher);
});

it('a replica that fell silent loses its watch, and ends it when it wakes', async () => {
  const one = aReplica('one');
  const two = aReplica('two');
  await one.reconcile();
  await watching();
  await two.reconcile();
  expect(teller.begun).toBe(1);

  await bench.db('platform_watches').update({
    beat_at: bench.db.raw(`now() - interval '31 seconds'`),
  });
  await two.reconcile();
  await until(() => teller.begun === 2);
  await one.reconcile();
  expect(teller.listening).toBe(1);
  expect((await watches())[0].watcher).toBe('two');
});

it('a watch that ends is begun again, and what it missed is read', async () => {
  await aReplica('one').reconcile();
  await watching();
  teller.tell(new Error('the connection was cut'));
  await until(() => teller.begun === 2);
  await until(async () => (await runs()).length === 1);
  expect(teller.listening).toBe(1);
});

it('waits after a watch that failed, says why, and an abort ends the wait', async () => {
  const replica = aReplica('one', {
    pauseMilliseconds: 3_600_000,
    longestPauseMilliseconds: 3_600_000,
    steadyMilliseconds: 3_600_000,
  });
  await replica.reconcile();
  await watching();
  teller.tell(new Error('the connection was cut'));
  await until(async () => (await watches())[0].state === 'waiting');
  expect((await watches())[0].problem).toBe('the connection was cut');
  const [platform] = await bench.replica.platforms.list();
  expect(platform.watch).toEqual({
    state: 'waiting',
    since: expect.any(String),
    problem: 'the connection was cut',
  });
  expect(teller.begun).toBe(1);
  await replica.stop();
  expect(await watches()).toEqual([]);
});

it('a stop ends also a watch that does not obey its signal', async () => {
  const deaf = aReplica(
    'one',
    {},
    {
      async *watch(): AsyncGenerator<PlatformSignal> {
        yield 'ready';
        await new Promise(() => {});
      },
    },
  );
  await deaf.reconcile();
  await watching();
  await deaf.stop();
  expect(await watches()).toEqual([]);
});

it('a platform that is no longer configured, or anew, is not watched by its old collector', async () => {
  const ended: string[] = [];
  const collector = (name: string) => ({
    async *watch({ signal }: WatchContext): AsyncGenerator<PlatformSignal> {
      yield 'ready';
      await once(signal, 'abort');
      ended.push(name);
    },
  });
  let platforms = [{ id: bench.platform.id, collector: collector('old') }];
  const reconciler = new WatchReconciler({
    store: new WatchStore(bench.db),
    platforms: () => platforms,
    requestSync: async () => ({ state: 'queued' as const }),
    watcher: 'one',
    logger: silent,
    times: hurried,
  });
  reconcilers.push(reconciler);
  await reconciler.reconcile();
  await watching();

  platforms = [{ id: bench.platform.id, collector: collector('new') }];
  await reconciler.reconcile();
  await until(() => ended.length === 1);
  await watching();
  platforms = [];
  await reconciler.reconcile();
  await until(() => ended.length === 2);
  expect(ended).toEqual(['old', 'new']);
  expect(await watches()).toEqual([]);
});
