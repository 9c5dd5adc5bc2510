import fs from 'node:fs';
import path from 'node:path';
import { launch } from '../parts/processes/child.ts';
import { countJest, countTap, type Counts } from './counts.ts';
import type { Suite, SuiteContext } from './suites.ts';

export interface SuiteResult {
  suite: Suite;
  counts: Counts;
  seconds: number;
  /** Everything it printed. */
  output: string;
}

/** Runs one suite to its end, or to its time limit. */
export async function runSuite(
  suite: Suite,
  context: SuiteContext,
  env: NodeJS.ProcessEnv,
  onStart: (stop: () => Promise<void>) => void,
): Promise<SuiteResult> {
  const startedAt = Date.now();
  const output = path.join(context.output, suite.name.replace(/\W+/g, '-'));
  fs.mkdirSync(output, { recursive: true });
  const own = { ...context, output };
  const { args, cwd, env: suiteEnv } = suite.command(own);
  const logFile = path.join(output, 'output.log');
  const child = await launch({
    name: suite.name,
    command: process.execPath,
    args,
    cwd: cwd ?? context.projectRoot,
    env: { ...process.env, FORCE_COLOR: '0', ...env, ...suiteEnv },
    logFile,
  });
  onStart(() => child.stop());
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void child.stop();
  }, suite.timeoutMinutes * 60_000);
  const ending = await child.exited;
  clearTimeout(timer);
  // What it started and did not end.
  await child.stop();
  const said = fs.readFileSync(logFile, 'utf8');
  return {
    suite,
    counts: countSuite(suite, path.join(output, 'report'), ending),
    seconds: (Date.now() - startedAt) / 1000,
    output: timedOut
      ? `${said}\nIt was ended after ${suite.timeoutMinutes} minutes.`
      : said,
  };
}

function countSuite(suite: Suite, report: string, ending: string): Counts {
  const ok = ending === 'exit code 0';
  const asOne = { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  if (suite.counted === 'one') return asOne;
  // Without a report it broke before its first test.
  if (!fs.existsSync(report)) return asOne;
  const text = fs.readFileSync(report, 'utf8');
  const counts = readReport(suite, text);
  // Cut short, or failed outside of any test.
  if (!ok && counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}

function readReport(suite: Suite, text: string): Counts {
  if (suite.counted === 'node') return countTap(text);
  try {
    return countJest(text);
  } catch (error) {
    if (error instanceof SyntaxError)
      return { passed: 0, failed: 1, skipped: 0 };
    throw error;
  }
}
