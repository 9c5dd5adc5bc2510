/** The second stage of `npm test`: runs the suites and counts. */
import { printFailure } from '../bootstrap/problem.mjs';
import { createSteps } from '../bootstrap/steps.mjs';
import { stopRequest } from '../start/stopRequest.ts';
import { countLine } from './counts.ts';
import { runAll } from './runAll.ts';
import { readTestArguments } from './testArguments.ts';

const steps = createSteps({
  startedAt: Number(process.env.FLYLOFT_STARTED_AT) || Date.now(),
});
const stop = stopRequest(() => process.exit(130));

try {
  const counts = await runAll(
    readTestArguments(process.argv.slice(2)),
    { strict: process.env.FLYLOFT_CI === '1' },
    steps,
    stop.requested,
  );
  process.stdout.write(`${countLine(counts)}\n`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
} catch (error) {
  printFailure(error);
  process.stdout.write(`${countLine({ passed: 0, failed: 1, skipped: 0 })}\n`);
  process.exitCode = 1;
} finally {
  stop.dispose();
}
process.disconnect?.();
