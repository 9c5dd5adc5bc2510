import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { explainInstallFailure } from './explainInstallFailure.mjs';
import { Problem } from './problem.mjs';

/**
 * Runs a package manager; all it says goes to a log, its last line to the
 * terminal, and a failure is told in the user's terms.
 *
 * @param {{ what: string, command: string, args: string[], cwd: string,
 *   logFile: string, env?: NodeJS.ProcessEnv, note?: (text: string) => void }} options
 * @returns {Promise<void>}
 */
export async function runInstaller(options) {
  fs.mkdirSync(path.dirname(options.logFile), { recursive: true });
  let output = '';
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text;
      const last = String(text).trim().split('\n').at(-1);
      if (last) options.note?.(last.replace(/\x1b\[[0-9;]*m/g, ''));
    });
  }
  /** @type {number | null} */
  let code;
  try {
    code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
  } catch (error) {
    throw new Problem(
      `${options.command} could not be run: ${/** @type {Error} */ (error).message}.`,
      `It is needed to install ${options.what}.`,
    );
  } finally {
    process.removeListener('exit', stop);
    writeLog(options.logFile, output);
  }
  if (code !== 0) {
    throw explainInstallFailure(options.what, output, options.logFile);
  }
}

/**
 * On a full disk the log cannot be written either: the failure to tell is the
 * installer's.
 *
 * @param {string} file
 * @param {string} text
 */
function writeLog(file, text) {
  try {
    fs.writeFileSync(file, text);
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
  }
}
