import type { Task } from './Task.ts';

/** What the index of a node keeps; older tasks are forgotten, as on a real host. */
const KEPT_PER_NODE = 1000;

/** The tasks of one cluster, newest first for each node. */
export class TaskLog {
  private readonly byNode = new Map<string, Task[]>();
  private readonly byUpid = new Map<string, Task>();

  add(task: Task): void {
    const tasks = this.byNode.get(task.node) ?? [];
    this.byNode.set(task.node, tasks);
    tasks.unshift(task);
    this.byUpid.set(task.upid, task);
    if (tasks.length > KEPT_PER_NODE) {
      const forgotten = tasks.findLastIndex(old => old.endtime !== undefined);
      if (forgotten >= 0) {
        for (const old of tasks.splice(forgotten, 1))
          this.byUpid.delete(old.upid);
      }
    }
  }

  find(upid: string): Task | undefined {
    return this.byUpid.get(upid);
  }

  ofNode(node: string): readonly Task[] {
    return this.byNode.get(node) ?? [];
  }
}
