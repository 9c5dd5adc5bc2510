import { aContext } from '@flyloft/plugin-inventory-node/testing';
import { vsphereLab } from '../__testUtils__/vsphereLab';

const { lab, labCollector, fault } = vsphereLab();

describe('a watch', () => {
  /** Begins to watch; answers what tells the next signal. */
  async function watching(overrides: object = {}) {
    const stop = new AbortController();
    const signals = labCollector(overrides).watch!({
      signal: stop.signal,
      logger: aContext().logger,
    })[Symbol.asyncIterator]();
    const next = async () => (await signals.next()).value;
    expect(await next()).toBe('ready');
    return { next, signals, stop };
  }

  it('tells that a machine was changed, moved, made or destroyed', async () => {
    const { next, signals } = await watching();
    for (const command of [
      { action: 'stop', machine: 'shop-web-2' },
      {
        action: 'migrate',
        machine: 'shop-web-2',
        host: 'esx-s3.south.example.net',
      },
      { action: 'rename', machine: 'shop-web-2', name: 'shop-web-3' },
      { action: 'destroy', machine: 'shop-web-3' },
    ]) {
      const told = next();
      await lab.guest({ cluster: 'vc-south', ...command });
      expect(await told).toBe('changed');
    }
    await signals.return?.();
  });

  it('ends when its session does, so that it is begun anew', async () => {
    const { next } = await watching();
    const told = next();
    await fault('expired-ticket');
    await expect(told).rejects.toThrow(/NotAuthenticated/);
  });

  it('ends when the server goes away', async () => {
    const { next } = await watching();
    const told = next();
    await fault('status', { path: '/sdk/**', status: 503 });
    await lab.guest({
      action: 'edit',
      cluster: 'vc-south',
      machine: 'erp-app',
      set: { description: 'Changed while the server was in trouble.' },
    });
    expect(await told).toBe('changed');
    await expect(next()).rejects.toThrow(/HTTP 503/);
  });

  it('stops at once when nobody wants to know any more', async () => {
    const { next, stop } = await watching();
    const told = next();
    const reason = new Error('nobody wants to know');
    stop.abort(reason);
    await expect(told).rejects.toBe(reason);
  });
});
