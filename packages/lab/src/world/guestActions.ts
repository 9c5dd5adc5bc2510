import type { Cluster } from './Cluster.ts';
import type { Guest } from './Guest.ts';
import { applyPending } from './guestConfiguration.ts';
import { nounOf, requireUnlocked } from './guestLock.ts';
import type { TaskPlan, World } from './World.ts';
import { WorldError } from './WorldError.ts';

/** Who does something, and how long it takes; the front door's usual durations when absent. */
export interface Doing {
  by: string;
  seconds?: number;
  ofTick?: boolean;
}

interface Subject {
  world: World;
  cluster: Cluster;
  guest: Guest;
}

/** Seconds a task of each type usually takes. */
const SECONDS: Record<string, number> = {
  qmstart: 2,
  qmstop: 1,
  qmshutdown: 4,
  qmreboot: 6,
  qmsuspend: 1,
  qmresume: 1,
  qmigrate: 8,
  vzstart: 2,
  vzstop: 1,
  vzshutdown: 3,
  vzreboot: 4,
  vzsuspend: 1,
  vzresume: 1,
  vzmigrate: 6,
};
/** After this long the HA manager gets round to what was asked of it. */
const HA_DELAY_SECONDS = 3;

function task(
  subject: Subject,
  doing: Doing,
  action: string,
  plan: Partial<TaskPlan>,
): string {
  const { world, cluster, guest } = subject;
  const type = `${guest.kind === 'qemu' ? 'qm' : 'vz'}${action}`;
  const named = type === 'qmmigrate' ? 'qmigrate' : type;
  return world.run(cluster, {
    node: guest.node,
    type: named,
    id: String(guest.vmid),
    by: doing.by,
    seconds: doing.seconds ?? SECONDS[named] ?? 2,
    ofTick: doing.ofTick,
    ...plan,
  });
}

/** HA-managed guests are asked for through the HA manager, whose task ends before anything happens. */
function throughManager(
  subject: Subject,
  doing: Doing,
  action: 'start' | 'stop',
  state: 'started' | 'stopped',
  then: () => void,
): string | undefined {
  const { world, cluster, guest } = subject;
  if (!guest.highAvailability || doing.seconds === 0 || doing.ofTick)
    return undefined;
  return world.run(cluster, {
    node: guest.node,
    type: `ha${action}`,
    id: String(guest.vmid),
    by: doing.by,
    seconds: 1,
    log: [
      `Requesting HA ${action} for ${guest.kind === 'qemu' ? 'VM' : 'CT'} ${guest.vmid}`,
    ],
    finish: () => {
      if (guest.highAvailability)
        guest.highAvailability = { ...guest.highAvailability, state };
      world.after(HA_DELAY_SECONDS * world.taskPace, then);
    },
  });
}

function bootNow({ world, guest }: Subject): void {
  applyPending(guest);
  guest.power = 'running';
  guest.bootedAt = world.now();
}

function haltNow({ guest }: Subject): void {
  guest.power = 'stopped';
  guest.bootedAt = 0;
  applyPending(guest);
}

export function startGuest(
  world: World,
  cluster: Cluster,
  guest: Guest,
  doing: Doing,
): string {
  const subject = { world, cluster, guest };
  // A container that runs is refused at the door, a machine's start fails in its task.
  if (guest.kind === 'lxc' && guest.power !== 'stopped') {
    throw new WorldError(`CT ${guest.vmid} already running`);
  }
  const start = () =>
    task(subject, doing, 'start', {
      begin: () => {
        if (guest.summary.template)
          throw new WorldError(
            `you can't start a ${guest.kind === 'qemu' ? 'vm' : 'CT'} if it's a template`,
          );
        requireUnlocked(guest);
        if (guest.power !== 'stopped')
          throw new WorldError(`VM ${guest.vmid} already running`);
      },
      finish: () => bootNow(subject),
    });
  return throughManager(subject, doing, 'start', 'started', start) ?? start();
}

export function stopGuest(
  world: World,
  cluster: Cluster,
  guest: Guest,
  doing: Doing,
): string {
  const subject = { world, cluster, guest };
  if (guest.kind === 'lxc' && guest.power === 'stopped') {
    throw new WorldError(`CT ${guest.vmid} not running`);
  }
  const stop = () =>
    task(subject, doing, 'stop', {
      begin: () => requireUnlocked(guest),
      finish: () => haltNow(subject),
    });
  return throughManager(subject, doing, 'stop', 'stopped', stop) ?? stop();
}

export function shutdownGuest(
  world: World,
  cluster: Cluster,
  guest: Guest,
  doing: Doing,
): string {
  const subject = { world, cluster, guest };
  if (guest.kind === 'lxc' && guest.power === 'stopped') {
    throw new WorldError(`CT ${guest.vmid} not running`);
  }
  const shutdown = () =>
    task(subject, doing, 'shutdown', {
      begin: () => {
        requireUnlocked(guest);
        if (guest.power === 'paused') {
          throw new WorldError('VM is paused - cannot shutdown');
        }
      },
      finish: () => haltNow(subject),
    });
  return (
    throughManager(subject, doing, 'stop', 'stopped', shutdown) ?? shutdown()
  );
}

export function rebootGuest(
  world: World,
  cluster: Cluster,
  guest: Guest,
  doing: Doing,
): string {
  const subject = { world, cluster, guest };
  if (guest.power === 'stopped')
    throw new WorldError(`${nounOf(guest)} ${guest.vmid} not running`);
  return task(subject, doing, 'reboot', {
    begin: () => requireUnlocked(guest),
    finish: () => bootNow(subject),
  });
}

export function suspendGuest(
  world: World,
  cluster: Cluster,
  guest: Guest,
  doing: Doing,
): string {
  const subject = { world, cluster, guest };
  if (guest.power === 'stopped')
    throw new WorldError(`${nounOf(guest)} ${guest.vmid} not running`);
  return task(subject, doing, 'suspend', {
    begin: () => requireUnlocked(guest),
    finish: () => {
      guest.power = 'paused';
    },
  });
}

export function resumeGuest(
  world: World,
  cluster: Cluster,
  guest: Guest,
  doing: Doing,
): string {
  const subject = { world, cluster, guest };
  if (guest.power === 'stopped')
    throw new WorldError(`${nounOf(guest)} ${guest.vmid} not running`);
  return task(subject, doing, 'resume', {
    finish: () => {
      guest.power = 'running';
    },
  });
}

/** A machine moves while it runs; a container is stopped and started again on the other side. */
export function migrateGuest(
  world: World,
  cluster: Cluster,
  guest: Guest,
  target: string,
  doing: Doing,
): string {
  const subject = { world, cluster, guest };
  cluster.node(target);
  if (target === guest.node) throw new WorldError('target is local node.');
  const source = guest.node;
  const restarts = guest.kind === 'lxc' && guest.power === 'running';
  return task(subject, doing, 'migrate', {
    log: [
      `starting migration of ${nounOf(guest)} ${guest.vmid} to node '${target}'`,
    ],
    begin: () => {
      requireUnlocked(guest);
      guest.lock = 'migrate';
    },
    finish: () => {
      guest.lock = undefined;
      if (guest.node !== source)
        throw new WorldError('guest is not on the source node any more');
      guest.node = target;
      if (restarts) guest.bootedAt = world.now();
    },
  });
}
