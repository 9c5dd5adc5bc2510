/**
 * `npm test` and `npm run check`: prepares the machine, then runs the suites
 * of scripts/test/suites.ts. The last line is always the count.
 */
import { runStage } from './bootstrap/runStage.mjs';

await runStage('scripts/test/main.ts', () =>
  process.stdout.write('0 passed, 1 failed, 0 skipped\n'),
);
