import { only } from '@flyloft/plugin-inventory-node/testing';
import { kubevirtLab, cluster, guestCount } from '../__testUtils__/kubevirtLab';

const { lab, aCollector, collect, guestsOf } = kubevirtLab();

const machineList = '/apis/kubevirt.io/v1/virtualmachines';
const instanceList = '/apis/kubevirt.io/v1/virtualmachineinstances';

describe('a node', () => {
  it('that fell silent makes its guests unreachable, and no other', async () => {
    await lab.fault({ kind: 'node-silent', cluster, node: 'kv-c2' });
    const all = await collect(aCollector());
    expect(only(all, 'unreachable')).toEqual([
      {
        kind: 'unreachable',
        scope: 'host',
        externalId: 'kv-c2',
        reason: 'not ready: Kubelet stopped posting node status.',
      },
    ]);
    expect(only(all, 'host').map(host => host.status)).toEqual([
      'online',
      'unknown',
      'online',
    ]);
    expect(only(all, 'guest')).toHaveLength(guestCount);
  });
});

describe('faults', () => {
  it.each([
    ['one call fails', { kind: 'status', status: 503, times: 1 }],
    ['one call is cut', { kind: 'cut', times: 1 }],
    ['one answer is half', { kind: 'half-body', times: 1, path: machineList }],
    [
      'one answer is no JSON',
      { kind: 'wrong-json', times: 1, path: machineList },
    ],
  ])('%s: asked again, nothing missed', async (_, fault) => {
    await lab.fault({ cluster, ...fault });
    expect(await guestsOf()).toHaveLength(guestCount);
  });

  it.each([
    ['every call fails', { kind: 'status', status: 503 }, 'unavailable'],
    ['every call is cut', { kind: 'cut' }, 'unavailable'],
    [
      'half of every list of machines is missing',
      { kind: 'half-list', path: machineList },
      'malformed',
    ],
    [
      'half of what runs is missing',
      { kind: 'half-list', path: instanceList },
      'malformed',
    ],
    [
      'the right to list is lost',
      { kind: 'empty-list', path: machineList },
      'refused',
    ],
    ['all rights are lost', { kind: 'emptied-acl' }, 'refused'],
  ])(
    '%s: the run ends',
    async (_, fault, failure) => {
      await lab.fault({ cluster, ...fault });
      await expect(collect(aCollector())).rejects.toMatchObject({ failure });
    },
    30_000,
  );

  it('a list that expired between two pages goes on in a newer picture', async () => {
    const collector = aCollector();
    let expired = false;
    const guests = await guestsOf(collector, {
      progress: ({ phase, done }) => {
        if (phase !== 'Reading guests' || done < 1 || expired) return;
        expired = true;
        void lab.fault({ kind: 'expired-ticket', cluster });
      },
    });
    expect(expired).toBe(true);
    expect(new Set(guests.map(guest => guest.externalId)).size).toBe(
      guestCount,
    );
  });

  it('an abort ends the run with its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = collect(aCollector(), {
      signal: controller.signal,
      progress: ({ phase }) => {
        if (phase === 'Reading guests') controller.abort(reason);
      },
    });
    await expect(run).rejects.toBe(reason);
  });
});
