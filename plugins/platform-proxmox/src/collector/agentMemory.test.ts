import fc from 'fast-check';
import {
  afterAnswer,
  afterRefusal,
  afterSilence,
  agentQuestion,
  agentStateOf,
  isSameMemory,
  parseAgentMemory,
  type AgentMemory,
  type InsideAnswer,
} from './agentMemory';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = '2026-03-01T08:00:00.000Z';
const at = (milliseconds: number) =>
  new Date(Date.parse('2026-03-02T00:00:00.000Z') + milliseconds);
const answer: InsideAnswer = {
  interfaces: [
    {
      macAddress: 'bc:24:11:00:00:01',
      addresses: [{ address: '10.2.0.17', prefixLength: 24 }],
    },
  ],
  hostName: 'web-1',
  system: { id: 'debian', name: 'Debian 13' },
};
const silentTimes = (memory: AgentMemory, times: number, from = 0) => {
  let result = memory;
  for (let round = 0; round < times; round += 1) {
    result = afterSilence(result, {
      startedAt: start,
      now: at(from + round * 5 * minute),
    });
  }
  return result;
};
const asks = (
  memory: AgentMemory,
  now: Date,
  startedAt: string | null = start,
) => agentQuestion(memory, { startedAt, now, turn: false });

it('asks everything of a guest that never answered, in the slow lane', () => {
  expect(asks({}, at(0))).toEqual({
    ask: true,
    quick: false,
    everything: true,
  });
});

it('asks one that answered at once, and for its addresses only', () => {
  expect(asks(afterAnswer({}, answer, start), at(0))).toEqual({
    ask: true,
    quick: true,
    everything: false,
  });
});

it('remembers the same of a guest that answers the same', () => {
  const first = afterAnswer({}, answer, start);
  // The start is told as an age in seconds and drifts.
  const second = afterAnswer(first, { ...answer }, '2026-03-01T08:00:41.000Z');
  expect(isSameMemory(first, second)).toBe(true);
});

it('leaves a silent one alone, longer each time, six hours at most', () => {
  let memory: AgentMemory = {};
  const pauses: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    memory = afterSilence(memory, { startedAt: start, now: at(0) });
    pauses.push((Date.parse(memory.retryAt!) - at(0).getTime()) / minute);
  }
  expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 360, 360]);
  expect(asks(memory, at(359 * minute)).ask).toBe(false);
  expect(asks(memory, at(360 * minute)).ask).toBe(true);
});

it('asks at once after a restart', () => {
  const memory = silentTimes({}, 5);
  expect(
    asks(memory, at(21 * minute), '2026-03-02T00:20:00.000Z'),
  ).toMatchObject({
    ask: true,
    everything: true,
  });
});

it('takes nothing back because of silence, for a week', () => {
  const known = afterAnswer({}, answer, start);
  expect(silentTimes(known, 1, 0).answer).toEqual(answer);
  const silent = silentTimes(known, 3);
  expect(silent.answer).toEqual(answer);
  const later = (days: number) =>
    afterSilence(silent, { startedAt: start, now: at(days * day) }).answer;
  expect(later(6.9)).toEqual(answer);
  expect(later(7.1)).toBeUndefined();
});

it('forgives one silence of an agent that answered', () => {
  const known = afterAnswer({}, answer, start);
  const once = silentTimes(known, 1);
  expect(agentStateOf(once)).toBe('running');
  expect(asks(once, at(5 * minute)).ask).toBe(true);
  expect(agentStateOf(silentTimes(known, 2))).toBe('not-running');
  expect(agentStateOf(afterAnswer(silentTimes(known, 2), answer, start))).toBe(
    'running',
  );
});

it('knows nothing of an agent it was not allowed to ask', () => {
  const refused = afterRefusal({}, at(0));
  expect(agentStateOf(refused)).toBe('unknown');
  expect(asks(refused, at(29 * minute)).ask).toBe(false);
  expect(asks(refused, at(30 * minute)).ask).toBe(true);
});

it('reads back what it wrote, and starts afresh from anything else', () => {
  const memory = silentTimes(afterAnswer({}, answer, start), 3);
  expect(parseAgentMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
  fc.assert(
    fc.property(fc.anything(), value => {
      expect(typeof parseAgentMemory(value)).toBe('object');
    }),
  );
});
