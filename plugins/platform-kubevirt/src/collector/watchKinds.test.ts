import type { PlatformSignal } from '@flyloft/plugin-inventory-node';
import type { KubernetesClient, WatchEvent } from '../client/KubernetesClient';
import { KubernetesError } from '../client/KubernetesError';
import type { ResourceKind } from '../client/resourceKind';
import { watchKinds } from './watchKinds';

/*
 * What counts as a change, and what becomes of a version that is too old. Only
 * machines are served here; nodes are of the core group, and always empty.
 */

const served = new Map([['kubevirt.io', ['v1']]]);

const machine = (name: string, status: object, version: string) => ({
  metadata: { namespace: 'ns', name, uid: name, resourceVersion: version },
  status,
});
const expired = new KubernetesError('expired', {
  call: 'GET',
  statusCode: 410,
  reason: 'too old',
});

/** Lists and watches of machines that come in turn; the last watch lasts. */
class Script {
  readonly from: string[] = [];

  constructor(
    private readonly lists: unknown[][],
    private readonly watches: Array<Array<WatchEvent | Error>>,
  ) {}

  get client(): KubernetesClient {
    return {
      page: async ({ plural }: ResourceKind) => ({
        items: plural === 'virtualmachines' ? (this.lists.shift() ?? []) : [],
        continueToken: null,
        remaining: null,
        resourceVersion: '10',
      }),
      watch: (
        { plural }: ResourceKind,
        { resourceVersion }: { resourceVersion: string },
        signal: AbortSignal,
      ) => this.events(plural, resourceVersion, signal),
    } as unknown as KubernetesClient;
  }

  private async *events(plural: string, from: string, signal: AbortSignal) {
    if (plural === 'virtualmachines') {
      this.from.push(from);
      const events = this.watches.shift();
      for (const event of events ?? []) {
        if (event instanceof Error) throw event;
        yield event;
      }
      if (events && this.watches.length > 0) return;
    }
    await new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
}

const stop = { current: new AbortController() };
beforeEach(() => {
  stop.current = new AbortController();
});
afterEach(() => stop.current.abort());

function watching(script: Script) {
  const signals = watchKinds(script.client, served, stop.current.signal);
  return async (): Promise<PlatformSignal | 'nothing'> => {
    const { value } = await Promise.race([
      signals.next(),
      // Everything that is told is told before the event loop turns often.
      (async () => {
        for (let turn = 0; turn < 20; turn += 1) {
          await new Promise(setImmediate);
        }
        return { value: 'nothing' as const };
      })(),
    ]);
    return value as PlatformSignal | 'nothing';
  };
}

const modified = (object: unknown): WatchEvent => ({
  type: 'MODIFIED',
  object,
});

it.each<[string, WatchEvent, PlatformSignal | 'nothing']>([
  [
    'a status',
    modified(machine('a', { printableStatus: 'Stopped' }, '11')),
    'changed',
  ],
  [
    'nothing that is shown',
    modified(machine('a', { heartbeat: 7 }, '11')),
    'nothing',
  ],
  [
    'a bookmark',
    { type: 'BOOKMARK', object: { metadata: { resourceVersion: '12' } } },
    'nothing',
  ],
  ['a new one', { type: 'ADDED', object: machine('b', {}, '11') }, 'changed'],
  [
    'one that went',
    { type: 'DELETED', object: machine('a', {}, '11') },
    'changed',
  ],
  [
    'one that went unknown',
    { type: 'DELETED', object: machine('z', {}, '11') },
    'nothing',
  ],
])('%s is told as %#', async (_, event, told) => {
  const script = new Script([[machine('a', {}, '5')]], [[event]]);
  const next = watching(script);
  expect(await next()).toBe('ready');
  expect(await next()).toBe(told);
  expect(script.from).toEqual(['10']);
});

it('goes on from the last version it saw when a watch ends in time', async () => {
  const bookmark: WatchEvent = {
    type: 'BOOKMARK',
    object: { metadata: { resourceVersion: '44' } },
  };
  const script = new Script([[]], [[bookmark], []]);
  const next = watching(script);
  expect(await next()).toBe('ready');
  expect(await next()).toBe('nothing');
  expect(script.from).toEqual(['10', '44']);
});

it.each<[string, unknown[], PlatformSignal | 'nothing']>([
  ['the same', [machine('a', {}, '5')], 'nothing'],
  [
    'another status',
    [machine('a', { printableStatus: 'Paused' }, '9')],
    'changed',
  ],
  ['one more', [machine('a', {}, '5'), machine('b', {}, '9')], 'changed'],
  ['nothing any more', [], 'changed'],
])(
  'lists anew after 410, and tells only of differences: %s',
  async (_, now, told) => {
    const script = new Script([[machine('a', {}, '5')], now], [[expired], []]);
    const next = watching(script);
    expect(await next()).toBe('ready');
    expect(await next()).toBe(told);
    expect(script.from).toEqual(['10', '10']);
  },
);

it('ends with the error of a watch, and ends the others', async () => {
  const cut = new Error('cut');
  const script = new Script([[]], [[cut]]);
  const next = watching(script);
  expect(await next()).toBe('ready');
  await expect(next()).rejects.toBe(cut);
});

it('takes watches that end at once for no watch', async () => {
  const script = new Script([[]], [[], [], [], [], []]);
  const next = watching(script);
  expect(await next()).toBe('ready');
  await expect(next()).rejects.toThrow('ends at once');
});
