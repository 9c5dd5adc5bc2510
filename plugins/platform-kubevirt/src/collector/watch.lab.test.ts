import type { PlatformSignal } from '@flyloft/plugin-inventory-node';
import { aContext } from '@flyloft/plugin-inventory-node/testing';
import { kubevirtLab, cluster } from '../__testUtils__/kubevirtLab';

const { lab, aCollector, act } = kubevirtLab();

describe('a watch', () => {
  let stop: AbortController;
  beforeEach(() => {
    stop = new AbortController();
  });
  afterEach(() => stop.abort());

  async function begun() {
    const { signal } = stop;
    const watch = aCollector().watch!({ signal, logger: aContext().logger })[
      Symbol.asyncIterator
    ]();
    const next = async (): Promise<PlatformSignal | undefined> =>
      (await watch.next()).value;
    expect(await next()).toBe('ready');
    return next;
  }

  it('tells of what changed, once it stands', async () => {
    const next = await begun();
    await act('stop', 'web-b');
    expect(await next()).toBe('changed');
    await act('start', 'web-b');
    expect(await next()).toBe('changed');
  });

  it('tells of a node that fell silent', async () => {
    const next = await begun();
    await lab.fault({ kind: 'node-silent', cluster, node: 'kv-c1' });
    expect(await next()).toBe('changed');
  });

  it('ends with an error when its connection is cut', async () => {
    const next = await begun();
    // What it has told of, it watches.
    await act('stop', 'web-a');
    expect(await next()).toBe('changed');
    const ended = next();
    await Promise.all([
      expect(ended).rejects.toMatchObject({ failure: 'unavailable' }),
      lab.fault({ kind: 'cut-streams', cluster }),
    ]);
    await act('start', 'web-a');
  });

  it('goes on when its versions are too old', async () => {
    const next = await begun();
    await act('stop', 'web-b');
    expect(await next()).toBe('changed');
    await lab.fault({ kind: 'expired-ticket', cluster });
    await act('start', 'web-b');
    expect(await next()).toBe('changed');
  });

  it('ends with an abort', async () => {
    const next = await begun();
    const ended = next();
    stop.abort();
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  });
});
