/**
 * Tells one process from another that got the same number later: a pid alone
 * says nothing after a restart of the machine.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When the process started, as an opaque text; undefined when there is none.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startTimeOf(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name in parentheses may hold blanks: count fields after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return undefined;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
      return `${boot.trim()}/${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return text || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether this very process still runs.
 *
 * @param {{ pid: number, startTime: string }} known
 */
export function isAlive(known) {
  return startTimeOf(known.pid) === known.startTime;
}

/** @returns {{ pid: number, startTime: string }} */
export function ownIdentity() {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' };
}
