import type { Proxmox } from 'proxmox-api';
import type { Task } from '../../world/Task.ts';

/** A task in a list; what runs has neither end nor status. */
export function taskRow(task: Task): Proxmox.nodesTasksNodeTasks {
  return {
    upid: task.upid,
    node: task.node,
    pid: task.pid,
    pstart: task.pstart,
    starttime: task.starttime,
    type: task.type,
    id: task.id,
    user: task.user,
    ...(task.tokenid === undefined ? {} : { tokenid: task.tokenid }),
    ...(task.endtime === undefined
      ? {}
      : { endtime: task.endtime, status: task.exitstatus }),
  };
}

/** Whether a task is the caller's own. */
export function ownedBy(task: Task, authId: string): boolean {
  return (
    authId ===
    (task.tokenid === undefined ? task.user : `${task.user}!${task.tokenid}`)
  );
}
