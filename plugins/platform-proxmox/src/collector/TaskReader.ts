import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterClient } from '../client/ClusterClient';
import { ProxmoxError } from '../client/ProxmoxError';
import {
  parseUpid,
  taskEvidence,
  type Task,
  type TaskEvidence,
} from '../wire/tasks';

// The cluster's list keeps some 25 tasks of each node.
const listedPerNode = 20;

function nodeOf(task: Task): string | undefined {
  return task.node ?? parseUpid(task.upid ?? '')?.node;
}

function startOf(task: Task): number {
  return task.starttime ?? parseUpid(task.upid ?? '')?.startedAtSeconds ?? 0;
}

/** Nodes whose part of the list is full and doesn't reach back far enough. */
export function cutShort(tasks: Task[], since: Date): string[] {
  const byNode = new Map<string, Task[]>();
  for (const task of tasks) {
    const node = nodeOf(task);
    if (node) byNode.set(node, [...(byNode.get(node) ?? []), task]);
  }
  return [...byNode]
    .filter(
      ([, own]) =>
        own.length >= listedPerNode &&
        own.every(task => startOf(task) * 1000 > since.getTime()),
    )
    .map(([node]) => node);
}

/**
 * Reads from the task log what became of VM ids since the last run. It is
 * evidence beside other evidence: without it a run is poorer, not wrong.
 */
export async function readTaskEvidence(
  cluster: ClusterClient,
  run: { since: Date | null; signal: AbortSignal; logger: LoggerService },
): Promise<Map<string, TaskEvidence>> {
  const { since, signal, logger } = run;
  if (since === null) return new Map();
  try {
    const recent = await cluster.recentTasks(signal);
    const more = await Promise.all(
      cutShort(recent, since).map(node =>
        cluster.nodeTasks(node, since, signal),
      ),
    );
    return taskEvidence([recent, ...more].flat(), since);
  } catch (error) {
    if (
      !(error instanceof ProxmoxError) ||
      error.failure === 'unauthenticated'
    ) {
      throw error;
    }
    logger.warn(`The task log could not be read: ${error.message}`);
    return new Map();
  }
}
