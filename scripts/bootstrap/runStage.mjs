import path from 'node:path';
import { bootstrap, handOver, provideDataDirectory } from './bootstrap.mjs';
import { requireBootstrapNode } from './nodeRuntime.mjs';
import { projectRoot } from './paths.mjs';
import { printFailure } from './problem.mjs';
import { createSteps } from './steps.mjs';

/**
 * Prepares the machine, then runs a script of the project in the suitable
 * Node with the arguments of this process, and ends as it ends.
 *
 * @param {string} script
 * @param {() => void} [onFailure] - what else to say when it came to nothing
 */
export async function runStage(script, onFailure = () => {}) {
  try {
    requireBootstrapNode(process.versions.node);
    provideDataDirectory();
    const steps = createSteps();
    const node = await bootstrap(steps);
    process.exitCode = await handOver(
      node,
      path.join(projectRoot, script),
      process.argv.slice(2),
      { FLYLOFT_STARTED_AT: String(steps.startedAt) },
    );
  } catch (error) {
    printFailure(error);
    onFailure();
    process.exitCode = 1;
  }
}
