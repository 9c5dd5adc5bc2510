import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the project stands. */
export const projectRoot = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

/** Everything that running leaves behind: databases, logs, tools, secrets. */
export const dataDirectory = path.resolve(
  projectRoot,
  process.env.FLYLOFT_DATA ?? '.data',
);

/**
 * Where processes that share this project, though perhaps not its data, take
 * their turns: installing packages, building.
 */
export const turnsDirectory = path.join(projectRoot, '.data', 'turns');

/** Where each part writes what it says. */
export const logDirectory = path.join(dataDirectory, 'logs');
