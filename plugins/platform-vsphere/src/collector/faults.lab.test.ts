import { mockServices } from '@backstage/backend-test-utils';
import type { ObservedGuest } from '@flyloft/plugin-inventory-node';
import { aContext, only } from '@flyloft/plugin-inventory-node/testing';
import { vsphereLab } from '../__testUtils__/vsphereLab';

const { labCollector, collect, truth, fault } = vsphereLab();

describe('when something goes wrong', () => {
  const ids = (guests: ObservedGuest[]) =>
    guests.map(({ externalId }) => externalId).sort();
  const everyId = async () => (await truth()).map(({ uuid }) => uuid).sort();

  it('renews a session that ends between two pages, without losing or doubling a machine', async () => {
    const all: ObservedGuest[] = [];
    let ended = 0;
    const context = aContext({ logger: mockServices.logger.mock() });
    for await (const each of labCollector().collect(context)) {
      if (each.kind !== 'guest') continue;
      all.push(each);
      if (ended === 0) {
        ended += 1;
        await fault('expired-ticket');
      }
    }
    expect(ids(all)).toEqual(await everyId());
    expect(context.logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/begins anew: NotAuthenticated/),
    );
  });

  it.each([
    ['a cut connection', 'cut', {}],
    ['half an answer', 'half-body', { share: 0.4 }],
    ['a server in trouble', 'status', { status: 503 }],
  ])('begins anew after %s in mid-page', async (_, kind, more) => {
    await fault(kind, {
      path: '/sdk/ContinueRetrievePropertiesEx/VirtualMachine',
      times: 1,
      ...more,
    });
    const guests = only(await collect(labCollector()), 'guest');
    expect(ids(guests)).toEqual(await everyId());
  });

  it('fails when machines are left out of a list that are there', async () => {
    await fault('half-list');
    await expect(collect(labCollector())).rejects.toThrow(
      /\d+ of them did not come/,
    );
  });

  it('fails when a list comes back empty', async () => {
    await fault('empty-list');
    await expect(collect(labCollector())).rejects.toThrow(/did not come/);
  });

  it('fails on an answer that is no XML', async () => {
    await fault('wrong-json', {
      path: '/sdk/RetrievePropertiesEx/VirtualMachine',
    });
    await expect(collect(labCollector())).rejects.toThrow(/not well-formed/);
  });

  it('fails when the server stays away', async () => {
    await fault('status', { path: '/sdk/**', status: 503 });
    await expect(collect(labCollector())).rejects.toThrow(/HTTP 503/);
  });

  it('gives up on a server that says nothing', async () => {
    await fault('slow', { path: '/sdk/Login', milliseconds: 20_000 });
    await expect(
      collect(labCollector({ requestTimeout: '1s' })),
    ).rejects.toThrow(/no answer within 1 s/);
  }, 20_000);

  it('withholds deletions when the right to read was taken away', async () => {
    await fault('emptied-acl');
    const all = await collect(labCollector());
    expect(only(all, 'guest')).toEqual([]);
    const gaps = only(all, 'gap');
    expect(gaps.map(({ reason }) => reason)).toEqual([
      'System.View is missing on /',
      'System.Read is missing on /',
    ]);
    for (const gap of gaps) {
      expect(gap.withholdsDeletions).toEqual(
        expect.arrayContaining([
          'guest',
          'host',
          'cluster',
          'network',
          'storage',
        ]),
      );
    }
  });

  it.each([
    ['node-silent', 'the host does not answer vCenter'],
    ['node-down', 'the host is switched off'],
  ])('calls a host unreachable: %s', async (kind, reason) => {
    await fault(kind, { node: 'esx-s1.south.example.net' });
    const all = await collect(labCollector());
    expect(only(all, 'unreachable')).toEqual([
      { kind: 'unreachable', scope: 'host', externalId: 'host-10', reason },
    ]);
    expect(only(all, 'host')[0]).toMatchObject({ status: 'offline' });
    expect(only(all, 'guest')).toHaveLength((await truth()).length);
  });

  it('ends at once when it is cancelled', async () => {
    await fault('slow', { path: '/sdk/**', milliseconds: 20_000 });
    const controller = new AbortController();
    const reason = new Error('cancelled by a test');
    const run = collect(labCollector(), { signal: controller.signal });
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
  });
});
