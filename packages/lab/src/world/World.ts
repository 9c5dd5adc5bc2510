import { buildSite, populate } from './population.ts';
import type { BuildSite } from './buildSite.ts';
import { Cluster } from './Cluster.ts';
import { eastCluster } from './eastCluster.ts';
import type { Estate } from './estate/Estate.ts';
import { passEstateTick } from './estate/estateTick.ts';
import { buildEstates } from './estate/populateEstate.ts';
import { formatUpid, type Task } from './Task.ts';
import { recordPastTasks } from './pastTasks.ts';
import { passTick } from './tick.ts';
import { westCluster } from './westCluster.ts';
import { WorldError } from './WorldError.ts';

export interface WorldOptions {
  seed?: number;
  /** How many guests in all; the default world's some seventy when absent. */
  guests?: number;
  /** How many ordinary machines each estate has besides its stories. */
  estateGuests?: number;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** How much longer or shorter than usual tasks take; 0 ends them at once. */
  taskPace?: number;
}

/** What a task does, before the world has made it one. */
export interface TaskPlan {
  node: string;
  type: string;
  id: string;
  /** The user, with `!token` when a token asked. */
  by: string;
  seconds: number;
  log?: string[];
  /** Runs at once; an error ends the task with its text. */
  begin?: () => void;
  /** Runs when the time is over; an error ends the task with its text. */
  finish?: () => void;
  /** Made by a tick: over, at the latest, when the next tick comes. */
  ofTick?: boolean;
}

interface Planned {
  at: number;
  upid?: string;
  ofTick: boolean;
  run: () => void;
}

const SEEDED_GUESTS_PER_NODE = 500;
/** Of every five seeded guests, three live in the west. */
const WEST_SHARE = 0.6;

/**
 * The one world every protocol of the lab shows. It moves by ticks, each of which follows
 * from the seed, the tick's number and what happened before. It knows nothing of HTTP or of
 * who may do what.
 */
export class World {
  readonly seed: number;
  readonly clusters: Map<string, Cluster> = new Map();
  readonly sites: Map<string, BuildSite> = new Map();
  /** The sites of platforms other than Proxmox. */
  readonly estates: Map<string, Estate>;
  readonly taskPace: number;
  tick = 0;
  private readonly clock: () => number;
  private readonly planned: Planned[] = [];
  private processes = 0;

  constructor(options: WorldOptions = {}) {
    this.seed = options.seed ?? 1;
    this.clock = options.now ?? Date.now;
    this.taskPace = options.taskPace ?? 1;
    const seeded = Math.max(0, (options.guests ?? 0) - populate.storyCount);
    const west = Math.ceil(seeded * WEST_SHARE);
    const nodes = (count: number, least: number) =>
      Math.max(least, Math.ceil(count / SEEDED_GUESTS_PER_NODE));
    const limit = options.guests ?? populate.storyCount;
    for (const [plan, count] of [
      [westCluster(this.seed, nodes(west, 3)), west],
      [eastCluster(this.seed, nodes(seeded - west, 2)), seeded - west],
    ] as const) {
      const cluster = new Cluster(plan);
      const site = buildSite(this.seed, plan);
      this.clusters.set(plan.id, cluster);
      this.sites.set(plan.id, site);
      populate.stories(cluster, site, limit);
      populate.seeded(cluster, site, count);
    }
    this.estates = new Map(
      buildEstates(
        this.seed,
        options.estateGuests ?? 0,
        this.sites.get('pve-west'),
      ).map(estate => [estate.id, estate]),
    );
    recordPastTasks(this);
  }

  /** Seconds since 1970. */
  now(): number {
    return Math.floor(this.clock() / 1000);
  }

  cluster(id: string): Cluster {
    const cluster = this.clusters.get(id);
    if (!cluster) throw new WorldError(`there is no cluster '${id}'`);
    return cluster;
  }

  estate(id: string): Estate {
    const estate = this.estates.get(id);
    if (!estate) throw new WorldError(`there is no estate '${id}'`);
    return estate;
  }

  /** Records a task and does its work when its time has come; gives its id. */
  run(cluster: Cluster, plan: TaskPlan): string {
    const task = this.newTask(cluster, plan);
    cluster.tasks.add(task);
    try {
      plan.begin?.();
    } catch (error) {
      this.end(cluster, task, error);
      return task.upid;
    }
    const finish = () => {
      try {
        plan.finish?.();
        this.end(cluster, task);
      } catch (error) {
        this.end(cluster, task, error);
      }
    };
    this.after(
      plan.seconds * this.taskPace,
      finish,
      plan.ofTick ?? false,
      task.upid,
    );
    return task.upid;
  }

  /** Ends a task before its time: its work stays undone, what it held is let go. */
  interrupt(cluster: Cluster, task: Task): void {
    const index = this.planned.findIndex(planned => planned.upid === task.upid);
    if (index < 0) return;
    this.planned.splice(index, 1);
    const guest = cluster.guests.get(Number(task.id));
    if (guest) guest.lock = undefined;
    this.end(cluster, task, new WorldError('unexpected status'));
  }

  /** Does something once that many seconds have passed; at once when none. */
  after(
    seconds: number,
    run: () => void,
    ofTick: boolean = false,
    upid?: string,
  ): void {
    if (seconds <= 0) run();
    else
      this.planned.push({
        at: this.clock() + seconds * 1000,
        upid,
        ofTick,
        run,
      });
  }

  /** Does everything whose time has come. Whoever looks at the world calls it first. */
  settle(): void {
    const now = this.clock();
    this.runPlanned(planned => planned.at <= now);
  }

  /** Lets everything that was begun be over, also what follows from that. */
  finishTasks(): void {
    this.runPlanned(() => true);
  }

  /** Moves the world on by that many ticks. */
  step(count: number = 1): void {
    for (let i = 0; i < count; i++) {
      this.settle();
      // What the last tick began ends here at the latest, whatever the clock says, so that
      // the world after a tick never depends on how fast the ticks came.
      this.runPlanned(planned => planned.ofTick);
      this.tick++;
      passTick(this);
      for (const estate of this.estates.values())
        passEstateTick(estate, this.tick, this.now());
    }
  }

  private runPlanned(due: (planned: Planned) => boolean): void {
    for (;;) {
      const ready = this.planned.filter(due).sort((a, b) => a.at - b.at)[0];
      if (!ready) return;
      this.planned.splice(this.planned.indexOf(ready), 1);
      ready.run();
    }
  }

  private newTask(cluster: Cluster, plan: TaskPlan): Task {
    const starttime = this.now();
    const [user = '', tokenid] = plan.by.split('!');
    const parts = {
      node: plan.node,
      pid: 0x0009_0000 + this.processes++,
      pstart:
        Math.max(0, starttime - cluster.node(plan.node).plan.bootedAt) * 100,
      starttime,
      type: plan.type,
      id: plan.id,
    };
    return {
      ...parts,
      upid: formatUpid({ ...parts, user: plan.by }),
      user,
      tokenid,
      endtime: undefined,
      exitstatus: undefined,
      log: [...(plan.log ?? [])],
    };
  }

  private end(cluster: Cluster, task: Task, error?: unknown): void {
    if (error !== undefined && !(error instanceof WorldError)) throw error;
    task.endtime = Math.max(task.starttime, this.now());
    task.exitstatus = error === undefined ? 'OK' : error.message;
    task.log.push(
      error === undefined ? 'TASK OK' : `TASK ERROR: ${error.message}`,
    );
    cluster.revision++;
  }
}
