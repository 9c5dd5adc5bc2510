import { Access } from './proxmox/access/index.ts';
import type { Cluster } from './world/Cluster.ts';
import type { World } from './world/World.ts';

/** Who the portal reads as, and who sees nothing although they may sign in. */
export const COLLECTOR = {
  user: 'flyloft@pve',
  token: 'portal',
  unprivileged: 'unprivileged',
} as const;
export const ADMINISTRATOR = 'root@pam';

/** The role version 8 lacks: its auditors may not ask a guest's agent. */
const AGENT_READER = 'FlyloftAgentReader';

/** Backups show only to who could make some. */
const BACKUP_READER = 'FlyloftBackupReader';

/**
 * Sets up who may do what on a cluster, the way the README tells an administrator to:
 * a user and a token of its own, both allowed to look and, to see backups, to make them.
 */
export function clusterAccess(
  world: World,
  cluster: Cluster,
  secrets: { password: string; portal: string; unprivileged: string },
): Access {
  const access = new Access({
    version: cluster.plan.major,
    clusterName: cluster.id,
    now: () => world.now() * 1000,
    pools: {
      poolsOf(kind, id) {
        const pool =
          kind === 'vms' ? cluster.guests.get(Number(id))?.pool : undefined;
        return pool === undefined ? [] : [pool];
      },
      *memberPaths() {
        for (const pool of cluster.pools.keys()) yield `/pool/${pool}`;
        for (const guest of cluster.guests.values())
          if (guest.pool) yield `/vms/${guest.vmid}`;
      },
    },
  });
  access.accounts.setPassword(ADMINISTRATOR, secrets.password);
  access.addUser(COLLECTOR.user, { comment: 'Flyloft, reads the inventory' });
  access.addToken(COLLECTOR.user, COLLECTOR.token, secrets.portal, {
    comment: 'Portal',
  });
  access.addToken(
    COLLECTOR.user,
    COLLECTOR.unprivileged,
    secrets.unprivileged,
    {
      comment: 'Nobody gave this one anything',
    },
  );
  access.setRole(BACKUP_READER, ['VM.Backup', 'Datastore.AllocateSpace']);
  const roles = ['PVEAuditor', BACKUP_READER];
  if (cluster.plan.major < 9) {
    access.setRole(AGENT_READER, ['VM.Monitor']);
    roles.push(AGENT_READER);
  }
  access.setAcl({
    path: '/',
    roles,
    users: [COLLECTOR.user],
    tokens: [`${COLLECTOR.user}!${COLLECTOR.token}`],
  });
  addPeople(access, secrets.password);
  return access;
}

/** Somebody to sign in as who sees only a part. */
function addPeople(access: Access, password: string): void {
  access.addGroup('web-operators', 'Run the web pool');
  access.addUser('operator@pve', {
    password,
    groups: ['web-operators'],
    comment: 'Runs the web pool',
  });
  access.setAcl({
    path: '/pool/team-web',
    roles: ['PVEVMAdmin'],
    groups: ['web-operators'],
  });
  access.addUser('guest@pve', {
    password,
    comment: 'May sign in and see nothing',
  });
}
