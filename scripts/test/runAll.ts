import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../bootstrap/paths.mjs';
import { Problem } from '../bootstrap/problem.mjs';
import type { createSteps } from '../bootstrap/steps.mjs';
import { provideFrontend } from '../parts/frontend/frontend.ts';
import { startThrowawayPostgres } from '../parts/postgres/throwaway.ts';
import { Supervisor } from '../parts/processes/Supervisor.ts';
import { addCounts, type Counts } from './counts.ts';
import { clientsDirectory, whatIsMissing } from './needs.ts';
import { runSuite, type SuiteResult } from './runSuite.ts';
import { schedule } from './schedule.ts';
import { suites, type Suite } from './suites.ts';
import type { TestArguments } from './testArguments.ts';

type Steps = ReturnType<typeof createSteps>;

/** Runs what was asked for; with `strict`, what cannot run has failed. */
export async function runAll(
  args: TestArguments,
  options: { strict: boolean },
  steps: Steps,
  stopRequested: Promise<string>,
): Promise<Counts> {
  const output = fs.mkdtempSync(path.join(os.tmpdir(), 'flyloft-test-'));
  fs.chmodSync(output, 0o755);
  const supervisor = new Supervisor();
  const running = new Set<() => Promise<void>>();
  const work = runSelected(args, { ...options, output }, steps, {
    supervisor,
    running,
  });
  try {
    const result = await Promise.race([work, stopRequested]);
    if (typeof result !== 'string') return result;
    steps.mute();
    work.catch(() => {});
    throw new Problem('Ended before all tests had run.');
  } finally {
    await Promise.all([...running].map(stop => stop()));
    await supervisor.stop();
    fs.rmSync(output, { recursive: true, force: true });
  }
}

async function runSelected(
  args: TestArguments,
  options: { strict: boolean; output: string },
  steps: Steps,
  alive: { supervisor: Supervisor; running: Set<() => Promise<void>> },
): Promise<Counts> {
  const { ready, left } = await selectSuites(args, steps);
  const env = await prepare(ready, options.output, steps, alive.supervisor);
  const cores = os.availableParallelism();
  const context = { projectRoot, output: options.output, cores };
  const results = await schedule(ready, cores, async suite => {
    let stop = async () => {};
    const result = await runSuite(suite, context, env, stopSuite => {
      stop = stopSuite;
      alive.running.add(stop);
    });
    alive.running.delete(stop);
    tell(result, steps);
    return result;
  });
  const skipped: Counts = options.strict
    ? { passed: 0, failed: left.length, skipped: 0 }
    : { passed: 0, failed: 0, skipped: left.length };
  return addCounts([...results.map(result => result.counts), skipped]);
}

/** Which suites can run here; each of the others is named with the way to it. */
async function selectSuites(args: TestArguments, steps: Steps) {
  const wanted = suites
    .filter(suite => suite.fast || !args.fast)
    .filter(
      suite =>
        args.only.length === 0 ||
        args.only.some(part => suite.name.includes(part)),
    );
  const checked = await Promise.all(
    wanted.map(async suite => ({
      suite,
      missing: [
        ...(await whatIsMissing(suite.needs)),
        ...(hasFiles(suite) ? [] : [`there are no ${suite.files} yet`]),
      ],
    })),
  );
  const left = checked.filter(({ missing }) => missing.length > 0);
  for (const { suite, missing } of left) {
    steps.say(`Left out: ${suite.name}: ${missing.join('; ')}`);
  }
  return {
    ready: checked
      .filter(({ missing }) => missing.length === 0)
      .map(({ suite }) => suite),
    left,
  };
}

function hasFiles(suite: Suite): boolean {
  return (
    suite.files === undefined ||
    fs.globSync(suite.files, { cwd: projectRoot }).length > 0
  );
}

/** Makes what the suites need; answers what they find it by. */
async function prepare(
  ready: Suite[],
  output: string,
  steps: Steps,
  supervisor: Supervisor,
): Promise<NodeJS.ProcessEnv> {
  const needs = new Set(ready.flatMap(suite => suite.needs));
  const env: NodeJS.ProcessEnv = { FLYLOFT_CLIENTS: clientsDirectory };
  if (needs.has('frontend')) {
    await steps.step(
      'Frontend',
      (note: (text: string) => void) =>
        provideFrontend({
          projectRoot,
          logFile: path.join(output, 'build.log'),
          env: { ...process.env, FLYLOFT_URL: 'http://localhost:7007' },
          supervise: supervisor.addTask,
          note,
        }),
      result => result,
    );
  }
  if (needs.has('database')) {
    env.FLYLOFT_TEST_DATABASE_URL =
      process.env.FLYLOFT_TEST_DATABASE_URL ??
      (await steps.step(
        'PostgreSQL for tests',
        () =>
          startThrowawayPostgres({
            directory: output,
            projectRoot,
            supervise: supervisor.add,
          }),
        () => 'ready',
      ));
  }
  return env;
}

function tell(result: SuiteResult, steps: Steps): void {
  const { suite, counts, seconds, output } = result;
  const took = `${seconds.toFixed(1)} s`;
  if (counts.failed === 0) {
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    steps.say(`${suite.name}: ${counts.passed} passed${skipped} in ${took}`);
    return;
  }
  steps.say(`${suite.name}: ${counts.failed} FAILED in ${took}; its output:`);
  process.stdout.write(`${output.trimEnd()}\n\n`);
}
