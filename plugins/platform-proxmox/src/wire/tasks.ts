import { z } from 'zod';
import { looseNumber, looseText } from '@flyloft/plugin-inventory-node';

/** `GET /cluster/tasks` and `/nodes/{node}/tasks`. */
export const tasksSchema = z.array(
  z.object({
    upid: looseText,
    node: looseText,
    type: looseText,
    id: looseText,
    status: looseText,
    starttime: looseNumber,
    endtime: looseNumber,
  }),
);
export type Task = z.infer<typeof tasksSchema>[number];

/** The parts of a task's id that the inventory reads. */
export interface Upid {
  node: string;
  startedAtSeconds: number;
  type: string;
  id: string;
  user: string;
}

const upid =
  /^UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?):[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:([0-9A-Fa-f]{8}):([^:\s/]+):([^:\s/]*):([^:\s/]+):$/;

/** Reads a task's id; null when it is none (the last colon is part of it). */
export function parseUpid(text: string): Upid | null {
  const match = upid.exec(text);
  return (
    match && {
      node: match[1],
      startedAtSeconds: Number.parseInt(match[2], 16),
      type: match[3],
      id: match[4],
      user: match[5],
    }
  );
}

/** What the task log says became of an id. */
export interface TaskEvidence {
  destroyed: boolean;
  restored: boolean;
}

const destroys = new Set(['qmdestroy', 'vzdestroy']);
const creates = new Set(['qmcreate', 'vzcreate']);
const restores = new Set(['qmrestore', 'vzrestore']);
// A guest made just before the last run was seen by that run as what it is.
const settleSeconds = 60;

/** `WARNINGS: 2` is a success, too; a task still running has no status. */
function succeeded(status: string | undefined): boolean {
  return status === 'OK' || (status?.startsWith('WARNINGS') ?? false);
}

/**
 * What became of VM ids since a time: destroyed (or made anew, which says the
 * same of what was there before), restored. Only tasks that ended well count.
 */
export function taskEvidence(
  tasks: Task[],
  since: Date,
): Map<string, TaskEvidence> {
  const evidence = new Map<string, TaskEvidence>();
  const sinceSeconds = since.getTime() / 1000;
  for (const task of tasks) {
    const parsed = parseUpid(task.upid ?? '');
    const type = task.type ?? parsed?.type ?? '';
    const id = task.id ?? parsed?.id ?? '';
    const start = task.starttime ?? parsed?.startedAtSeconds ?? 0;
    const end = task.endtime ?? start;
    if (!/^\d+$/.test(id) || end < sinceSeconds || !succeeded(task.status)) {
      continue;
    }
    const made = creates.has(type) && start >= sinceSeconds + settleSeconds;
    const destroyed = destroys.has(type) || made;
    const restored = restores.has(type);
    if (!destroyed && !restored) continue;
    const before = evidence.get(id);
    evidence.set(id, {
      destroyed: destroyed || (before?.destroyed ?? false),
      restored: restored || (before?.restored ?? false),
    });
  }
  return evidence;
}
