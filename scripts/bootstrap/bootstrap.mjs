/**
 * From a bare machine to a suitable Node with every package installed. Plain
 * JavaScript without dependencies: it is what Node 20 runs first.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { provideDependencies } from './dependencies.mjs';
import { provideNode } from './nodeRuntime.mjs';
import { withLock } from './lock.mjs';
import {
  dataDirectory,
  logDirectory,
  projectRoot,
  turnsDirectory,
} from './paths.mjs';
import { Problem } from './problem.mjs';

/**
 * Makes the data directory, or says why that is impossible.
 *
 * @param {string} [directory]
 */
export function provideDataDirectory(directory = dataDirectory) {
  const advice = `Move it away ("mv ${directory} ${directory}.old") and start again, or set FLYLOFT_DATA to another directory.`;
  const present = fs.statSync(directory, { throwIfNoEntry: false });
  if (present && !present.isDirectory()) {
    throw new Problem(`${directory} is not a directory.`, advice);
  }
  const logs = path.join(directory, 'logs');
  try {
    fs.mkdirSync(logs, { recursive: true });
    fs.accessSync(logs, fs.constants.W_OK);
    fs.accessSync(directory, fs.constants.W_OK);
  } catch (error) {
    throw new Problem(
      `${directory} cannot be written: ${/** @type {Error} */ (error).message}`,
      advice,
    );
  }
}

/**
 * @param {ReturnType<typeof import('./steps.mjs').createSteps>} steps
 * @returns {Promise<string>} the path of Node
 */
export async function bootstrap(steps) {
  const node = await steps.step(
    'Node',
    note =>
      provideNode({
        toolsDirectory: path.join(dataDirectory, 'tools'),
        logDirectory,
        note,
      }),
    found => (found === process.execPath ? process.version : found),
  );
  await steps.step(
    'Dependencies',
    note =>
      withLock(
        path.join(turnsDirectory, 'install.lock'),
        'The installation of the dependencies',
        () =>
          provideDependencies({
            root: projectRoot,
            node,
            logDirectory,
            note,
            say: steps.say,
          }),
        note,
      ),
    result => result,
  );
  return node;
}

/**
 * Runs the next stage in the suitable Node and ends as it ends. Signals are
 * handed on: Ctrl-C reaches the whole group by itself, a plain kill does not.
 *
 * @param {string} node
 * @param {string} script
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
export async function handOver(node, script, args, env) {
  const child = spawn(node, [script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ...env,
      PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
      NODE_NO_WARNINGS: '1',
    },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.removeAllListeners(signal);
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1)),
    );
  });
}
