/** Two portals on one database: one dies in the middle of a sync. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { InventoryAs } from '../harness/inventory.ts';
import { startStack, type Replica, type Stack } from '../harness/stack.ts';

const platformId = 'pve-west';
const REAPED_SECONDS = 90;

let stack: Stack;
let database: pg.Client;

before(async () => {
  stack = await startStack({ portals: 2 });
  database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
});

after(async () => {
  await database?.end();
  await stack?.close();
});

async function asIt(replica: Replica): Promise<InventoryAs> {
  return new InventoryAs(await stack.signIn('it', replica));
}

/** The process that does a run, as the lease says. */
async function processOf(runId: string): Promise<number> {
  const { rows } = await database.query<{ executor: string }>(
    'select executor from inventory.sync_runs where id = $1',
    [runId],
  );
  return Number(rows[0]!.executor.split('/')[1]);
}

async function replicaWith(pid: number): Promise<Replica> {
  for (const replica of stack.replicas) {
    if (replica.pid === pid) return replica;
  }
  throw new Error(`No portal runs as process ${pid}`);
}

test('one platform is synced once, whoever is asked', async () => {
  const people = await Promise.all(stack.replicas.map(asIt));
  await people[0]!.sync(platformId);
  await stack.control.addFault({
    kind: 'slow',
    cluster: platformId,
    milliseconds: 200,
  });
  const runs = await Promise.all(
    people.map(person => person.start(platformId)),
  );
  assert.equal(runs[0]!.id, runs[1]!.id, 'both are told of the same run');
  const { rows } = await database.query(
    `select id from inventory.sync_runs where platform_id = $1 and state in ('queued', 'running')`,
    [platformId],
  );
  assert.equal(rows.length, 1);
  await people[1]!.runUntil(runs[0]!.id, ['succeeded']);
  await stack.control.clearFaults();
});

test('a killed portal loses nothing, and the other takes over', async () => {
  const before = await asIt(stack.replicas[0]!);
  await before.sync(platformId);
  const whole = await before.guests(platformId);
  await stack.control.addFault({
    kind: 'slow',
    cluster: platformId,
    milliseconds: 1500,
  });
  const run = await before.start(platformId);
  await before.runUntil(run.id, ['running']);
  const victim = await replicaWith(await processOf(run.id));
  const survivor = stack.replicas.find(replica => replica !== victim)!;
  await victim.kill();
  await stack.control.clearFaults();

  const heir = await asIt(survivor);
  const ended = await waitFor(async () => {
    const now = await heir.run(run.id);
    return now.state === 'failed' ? now : undefined;
  });
  assert.ok(ended.problem?.message, 'the dead run says what became of it');
  await heir.sync(platformId);
  assert.deepEqual(
    (await heir.guests(platformId)).map(guest => guest.id),
    whole.map(guest => guest.id),
  );
  assert.equal((await heir.platform(platformId)).freshness.state, 'fresh');

  await victim.start();
  const again = await asIt(victim);
  await again.sync(platformId);
});

async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + REAPED_SECONDS * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, 'it did not happen in time');
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}
