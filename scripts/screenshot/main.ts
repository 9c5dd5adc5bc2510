/** The second stage of `npm run screenshot`: the pictures of the documentation. */
import fs from 'node:fs';
import path from 'node:path';
import { openStage, type Stage } from '../../tests/e2e/visit/stage.ts';
import type { Theme } from '../../tests/e2e/visit/Visit.ts';
import { logDirectory, projectRoot } from '../bootstrap/paths.mjs';
import { printFailure } from '../bootstrap/problem.mjs';
import { createSteps } from '../bootstrap/steps.mjs';
import { provideFrontend } from '../parts/frontend/frontend.ts';

const PICTURES = path.join(projectRoot, 'docs', 'images');

interface Picture {
  name: string;
  /** Who is signed in; IT unless said otherwise. */
  user?: string;
  theme: Theme;
  address(stage: Stage): Promise<string> | string;
  heading: string;
  /** What is there last. */
  shows: RegExp;
}

const guests = {
  address: () => '/inventory/guests',
  heading: 'Guests',
  shows: /^1–\d+ of /,
};

const pictures: Picture[] = [
  {
    name: 'home',
    theme: 'light',
    address: () => '/',
    heading: 'Home',
    shows: /addresses seen/,
  },
  { name: 'guests-light', theme: 'light', ...guests },
  { name: 'guests-dark', theme: 'dark', ...guests },
  {
    name: 'guest',
    theme: 'light',
    address: async ({ inventory }) => {
      const all = await inventory.guests('pve-west');
      const { id } = all.find(({ name }) => name === 'portal-web')!;
      return `/inventory/guests/${id}`;
    },
    heading: 'portal-web',
    shows: /First seen/,
  },
  {
    name: 'dashboard',
    theme: 'light',
    address: () => '/inventory/dashboard',
    heading: 'Dashboard',
    shows: /Newest guests/,
  },
  {
    name: 'sync',
    theme: 'light',
    address: () => '/inventory/sync',
    heading: 'Sync',
    shows: /West data centre/,
  },
  {
    name: 'changes',
    theme: 'light',
    address: () => '/inventory/changes',
    heading: 'Changes',
    shows: /^1–\d+ of /,
  },
  {
    name: 'platforms',
    theme: 'light',
    user: 'admin',
    address: () => '/admin/platforms',
    heading: 'Platforms',
    shows: /West data centre/,
  },
  {
    name: 'audit',
    theme: 'light',
    user: 'admin',
    address: () => '/admin/audit',
    heading: 'Audit',
    shows: /^1–\d+ of /,
  },
];

const steps = createSteps({
  startedAt: Number(process.env.FLYLOFT_STARTED_AT) || Date.now(),
});

async function takePictures(): Promise<void> {
  await steps.step(
    'Frontend',
    (note: (text: string) => void) =>
      provideFrontend({
        projectRoot,
        logFile: path.join(logDirectory, 'build.log'),
        env: { ...process.env, FLYLOFT_URL: 'http://localhost:7007' },
        supervise: () => {},
        note,
      }),
    result => result,
  );
  const stage = await steps.step('Lab and portal', () => openStage());
  try {
    fs.mkdirSync(PICTURES, { recursive: true });
    await makePast(stage);
    for (const picture of pictures) {
      const file = path.join(PICTURES, `${picture.name}.png`);
      await steps.step(path.relative(projectRoot, file), () =>
        take(stage, picture, file),
      );
    }
  } finally {
    await stage.close();
  }
}

/** A few moves of the world, so that there is a history to show. */
async function makePast({ stack, inventory }: Stage): Promise<void> {
  for (let count = 0; count < 3; count += 1) {
    await stack.control.tick(6);
    for (const { id } of stack.lab.clusters) await inventory.sync(id);
  }
}

async function take(
  stage: Stage,
  picture: Picture,
  file: string,
): Promise<void> {
  const visit = await stage.visit(picture.user ?? 'it', {
    width: 1440,
    theme: picture.theme,
  });
  await visit.open(await picture.address(stage));
  await visit.reads(picture.heading);
  await visit.page.getByRole('main').getByText(picture.shows).first().waitFor();
  await visit.page
    .getByRole('main')
    .locator('.bui-Skeleton')
    .first()
    .waitFor({ state: 'detached' });
  await visit.page.screenshot({ path: file });
  await visit.close();
}

try {
  await takePictures();
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
process.disconnect?.();
