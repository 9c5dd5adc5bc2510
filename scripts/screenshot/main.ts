/** The second stage of `npm run screenshot`: the list of guests, in light and dark. */
import fs from 'node:fs';
import path from 'node:path';
import { openStage } from '../../tests/e2e/visit/stage.ts';
import { logDirectory, projectRoot } from '../bootstrap/paths.mjs';
import { printFailure } from '../bootstrap/problem.mjs';
import { createSteps } from '../bootstrap/steps.mjs';
import { provideFrontend } from '../parts/frontend/frontend.ts';

const PICTURES = path.join(projectRoot, 'docs', 'images');

const steps = createSteps({
  startedAt: Number(process.env.FLYLOFT_STARTED_AT) || Date.now(),
});

async function takePictures(): Promise<void> {
  await steps.step(
    'Frontend',
    () =>
      provideFrontend({
        projectRoot,
        logFile: path.join(logDirectory, 'build.log'),
        env: { ...process.env, FLYLOFT_URL: 'http://localhost:7007' },
        supervise: () => {},
      }),
    result => result,
  );
  const stage = await steps.step('Lab and portal', () => openStage());
  try {
    fs.mkdirSync(PICTURES, { recursive: true });
    for (const theme of ['light', 'dark'] as const) {
      const file = path.join(PICTURES, `guests-${theme}.png`);
      await steps.step(path.relative(projectRoot, file), async () => {
        const visit = await stage.visit('it', { width: 1440, theme });
        await visit.open('/inventory/guests');
        await visit.reads('Guests');
        await visit.page.getByRole('row').nth(10).waitFor();
        await visit.page.screenshot({ path: file });
        await visit.close();
      });
    }
  } finally {
    await stage.close();
  }
}

try {
  await takePictures();
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
process.disconnect?.();
