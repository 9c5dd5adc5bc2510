import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schedule } from './schedule.ts';

interface Job {
  name: string;
  cores: number;
}

async function trace(jobs: Job[], cores: number) {
  const events: string[] = [];
  let busy = 0;
  let mostBusy = 0;
  const results = await schedule(jobs, cores, async job => {
    busy += Math.min(job.cores, cores);
    mostBusy = Math.max(mostBusy, busy);
    events.push(`+${job.name}`);
    await new Promise(setImmediate);
    events.push(`-${job.name}`);
    busy -= Math.min(job.cores, cores);
    return job.name;
  });
  return { events, results, mostBusy };
}

test('jobs run side by side, never more than the cores allow', async () => {
  const { mostBusy, results } = await trace(
    [
      { name: 'a', cores: 1 },
      { name: 'b', cores: 2 },
      { name: 'c', cores: 1 },
      { name: 'd', cores: 1 },
    ],
    2,
  );
  assert.equal(mostBusy, 2);
  assert.deepEqual(results, ['a', 'b', 'c', 'd']);
});

test('a job that wants more than there is runs, alone', async () => {
  const { events } = await trace(
    [
      { name: 'big', cores: 8 },
      { name: 'small', cores: 1 },
    ],
    2,
  );
  assert.deepEqual(events, ['+big', '-big', '+small', '-small']);
});

test('a job that breaks breaks the run', async () => {
  await assert.rejects(
    schedule([{ cores: 1 }], 2, async () => {
      throw new Error('broken');
    }),
    /broken/,
  );
});
