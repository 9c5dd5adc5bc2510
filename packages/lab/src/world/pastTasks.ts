import { Random } from './random.ts';
import { formatUpid } from './Task.ts';
import type { World } from './World.ts';

const HISTORY_BEGINS = Date.UTC(2026, 9, 20, 21, 30) / 1000;
const DAY = 86_400;
const NIGHTS = 8;

/** Gives every node a past: nightly backups, one of which failed, and a few starts. */
export function recordPastTasks(world: World): void {
  for (const cluster of world.clusters.values()) {
    let pid = 0x1000;
    for (const node of cluster.nodes.values()) {
      const random = new Random(world.seed, 'past', node.name);
      for (let night = 0; night < NIGHTS; night++) {
        const failed = random.chance(0.12);
        const starttime = HISTORY_BEGINS + night * DAY + random.between(1, 40);
        const endtime = starttime + random.between(900, 5400);
        const parts = {
          node: node.name,
          pid: (pid += random.between(3, 4000)),
          pstart: Math.max(0, starttime - node.plan.bootedAt) * 100,
          starttime,
          type: 'vzdump',
          id: '',
        };
        cluster.tasks.add({
          ...parts,
          upid: formatUpid({ ...parts, user: 'root@pam' }),
          user: 'root@pam',
          tokenid: undefined,
          endtime,
          exitstatus: failed ? 'job errors' : 'OK',
          log: [
            'INFO: starting new backup job: vzdump --all 1 --mode snapshot --quiet 1',
            failed
              ? 'ERROR: Backup of VM failed - job aborted: no space left'
              : 'INFO: Backup job finished successfully',
            failed ? 'TASK ERROR: job errors' : 'TASK OK',
          ],
        });
      }
    }
  }
}
