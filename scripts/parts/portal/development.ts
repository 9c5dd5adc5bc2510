/**
 * The portal with hot reload: Backstage's own development servers, the
 * backend's restarting and the frontend's replacing what was edited.
 */
import path from 'node:path';
import { launch, type Child } from '../processes/child.ts';
import { answersOk, waitUntilReady } from '../processes/waitUntilReady.ts';

export interface DevelopmentOptions {
  projectRoot: string;
  /** Where the frontend's development server is to be. */
  url: string;
  backendUrl: string;
  env: Record<string, string>;
  configFiles: string[];
  logDirectory: string;
  /** Told of each process as soon as there is one. */
  supervise: (child: Child) => void;
}

/** The first compilation on a small machine. */
const READY_SECONDS = 240;

/** Starts the backend's server and waits until every plugin in it is ready. */
export async function startDevelopmentBackend(
  options: DevelopmentOptions,
): Promise<Child> {
  const child = await startPackage('backend', 'The backend', options);
  const probe = `${options.backendUrl}/.backstage/health/v1/readiness`;
  await waitUntilReady(child, () => answersOk(probe), READY_SECONDS);
  return child;
}

/** Starts the frontend's server and waits until it serves pages. */
export async function startDevelopmentFrontend(
  options: DevelopmentOptions,
): Promise<Child> {
  const child = await startPackage('app', 'The frontend', options);
  await waitUntilReady(child, () => answersOk(options.url), READY_SECONDS);
  return child;
}

async function startPackage(
  directory: 'app' | 'backend',
  name: string,
  options: DevelopmentOptions,
): Promise<Child> {
  const { projectRoot, configFiles, env, logDirectory } = options;
  const child = await launch({
    name,
    command: process.execPath,
    args: [
      path.join(projectRoot, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'start',
      ...configFiles.flatMap(file => ['--config', file]),
    ],
    cwd: path.join(projectRoot, 'packages', directory),
    env: { ...process.env, ...env, NODE_ENV: 'development' },
    logFile: path.join(logDirectory, `dev-${directory}.log`),
  });
  options.supervise(child);
  return child;
}
