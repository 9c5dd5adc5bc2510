/** Builds the web application when its sources changed. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { requireFreeSpace } from '../../bootstrap/freeSpace.mjs';
import { withLock } from '../../bootstrap/lock.mjs';
import { turnsDirectory } from '../../bootstrap/paths.mjs';
import { launch, type Child } from '../processes/child.ts';

const NEEDED_MIB = 400;
const FRONTEND_ROLES = [
  'frontend',
  'frontend-plugin',
  'frontend-plugin-module',
];
const SHARED_ROLES = ['web-library', 'common-library'];

export interface FrontendOptions {
  projectRoot: string;
  logFile: string;
  env: NodeJS.ProcessEnv;
  /** Told of the process as soon as there is one. */
  supervise: (child: Child) => void;
  note?: (text: string) => void;
}

/** Says whether it had to build. */
export async function provideFrontend(
  options: FrontendOptions,
): Promise<'built' | 'unchanged'> {
  const { projectRoot } = options;
  const app = path.join(projectRoot, 'packages/app');
  const stampFile = path.join(app, 'dist', '.flyloft-stamp');
  const stamp = frontendStamp(projectRoot);
  const isBuilt = () =>
    fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp;
  if (isBuilt()) return 'unchanged';
  return withLock(
    path.join(turnsDirectory, 'build.lock'),
    'The build of the frontend',
    async () => {
      // Whoever was first built it for both.
      if (isBuilt()) return 'unchanged';
      await build(app, options);
      fs.writeFileSync(stampFile, stamp);
      return 'built';
    },
    options.note,
  );
}

async function build(app: string, options: FrontendOptions): Promise<void> {
  const { projectRoot } = options;
  requireFreeSpace(projectRoot, NEEDED_MIB, 'building the frontend');
  const child = await launch({
    name: 'The build of the frontend',
    command: process.execPath,
    args: [
      path.join(projectRoot, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'build',
      '--config',
      path.join(projectRoot, 'app-config.yaml'),
    ],
    cwd: app,
    env: { ...options.env, NODE_ENV: 'production' },
    logFile: options.logFile,
  });
  options.supervise(child);
  const ending = await child.exited;
  if (ending !== 'exit code 0') throw child.failure();
}

/**
 * What the built frontend follows from: every file of the packages that can
 * be in it, what they depend on, and the configuration read at build time.
 */
export function frontendStamp(projectRoot: string): string {
  const hash = createHash('sha256');
  const files = [
    'yarn.lock',
    'app-config.yaml',
    'backstage.json',
    ...frontendPackages(projectRoot).flatMap(directory =>
      filesOf(projectRoot, directory),
    ),
  ];
  for (const file of files) {
    hash
      .update(`\0${file}\0`)
      .update(fs.readFileSync(path.join(projectRoot, file)));
  }
  return hash.digest('hex');
}

function frontendPackages(projectRoot: string): string[] {
  return ['packages', 'plugins'].flatMap(group =>
    fs
      .readdirSync(path.join(projectRoot, group))
      .sort()
      .map(name => path.join(group, name))
      .filter(directory => hasFrontendRole(path.join(projectRoot, directory))),
  );
}

function hasFrontendRole(directory: string): boolean {
  const manifest = path.join(directory, 'package.json');
  if (!fs.existsSync(manifest)) return false;
  const role = JSON.parse(fs.readFileSync(manifest, 'utf8')).backstage?.role;
  return [...FRONTEND_ROLES, ...SHARED_ROLES].includes(role);
}

function filesOf(projectRoot: string, directory: string): string[] {
  return fs
    .readdirSync(path.join(projectRoot, directory), { withFileTypes: true })
    .filter(
      entry => !['node_modules', 'dist', 'dist-types'].includes(entry.name),
    )
    .filter(entry => !/\.test\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const file = path.join(directory, entry.name);
      return entry.isDirectory() ? filesOf(projectRoot, file) : [file];
    });
}
