/**
 * A part of the running group: a process in its own process group, so that it
 * ends with everything it started, and its log in a file, so that it can be
 * read when the part is gone. Knows nothing of what the part does.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Problem } from '../../bootstrap/problem.mjs';
import { startTimeOf } from '../../bootstrap/processIdentity.mjs';
import { lastLines } from './lastLines.ts';

export interface LaunchOptions {
  name: string;
  command: string;
  args: string[];
  logFile: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Another account to run as; only root can ask for it. */
  account?: { uid: number; gid: number };
  /** Asks politely; PostgreSQL wants another signal than most. */
  stopSignal?: NodeJS.Signals;
  /** How long it may take to end before it is killed. */
  graceSeconds?: number;
}

export interface Child {
  name: string;
  pid: number;
  startTime: string;
  logFile: string;
  /** Settles when the process is gone, with how it went. */
  exited: Promise<string>;
  hasExited(): boolean;
  /** What to tell when it ended by itself: how, and its last words. */
  failure(): Problem;
  /** Ends the whole process group; harmless when it is gone already. */
  stop(): Promise<void>;
}

/** Starts a process. One that cannot even be started is a Problem. */
export async function launch(options: LaunchOptions): Promise<Child> {
  fs.mkdirSync(path.dirname(options.logFile), { recursive: true });
  keepPreviousLog(options.logFile);
  const log = fs.openSync(options.logFile, 'a');
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', log, log],
    detached: true,
    ...options.account,
  });
  fs.closeSync(log);
  await started(child, options);
  return childOf(child, options);
}

function started(child: ChildProcess, options: LaunchOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', error =>
      reject(
        new Problem(
          `${options.name} could not be started: ${error.message}.`,
          `It is the program ${options.command}.`,
        ),
      ),
    );
  });
}

function childOf(child: ChildProcess, options: LaunchOptions): Child {
  const pid = child.pid as number;
  let ending: string | undefined;
  const exited = new Promise<string>(resolve => {
    child.once('exit', (code, signal) => {
      ending = signal ? `killed by ${signal}` : `exit code ${code}`;
      resolve(ending);
    });
  });
  return {
    name: options.name,
    pid,
    startTime: startTimeOf(pid) ?? '',
    logFile: options.logFile,
    exited,
    hasExited: () => ending !== undefined,
    failure: () =>
      new Problem(
        ending === undefined
          ? `${options.name} was not ready in time.`
          : `${options.name} ended (${ending}).`,
        `The last lines of ${options.logFile}:\n${lastLines(options.logFile, 25)}`,
      ),
    stop: () => stopGroup(pid, exited, options),
  };
}

async function stopGroup(
  pid: number,
  exited: Promise<string>,
  options: LaunchOptions,
): Promise<void> {
  signalGroup(pid, options.stopSignal ?? 'SIGTERM');
  const timer = setTimeout(
    () => signalGroup(pid, 'SIGKILL'),
    (options.graceSeconds ?? 10) * 1000,
  );
  await exited;
  clearTimeout(timer);
  // Whatever the part started and left behind.
  signalGroup(pid, 'SIGKILL');
}

/** Signals a process group; one that is gone needs no signal. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** One earlier log is kept: the one of the start that went wrong. */
function keepPreviousLog(file: string): void {
  if (fs.existsSync(file)) fs.renameSync(file, `${file}.1`);
}
