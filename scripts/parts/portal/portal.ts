/** Runs the portal's backend, which also serves the built frontend. */
import fs from 'node:fs';
import path from 'node:path';
import { launch, type Child } from '../processes/child.ts';
import { answersOk, waitUntilReady } from '../processes/waitUntilReady.ts';

export interface PortalOptions {
  projectRoot: string;
  name?: string;
  host: string;
  port: number;
  env: Record<string, string>;
  configFiles: string[];
  logFile: string;
  readySeconds?: number;
  /** Told of the process as soon as there is one. */
  supervise: (child: Child) => void;
}

export interface Portal {
  child: Child;
  /** Its own address, which differs from the public one behind a proxy. */
  localUrl: string;
}

/** The configuration files in their order; later ones win. */
export function portalConfigFiles(
  projectRoot: string,
  options: { lab: boolean; dev?: boolean; local?: boolean },
): string[] {
  const local = path.join(projectRoot, 'app-config.local.yaml');
  const withLocal = options.local !== false && fs.existsSync(local);
  return [
    path.join(projectRoot, 'app-config.yaml'),
    ...(options.lab ? [path.join(projectRoot, 'app-config.lab.yaml')] : []),
    ...(options.dev ? [path.join(projectRoot, 'app-config.dev.yaml')] : []),
    ...(withLocal ? [local] : []),
  ];
}

/** Starts the backend and waits until every plugin in it is ready. */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { projectRoot } = options;
  const child = await launch({
    name: options.name ?? 'The portal',
    command: process.execPath,
    args: [
      '--enable-source-maps',
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      path.join(projectRoot, 'packages/backend/src/index.ts'),
      ...options.configFiles.flatMap(file => ['--config', file]),
    ],
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: 'production', ...options.env },
    logFile: options.logFile,
    graceSeconds: 20,
  });
  options.supervise(child);
  const host = options.host === '0.0.0.0' ? '127.0.0.1' : options.host;
  const localUrl = `http://${host}:${options.port}`;
  await waitUntilReady(
    child,
    () => answersOk(`${localUrl}/.backstage/health/v1/readiness`),
    options.readySeconds ?? 120,
  );
  return { child, localUrl };
}
