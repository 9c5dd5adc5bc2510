/**
 * `npm start`: prepares the machine, then runs PostgreSQL, the lab and the
 * portal as one group. See README.md for its settings.
 */
import path from 'node:path';
import {
  bootstrap,
  handOver,
  provideDataDirectory,
} from './bootstrap/bootstrap.mjs';
import { takeLock } from './bootstrap/lock.mjs';
import { requireBootstrapNode } from './bootstrap/nodeRuntime.mjs';
import { dataDirectory, projectRoot } from './bootstrap/paths.mjs';
import { printFailure } from './bootstrap/problem.mjs';
import { createSteps } from './bootstrap/steps.mjs';

async function main() {
  requireBootstrapNode(process.versions.node);
  provideDataDirectory();
  const lockFile = path.join(dataDirectory, 'lock.json');
  const lock = takeLock(lockFile, { what: 'Flyloft', url: addressForPeople() });
  endOnSignal();
  process.once('exit', lock.release);
  const steps = createSteps();
  const node = await bootstrap(steps);
  return handOver(
    node,
    path.join(projectRoot, 'scripts/start/main.ts'),
    process.argv.slice(2),
    { FLYLOFT_STARTED_AT: String(steps.startedAt) },
  );
}

function addressForPeople() {
  return (
    process.env.FLYLOFT_URL ?? `http://localhost:${process.env.PORT || 7007}`
  );
}

/** Until the second stage takes over, a signal simply ends the preparation. */
function endOnSignal() {
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  process.on('SIGHUP', () => process.exit(129));
}

try {
  process.exitCode = await main();
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
