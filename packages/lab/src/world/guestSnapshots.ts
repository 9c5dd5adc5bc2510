import type { Cluster } from './Cluster.ts';
import type { Guest } from './Guest.ts';
import type { Doing } from './guestActions.ts';
import { requireUnlocked } from './guestLock.ts';
import type { World } from './World.ts';
import { WorldError } from './WorldError.ts';

function prefix(guest: Guest): string {
  return guest.kind === 'qemu' ? 'qm' : 'vz';
}

export function takeSnapshot(
  world: World,
  cluster: Cluster,
  guest: Guest,
  snapshot: { name: string; description?: string; withMemory?: boolean },
  doing: Doing,
): string {
  return world.run(cluster, {
    node: guest.node,
    type: `${prefix(guest)}snapshot`,
    id: String(guest.vmid),
    by: doing.by,
    seconds: doing.seconds ?? 3,
    ofTick: doing.ofTick,
    begin: () => {
      requireUnlocked(guest);
      if (guest.detail.snapshots.some(known => known.name === snapshot.name)) {
        throw new WorldError(`snapshot name '${snapshot.name}' already used`);
      }
      guest.lock = 'snapshot';
    },
    finish: () => {
      guest.lock = undefined;
      const parent = guest.detail.config.parent;
      guest.edit(detail => {
        detail.snapshots.push({
          name: snapshot.name,
          description: snapshot.description ?? '',
          time: world.now(),
          ...(typeof parent === 'string' ? { parent } : {}),
          withMemory: snapshot.withMemory ?? false,
          config: structuredClone(detail.config),
        });
        detail.config.parent = snapshot.name;
      });
    },
  });
}

export function deleteSnapshot(
  world: World,
  cluster: Cluster,
  guest: Guest,
  name: string,
  doing: Doing,
): string {
  return world.run(cluster, {
    node: guest.node,
    type: `${prefix(guest)}delsnapshot`,
    id: String(guest.vmid),
    by: doing.by,
    seconds: doing.seconds ?? 3,
    ofTick: doing.ofTick,
    begin: () => {
      requireUnlocked(guest);
      requireSnapshot(guest, name);
      guest.lock = 'snapshot-delete';
    },
    finish: () => {
      guest.lock = undefined;
      guest.edit(detail => {
        const gone = detail.snapshots.find(known => known.name === name);
        detail.snapshots = detail.snapshots.filter(known => known !== gone);
        for (const child of detail.snapshots) {
          if (child.parent !== name) continue;
          if (gone?.parent) child.parent = gone.parent;
          else delete child.parent;
        }
        if (detail.config.parent !== name) return;
        if (gone?.parent) detail.config.parent = gone.parent;
        else delete detail.config.parent;
      });
    },
  });
}

/** Puts the guest back to how it was; it runs afterwards only if its memory was kept. */
export function rollBack(
  world: World,
  cluster: Cluster,
  guest: Guest,
  name: string,
  doing: Doing,
): string {
  return world.run(cluster, {
    node: guest.node,
    type: `${prefix(guest)}rollback`,
    id: String(guest.vmid),
    by: doing.by,
    seconds: doing.seconds ?? 4,
    ofTick: doing.ofTick,
    begin: () => {
      requireUnlocked(guest);
      requireSnapshot(guest, name);
      guest.lock = 'rollback';
    },
    finish: () => {
      guest.lock = undefined;
      const snapshot = requireSnapshot(guest, name);
      guest.edit(detail => {
        detail.config = { ...structuredClone(snapshot.config), parent: name };
      });
      guest.power = snapshot.withMemory ? 'running' : 'stopped';
      guest.bootedAt = snapshot.withMemory ? world.now() : 0;
    },
  });
}

function requireSnapshot(guest: Guest, name: string) {
  const snapshot = guest.detail.snapshots.find(known => known.name === name);
  if (!snapshot) throw new WorldError(`snapshot '${name}' does not exist`);
  return snapshot;
}
