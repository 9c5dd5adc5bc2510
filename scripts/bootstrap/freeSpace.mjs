import fs from 'node:fs';
import { Problem } from './problem.mjs';

const MIB = 1024 * 1024;

/**
 * Refuses to begin what the disk has no room for: running out in the middle
 * leaves half-written packages and, worse, a half-written database.
 *
 * @param {string} directory an existing directory on the disk in question
 * @param {number} neededMiB
 * @param {string} purpose
 * @param {(directory: string) => { bavail: number, bsize: number }} [statfs]
 */
export function requireFreeSpace(
  directory,
  neededMiB,
  purpose,
  statfs = fs.statfsSync,
) {
  const { bavail, bsize } = statfs(directory);
  const freeMiB = Math.floor((bavail * bsize) / MIB);
  if (freeMiB >= neededMiB) return;
  throw new Problem(
    `The disk that holds ${directory} is nearly full: ${freeMiB} MiB are free, ${purpose} needs ${neededMiB} MiB.`,
    `Free at least ${neededMiB - freeMiB} MiB, or move the project to a larger disk, then start again.`,
  );
}
