import type { ClusterClient } from '../client/ClusterClient';
import { ProxmoxError, type ProxmoxFailure } from '../client/ProxmoxError';
import { parseResource, type GuestRow } from '../wire/resources';
import { afterAnswer, type AgentMemory } from './agentMemory';
import { AgentReader } from './AgentReader';

const now = new Date('2026-03-01T12:00:00.000Z');
const start = '2026-03-01T08:00:00.000Z';
const answered = afterAnswer(
  {},
  { interfaces: [], hostName: 'old', system: null },
  start,
);
const guest = (vmid: number, type = 'qemu'): GuestRow => {
  const parsed = parseResource({ type, vmid, node: 'a', status: 'running' });
  if (parsed?.kind !== 'guest') throw new Error('not a guest');
  return parsed.row;
};
const fails =
  (failure: ProxmoxFailure, timedOut = false) =>
  async () => {
    throw new ProxmoxError(failure, {
      call: 'GET /x',
      reason: 'because',
      timedOut,
    });
  };

function aReader(answers: Partial<ClusterClient>, run: object = {}) {
  const cluster = {
    parallelCalls: 4,
    agentInterfaces: async () => [],
    agentHostName: async () => ({ result: { 'host-name': 'new' } }),
    agentSystem: async () => ({
      result: { id: 'debian', name: 'Debian', 'pretty-name': 'Debian 13' },
    }),
    containerInterfaces: async () => [],
    ...answers,
  } as unknown as ClusterClient;
  const reader = new AgentReader(cluster, {
    number: 1,
    now,
    signal: AbortSignal.timeout(5_000),
    mayAskMachines: true,
    patienceMilliseconds: 10_000,
    ...run,
  });
  const ask = (vmid: number, memory: AgentMemory = {}, type = 'qemu') =>
    reader.ask({ row: guest(vmid, type), startedAt: start, memory });
  return { reader, ask };
}

it('learns addresses, host name and system of a guest that is new', async () => {
  const { ask } = aReader({});
  expect((await ask(100)).answer).toEqual({
    interfaces: [],
    hostName: 'new',
    system: { id: 'debian', name: 'Debian 13' },
  });
});

it('asks the host name of one that it knows when its turn comes', async () => {
  // 7 and 1 leave the same rest in turns of six, 8 and 1 don't.
  expect((await aReader({}).ask(7, answered)).answer?.hostName).toBe('new');
  expect((await aReader({}).ask(8, answered)).answer?.hostName).toBe('old');
});

it('keeps the addresses of an agent too old for the other questions', async () => {
  const { ask } = aReader({
    agentHostName: fails('agent-silent'),
    agentSystem: fails('agent-silent'),
  });
  expect((await ask(100)).answer).toEqual({
    interfaces: [],
    hostName: null,
    system: null,
  });
});

it.each([
  ['agent-silent', false],
  ['unavailable', true],
  ['malformed', false],
  ['invalid', false],
] as const)(
  'takes %s for the guest’s own silence',
  async (failure, timedOut) => {
    const { ask } = aReader({ agentInterfaces: fails(failure, timedOut) });
    expect((await ask(100)).silentSince).toBe(now.toISOString());
  },
);

it.each(['node-silent', 'not-found', 'unavailable'] as const)(
  'takes %s for no word of the agent',
  async failure => {
    const { ask } = aReader({ agentInterfaces: fails(failure) });
    expect(await ask(100, answered)).toBe(answered);
  },
);

it.each(['unauthenticated', 'untrusted'] as const)(
  'ends the run when it is %s',
  async failure => {
    await expect(
      aReader({ agentInterfaces: fails(failure) }).ask(100),
    ).rejects.toThrow();
    await expect(
      aReader({ agentHostName: fails(failure) }).ask(100),
    ).rejects.toThrow();
  },
);

it('counts refusals, and knows nothing by them', async () => {
  const { ask, reader } = aReader({ agentInterfaces: fails('refused') });
  expect((await ask(100)).silentSince).toBeUndefined();
  expect(reader.refused).toBe(1);
});

it('does not ask machines without the privilege, but containers', async () => {
  const agentInterfaces = jest.fn();
  const { ask } = aReader({ agentInterfaces }, { mayAskMachines: false });
  expect(await ask(100)).toEqual({});
  expect(agentInterfaces).not.toHaveBeenCalled();
  expect((await ask(200, {}, 'lxc')).answer).toBeDefined();
});

it('waits for silent agents only so long in a run, and few at a time', async () => {
  let asked = 0;
  let inside = 0;
  let most = 0;
  const agentInterfaces = async () => {
    asked += 1;
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(resolve => setTimeout(resolve, 20));
    inside -= 1;
    return fails('agent-silent')();
  };
  const { ask } = aReader({ agentInterfaces }, { patienceMilliseconds: 50 });
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => ask(100 + index)),
  );
  // Half of four calls at a time, 50 ms of waiting each.
  expect(most).toBe(2);
  expect(asked).toBeGreaterThan(2);
  expect(asked).toBeLessThan(12);
});
