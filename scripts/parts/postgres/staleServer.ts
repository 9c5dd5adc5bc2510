/**
 * What an earlier PostgreSQL left in its data directory. The caller holds the
 * lock on that directory: whatever still runs there is an orphan.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../../bootstrap/problem.mjs';

const STOP_SECONDS = 30;

export type LeftBehind = 'nothing' | 'stale file' | 'orphan';

/**
 * Ends an orphaned server, and removes a pid file whose number belongs to
 * something else by now: PostgreSQL itself would refuse to start, which in a
 * container (the same few pids every time) is the rule, not the exception.
 */
export async function clearLeftServer(data: string): Promise<LeftBehind> {
  const file = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(file)) return 'nothing';
  const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isServerOf(pid, data)) {
    fs.rmSync(file, { force: true });
    return 'stale file';
  }
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_SECONDS * 1000;
  while (fs.existsSync(file) && isServerOf(pid, data)) {
    if (Date.now() > deadline) {
      throw new Problem(
        `A PostgreSQL left over from before (process ${pid}) does not end.`,
        `End it ("kill -QUIT ${pid}"), then start again.`,
      );
    }
    await delay(50);
  }
  return 'orphan';
}

function isServerOf(pid: number, data: string): boolean {
  const command = commandOf(pid);
  return command.includes('postgres') && command.includes(data);
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      return fs
        .readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .replaceAll('\0', ' ');
    }
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    // No such process.
    return '';
  }
}
