/** The portal itself: built and served by the backend, or with hot reload. */
import path from 'node:path';
import { logDirectory, projectRoot } from '../bootstrap/paths.mjs';
import { provideFrontend } from '../parts/frontend/frontend.ts';
import {
  startDevelopmentBackend,
  startDevelopmentFrontend,
} from '../parts/portal/development.ts';
import { portalConfigFiles, startPortal } from '../parts/portal/portal.ts';
import type { Child } from '../parts/processes/child.ts';
import type { StartContext } from './startContext.ts';

export interface Pages {
  /** The process that imports the directory. */
  child: Child;
  /** Where people go. */
  url: string;
}

/** Builds the frontend if it changed; first, because nothing else needs to wait for it to fail. */
export async function buildPages(context: StartContext): Promise<void> {
  const { settings, steps, supervisor } = context;
  await steps.step(
    'Frontend',
    (note: (text: string) => void) =>
      provideFrontend({
        projectRoot,
        logFile: path.join(logDirectory, 'build.log'),
        env: { ...process.env, FLYLOFT_URL: settings.url.origin },
        supervise: supervisor.addTask,
        note,
      }),
    result => result,
  );
}

/** One origin: the backend serves what was built. */
export async function startBuiltPages(
  context: StartContext,
  env: Record<string, string>,
): Promise<Pages> {
  const { args, settings, steps, supervisor } = context;
  const { child } = await steps.step(
    'Portal',
    () =>
      startPortal({
        projectRoot,
        host: settings.host,
        port: settings.port,
        env,
        configFiles: portalConfigFiles(projectRoot, { lab: args.lab }),
        logFile: path.join(logDirectory, 'portal.log'),
        supervise: supervisor.add,
      }),
    ({ localUrl }) => `ready at ${localUrl}`,
  );
  return { child, url: settings.url.origin };
}

/** Two development servers, each with an origin of its own. */
export async function startDevelopmentPages(
  context: StartContext,
  env: Record<string, string>,
): Promise<Pages> {
  const { args, settings, steps, supervisor } = context;
  const options = {
    projectRoot,
    url: settings.devUrl,
    backendUrl: settings.url.origin,
    env,
    configFiles: portalConfigFiles(projectRoot, { lab: args.lab, dev: true }),
    logDirectory,
    supervise: supervisor.add,
  };
  const child = await steps.step(
    'Backend',
    () => startDevelopmentBackend(options),
    () => `ready at ${options.backendUrl}`,
  );
  await steps.step(
    'Frontend',
    () => startDevelopmentFrontend(options),
    () => `ready at ${options.url}`,
  );
  return { child, url: options.url };
}
