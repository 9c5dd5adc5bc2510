/**
 * The second stage of `npm start`, in a suitable Node with all packages there:
 * runs the parts and minds them until it is told to end.
 */
import { printFailure } from '../bootstrap/problem.mjs';
import { createSteps } from '../bootstrap/steps.mjs';
import { runGroup } from './runGroup.ts';
import { readArguments } from './startArguments.ts';

const steps = createSteps({
  startedAt: Number(process.env.FLYLOFT_STARTED_AT) || Date.now(),
});

try {
  process.exitCode = await runGroup(
    readArguments(process.argv.slice(2)),
    process.env,
    steps,
  );
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
// The channel to the first stage would keep this process alive.
process.disconnect?.();
