import { setTimeout as delay } from 'node:timers/promises';
import { ChangeBatch } from '../../../plugins/inventory-backend/src/changes/ChangeBatch';
import {
  FakePlatform,
  Replica,
  SyncBench,
} from '../../../plugins/inventory-backend/src/testing/SyncBench';
import { aGuest } from '../../../plugins/inventory-backend/src/testing/observations';
import { floorOf } from './floor';
import { consoleLogger } from './consoleLogger';
import { runPart, tell, type PartInput } from './part';
import { worldOf, worldOwners, type WorldState } from './world';

/** What one sync took, without what its collector took. */
interface Measured {
  milliseconds: number;
  phases: Record<string, number>;
  /** The most that the process held above what it held before. */
  memoryBytes: number;
}

const sampleMilliseconds = 20;
const idleEdits = 300;
const pauseMilliseconds = 5;

void runPart<PartInput>(async input => {
  for (let round = 0; round < input.rounds; round++) {
    const bench = await newBench();
    try {
      for (const [name, state] of Object.entries(statesOf(input))) {
        tell({ sync: name, ...(await measured(bench, state)) });
      }
      for (const [name, state] of Object.entries(statesOf(input))) {
        if (name === 'first') continue;
        tell({ floor: name, ...(await floorOf(bench.db, after(state))) });
      }
    } finally {
      await bench.drop();
    }
    await edits(input);
    tell({ second: await secondPlatform(input) });
  }
  return async () => {};
});

function newBench(): Promise<SyncBench> {
  return SyncBench.create({ owners: worldOwners, logger: consoleLogger });
}

function statesOf({ guests }: PartInput): Record<string, WorldState> {
  return {
    first: { guests, round: 0, changeEvery: 0 },
    unchanged: { guests, round: 1, changeEvery: 0 },
    '1 % changed': { guests, round: 2, changeEvery: 100 },
  };
}

/** What the floor compares comes after what was synced. */
function after(state: WorldState): WorldState {
  return { ...state, round: 3 };
}

async function measured(
  bench: SyncBench,
  state: WorldState,
): Promise<Measured> {
  global.gc?.();
  const idle = process.memoryUsage.rss();
  let most = idle;
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, sampleMilliseconds);
  const began = performance.now();
  const run = await bench.sync(worldOf(state));
  const total = performance.now() - began;
  clearInterval(sampler);
  if (run.state !== 'succeeded') {
    throw new Error(`The sync ended as ${run.state}: ${run.problem?.message}`);
  }
  checkCounts(run.counts.guest, state);
  const phases = Object.fromEntries(
    run.phases.map(phase => [phase.name, phase.durationMilliseconds]),
  );
  return {
    milliseconds: total - (phases.collect ?? 0),
    phases,
    memoryBytes: most - idle,
  };
}

/** A sync that did something else than it should is no measure of it. */
function checkCounts(
  counts: { created: number; changed: number } | undefined,
  state: WorldState,
): void {
  const created = state.round === 0 ? state.guests : 0;
  const changed = state.changeEvery ? state.guests / state.changeEvery : 0;
  if (
    counts?.created !== created ||
    Math.abs(counts.changed - changed) > changed / 10
  ) {
    throw new Error(
      `The sync created ${counts?.created} and changed ${counts?.changed} guests, not ${created} and ${changed}`,
    );
  }
}

/**
 * Another platform's first sync beside one that is there, half its size each:
 * the planner knows the tables then, and none of the new platform's rows.
 */
async function secondPlatform(
  input: PartInput,
): Promise<{ first: number; second: number }> {
  const world = { ...statesOf(input).first!, guests: input.guests / 2 };
  const bench = await newBench();
  try {
    const first = await measured(bench, world);
    const other = new FakePlatform('other', 'Other platform');
    other.answers(worldOf(world));
    const replica = new Replica(bench.db, [other], {
      executor: 'replica-2',
      owners: worldOwners,
      logger: consoleLogger,
    });
    await replica.platforms.register([other]);
    await replica.service.start({ trigger: 'schedule', requestedBy: null });
    const began = performance.now();
    const taken = await replica.executor.takeNext();
    await taken?.done;
    const total = performance.now() - began;
    const run = taken && (await replica.runs.get(taken.runId));
    if (run?.state !== 'succeeded') {
      throw new Error(`The second platform's sync ended as ${run?.state}`);
    }
    const collect = run.phases.find(({ name }) => name === 'collect');
    await replica.executor.stop();
    return {
      first: first.milliseconds,
      second: total - (collect?.durationMilliseconds ?? 0),
    };
  } finally {
    await bench.drop();
  }
}

/** An edit on another platform: alone, then while a first sync is under way. */
async function edits(input: PartInput): Promise<void> {
  const bench = await newBench();
  try {
    const other = new FakePlatform('other', 'Other platform');
    await bench.replica.platforms.register([bench.platform, other]);
    const replica = bench.addReplica('replica-2');
    const guest = await otherGuest(bench);
    tell({
      floor: 'first',
      ...(await floorOf(bench.db, statesOf(input).first!)),
    });
    const idle: number[] = [];
    for (let count = 0; count < idleEdits; count++) {
      idle.push(await edit(replica.db, guest));
      await delay(pauseMilliseconds);
    }
    const busy: number[] = [];
    let syncing = true;
    const sync = bench
      .sync(worldOf(statesOf(input).first!))
      .finally(() => (syncing = false));
    while (syncing) {
      busy.push(await edit(replica.db, guest));
      await delay(pauseMilliseconds);
    }
    await sync;
    tell({ edits: { idle, busy } });
  } finally {
    await bench.drop();
  }
}

async function otherGuest(bench: SyncBench): Promise<string> {
  const { externalId, facts } = aGuest({ externalId: 'edited' });
  const [row] = await bench
    .db('guests')
    .insert({
      platform_id: 'other',
      external_id: externalId,
      type: 'virtual-machine',
      name: facts.name,
      power_state: facts.powerState,
      visibility: 'visible',
      first_seen_at: bench.db.fn.now(),
      changed_at: bench.db.fn.now(),
    })
    .returning('id');
  return row.id;
}

/** The smallest change that followers see: one row, one entry of the feed. */
async function edit(db: SyncBench['db'], guestId: string): Promise<number> {
  const began = performance.now();
  await db.transaction(async tx => {
    const at = new Date().toISOString();
    const batch = new ChangeBatch(tx, null, at);
    await tx('guests').where({ id: guestId }).update({ changed_at: at });
    await tx('changes').insert({
      batch_id: await batch.identify(),
      position: batch.nextPosition,
      platform_id: 'other',
      kind: 'guest',
      object_id: guestId,
      name: 'edited',
      operation: 'changed',
    });
    batch.added(1);
    await batch.publish();
  });
  return performance.now() - began;
}
