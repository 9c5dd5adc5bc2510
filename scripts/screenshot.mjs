/** `npm run screenshot`: takes the README's picture anew. */
import path from 'node:path';
import {
  bootstrap,
  handOver,
  provideDataDirectory,
} from './bootstrap/bootstrap.mjs';
import { requireBootstrapNode } from './bootstrap/nodeRuntime.mjs';
import { projectRoot } from './bootstrap/paths.mjs';
import { printFailure } from './bootstrap/problem.mjs';
import { createSteps } from './bootstrap/steps.mjs';

async function main() {
  requireBootstrapNode(process.versions.node);
  provideDataDirectory();
  const steps = createSteps();
  const node = await bootstrap(steps);
  return handOver(
    node,
    path.join(projectRoot, 'scripts/screenshot/main.ts'),
    process.argv.slice(2),
    { FLYLOFT_STARTED_AT: String(steps.startedAt) },
  );
}

try {
  process.exitCode = await main();
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
