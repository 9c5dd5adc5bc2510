import type { Cluster } from '../world/Cluster.ts';
import {
  migrateGuest,
  rebootGuest,
  resumeGuest,
  shutdownGuest,
  startGuest,
  stopGuest,
  suspendGuest,
  type Doing,
} from '../world/guestActions.ts';
import { configureGuest, renameGuest } from '../world/guestConfiguration.ts';
import type { AgentState, GuestConfig } from '../world/guestDetail.ts';
import type { Guest } from '../world/Guest.ts';
import {
  createGuest,
  destroyGuest,
  restoreAs,
  restoreInPlace,
  reuseVmid,
  type NewGuest,
} from '../world/guestLifecycle.ts';
import {
  deleteSnapshot,
  rollBack,
  takeSnapshot,
} from '../world/guestSnapshots.ts';
import type { World } from '../world/World.ts';
import { WorldError } from '../world/WorldError.ts';

/** What a test may do to a guest; it happens at once unless `seconds` says otherwise. */
export interface GuestCommand {
  action: string;
  cluster: string;
  vmid?: number;
  /** How long its task takes. */
  seconds?: number;
  by?: string;
  node?: string;
  name?: string;
  newVmid?: number;
  unique?: boolean;
  set?: GuestConfig;
  remove?: string[];
  lock?: string | null;
  pool?: string | null;
  agent?: AgentState;
  addresses?: Record<string, string[]>;
  withMemory?: boolean;
  guest?: NewGuest;
}

interface Scene {
  world: World;
  cluster: Cluster;
  command: GuestCommand;
  doing: Doing;
}

type Outcome = { upid?: string; vmid?: number };
type Act = (scene: Scene, guest: Guest) => Outcome;

function text(value: string | undefined, name: string, action: string): string {
  if (value === undefined) throw new WorldError(`${action} needs ${name}`);
  return value;
}

const power =
  (
    act: (world: World, cluster: Cluster, guest: Guest, doing: Doing) => string,
  ): Act =>
  ({ world, cluster, doing }, guest) => ({
    upid: act(world, cluster, guest, doing),
  });

const ACTS: Record<string, Act> = {
  start: power(startGuest),
  stop: power(stopGuest),
  shutdown: power(shutdownGuest),
  reboot: power(rebootGuest),
  suspend: power(suspendGuest),
  resume: power(resumeGuest),
  migrate: ({ world, cluster, command, doing }, guest) => ({
    upid: migrateGuest(
      world,
      cluster,
      guest,
      text(command.node, 'node', 'migrate'),
      doing,
    ),
  }),
  rename: ({ cluster, command }, guest) => {
    renameGuest(cluster, guest, text(command.name, 'name', 'rename'));
    return {};
  },
  configure: ({ cluster, command }, guest) => {
    configureGuest(cluster, guest, {
      set: command.set,
      remove: command.remove,
      atOnce: true,
    });
    return {};
  },
  lock: ({ cluster, command }, guest) => {
    guest.lock = command.lock ?? undefined;
    cluster.revision++;
    return {};
  },
  pool: ({ cluster, command }, guest) => {
    guest.pool = command.pool ?? undefined;
    cluster.revision++;
    return {};
  },
  inside: ({ cluster, command }, guest) => {
    guest.edit(({ inside }) => {
      if (command.agent) inside.agent = command.agent;
      Object.assign(inside.addresses, command.addresses);
    });
    cluster.revision++;
    return {};
  },
  snapshot: ({ world, cluster, command, doing }, guest) => ({
    upid: takeSnapshot(
      world,
      cluster,
      guest,
      {
        name: text(command.name, 'name', 'snapshot'),
        withMemory: command.withMemory,
      },
      doing,
    ),
  }),
  'delete-snapshot': ({ world, cluster, command, doing }, guest) => ({
    upid: deleteSnapshot(
      world,
      cluster,
      guest,
      text(command.name, 'name', 'delete-snapshot'),
      doing,
    ),
  }),
  rollback: ({ world, cluster, command, doing }, guest) => ({
    upid: rollBack(
      world,
      cluster,
      guest,
      text(command.name, 'name', 'rollback'),
      doing,
    ),
  }),
  destroy: ({ world, cluster, doing }, guest) => ({
    upid: destroyGuest(world, cluster, guest, { ...doing, force: true }),
  }),
  'restore-in-place': ({ world, cluster, doing }, guest) => ({
    upid: restoreInPlace(world, cluster, guest, doing),
  }),
  'restore-as': ({ world, cluster, command, doing }, guest) =>
    restoreAs(
      world,
      cluster,
      guest,
      { vmid: command.newVmid, node: command.node, unique: command.unique },
      doing,
    ),
  'reuse-id': ({ world, cluster, command, doing }, guest) =>
    reuseVmid(world, cluster, guest, command.guest ?? {}, doing),
};

export const GUEST_ACTIONS: string[] = ['create', ...Object.keys(ACTS)];

/** Does it, and says under which task; an action whose task failed is refused with its text. */
export function commandGuest(world: World, command: GuestCommand): Outcome {
  const cluster = world.cluster(command.cluster);
  const doing = { by: command.by ?? 'root@pam', seconds: command.seconds ?? 0 };
  const outcome = act(world, cluster, command, doing);
  const task =
    outcome.upid === undefined ? undefined : cluster.tasks.find(outcome.upid);
  if (task?.exitstatus !== undefined && task.exitstatus !== 'OK') {
    throw new WorldError(task.exitstatus);
  }
  return outcome;
}

function act(
  world: World,
  cluster: Cluster,
  command: GuestCommand,
  doing: Doing,
): Outcome {
  if (command.action === 'create') {
    return createGuest(
      world,
      cluster,
      { vmid: command.vmid, node: command.node, ...command.guest },
      doing,
    );
  }
  const does = ACTS[command.action];
  if (!does)
    throw new WorldError(`action must be one of ${GUEST_ACTIONS.join(', ')}`);
  if (command.vmid === undefined)
    throw new WorldError(`${command.action} needs vmid`);
  return does({ world, cluster, command, doing }, cluster.guest(command.vmid));
}
