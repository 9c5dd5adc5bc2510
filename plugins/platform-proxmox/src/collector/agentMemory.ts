import { z } from 'zod';

const minute = 60_000;
const hour = 60 * minute;
const firstPause = 10 * minute;
const longestPause = 6 * hour;
const pauseAfterRefusal = 30 * minute;
// An agent that stays silent so long in a running guest was taken away.
const forgetAfter = 7 * 24 * hour;
// The start is told as an age, which is rounded and late.
const startTolerance = 2 * minute;

const answerSchema = z.object({
  interfaces: z.array(
    z.object({
      macAddress: z.string(),
      addresses: z.array(
        z.object({ address: z.string(), prefixLength: z.number().nullable() }),
      ),
    }),
  ),
  hostName: z.string().nullable(),
  system: z
    .object({ id: z.string().nullable(), name: z.string().nullable() })
    .nullable(),
});

/** What a guest last said of itself. */
export type InsideAnswer = z.infer<typeof answerSchema>;

const memorySchema = z.object({
  answer: answerSchema.optional(),
  /** The start of the guest when it was last asked. */
  startedAt: z.string().optional(),
  silentSince: z.string().optional(),
  failures: z.number().int().optional(),
  retryAt: z.string().optional(),
});

/**
 * What is remembered between runs of a guest's inside. It changes only when
 * something did: an unchanged one costs no write.
 */
export type AgentMemory = z.infer<typeof memorySchema>;

/** Reads the memory back; what a former version kept otherwise is forgotten. */
export function parseAgentMemory(value: unknown): AgentMemory {
  const parsed = memorySchema.safeParse(value ?? {});
  return parsed.success ? parsed.data : {};
}

/** Whether two memories say the same; an unchanged one is not written again. */
export function isSameMemory(a: AgentMemory, b: AgentMemory): boolean {
  return (
    JSON.stringify(memorySchema.parse(a)) ===
    JSON.stringify(memorySchema.parse(b))
  );
}

function restarted(memory: AgentMemory, startedAt: string | null): boolean {
  if (startedAt === null || memory.startedAt === undefined) return false;
  const difference = Date.parse(startedAt) - Date.parse(memory.startedAt);
  return Math.abs(difference) > startTolerance;
}

/** Whether to ask now, and what. */
export interface AgentQuestion {
  ask: boolean;
  /** It answered the last time: it need not wait in the slow lane. */
  quick: boolean;
  /** Host name and system too, which seldom change. */
  everything: boolean;
}

/** Decides whether a running guest is asked in this run. */
export function agentQuestion(
  memory: AgentMemory,
  guest: { startedAt: string | null; now: Date; turn: boolean },
): AgentQuestion {
  const restart = restarted(memory, guest.startedAt);
  const resting =
    memory.retryAt !== undefined &&
    Date.parse(memory.retryAt) > guest.now.getTime();
  const answered =
    memory.answer !== undefined && memory.silentSince === undefined;
  return {
    ask: restart || !resting,
    quick: answered,
    everything: !answered || restart || guest.turn,
  };
}

/** The memory after an answer; the same one when nothing changed. */
export function afterAnswer(
  memory: AgentMemory,
  answer: InsideAnswer,
  startedAt: string | null,
): AgentMemory {
  const start =
    memory.startedAt === undefined || restarted(memory, startedAt)
      ? (startedAt ?? undefined)
      : memory.startedAt;
  return { answer, ...(start !== undefined && { startedAt: start }) };
}

/**
 * The memory after silence. What was known stays known for a week; the pause
 * before the next question doubles, and a restart ends it. One silence of an
 * agent that answered before is forgiven: it may only have been slow.
 */
export function afterSilence(
  memory: AgentMemory,
  guest: { startedAt: string | null; now: Date },
): AgentMemory {
  const restart = restarted(memory, guest.startedAt);
  const failures = (restart ? 0 : (memory.failures ?? 0)) + 1;
  const silentSince =
    (restart ? undefined : memory.silentSince) ?? guest.now.toISOString();
  const silentFor = guest.now.getTime() - Date.parse(silentSince);
  const kept = silentFor < forgetAfter ? memory.answer : undefined;
  const doublings = failures - (memory.answer ? 2 : 1);
  const pause =
    doublings < 0 ? 0 : Math.min(firstPause * 2 ** doublings, longestPause);
  return {
    ...(kept && { answer: kept }),
    ...(guest.startedAt !== null && { startedAt: guest.startedAt }),
    silentSince,
    failures,
    retryAt: new Date(guest.now.getTime() + pause).toISOString(),
  };
}

/** The memory after a refusal: the agent was not asked, so nothing is known. */
export function afterRefusal(memory: AgentMemory, now: Date): AgentMemory {
  return {
    ...memory,
    retryAt: new Date(now.getTime() + pauseAfterRefusal).toISOString(),
  };
}

/** What the memory says of the agent; a stopped guest's says nothing new. */
export function agentStateOf(
  memory: AgentMemory,
): 'running' | 'not-running' | 'unknown' {
  const forgiven = memory.answer !== undefined && (memory.failures ?? 0) < 2;
  if (memory.silentSince !== undefined && !forgiven) return 'not-running';
  return memory.answer === undefined ? 'unknown' : 'running';
}
