/** Installs the workspace's packages with the Yarn that the project carries. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { requireFreeSpace } from './freeSpace.mjs';
import { npmCommand } from './nodeRuntime.mjs';
import { runInstaller } from './runInstaller.mjs';

const YARN = '.yarn/releases/yarn-4.13.0.cjs';
const NPM_DEFAULT = 'https://registry.npmjs.org/';
// node_modules takes 1.6 GiB and Yarn's cache 1.1 GiB.
const NEEDED_MIB = 3500;

/**
 * What the installed packages follow from. Anything else may change without a
 * new installation.
 *
 * @param {string} root
 * @param {string} nodeVersion
 */
export function dependencyStamp(root, nodeVersion) {
  const hash = createHash('sha256').update(nodeVersion);
  const manifests = ['packages', 'plugins'].flatMap(group =>
    fs
      .readdirSync(path.join(root, group), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => path.join(group, entry.name, 'package.json')),
  );
  const files = ['yarn.lock', '.yarnrc.yml', 'package.json', ...manifests];
  for (const file of files.sort()) {
    const full = path.join(root, file);
    if (fs.existsSync(full)) {
      hash.update(`\0${file}\0`).update(fs.readFileSync(full));
    }
  }
  return hash.digest('hex');
}

/**
 * @param {{ root: string, node: string, logDirectory: string,
 *   note?: (text: string) => void, say?: (text: string) => void }} options
 * @returns {Promise<'installed' | 'present'>}
 */
export async function provideDependencies(options) {
  const { root, node } = options;
  const nodeVersion = execFileSync(node, ['--version'], { encoding: 'utf8' });
  const stampFile = path.join(root, 'node_modules', '.flyloft-stamp');
  const stamp = dependencyStamp(root, nodeVersion.trim());
  if (
    fs.existsSync(stampFile) &&
    fs.readFileSync(stampFile, 'utf8') === stamp
  ) {
    return 'present';
  }
  if (!fs.existsSync(path.join(root, 'node_modules'))) {
    requireFreeSpace(root, NEEDED_MIB, 'installing the dependencies');
    options.say?.(
      'The first time takes some minutes and about 3 GiB of disk; after that it is seconds.',
    );
  }
  fs.rmSync(stampFile, { force: true });
  await runInstaller({
    what: 'the dependencies',
    command: node,
    args: [path.join(root, YARN), 'install', '--immutable'],
    cwd: root,
    env: { ...process.env, ...mirrorSetting(root) },
    logFile: path.join(options.logDirectory, 'install-dependencies.log'),
    note: text => options.note?.(withoutYarnMarks(text)),
  });
  fs.writeFileSync(stampFile, stamp);
  return 'installed';
}

/**
 * What a line of Yarn's says, without its code and its drawing:
 * `➤ YN0000: ┌ Link step` is `Link step`.
 *
 * @param {string} line
 */
export function withoutYarnMarks(line) {
  return line.replace(/^➤ YN\d+: [│┌└·\s]*/u, '');
}

/**
 * Yarn does not read npm's settings; who set a mirror for npm means it for
 * Yarn too, unless Yarn was told otherwise.
 *
 * @param {string} root
 * @returns {Record<string, string>}
 */
function mirrorSetting(root) {
  if (process.env.YARN_NPM_REGISTRY_SERVER) return {};
  const { command, args } = npmCommand(['config', 'get', 'registry']);
  try {
    const registry = execFileSync(command, args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return registry.startsWith('http') && registry !== NPM_DEFAULT
      ? { YARN_NPM_REGISTRY_SERVER: registry }
      : {};
  } catch {
    // Without npm there is no setting of npm's to follow.
    return {};
  }
}
