import fs from 'node:fs';
import path from 'node:path';
import { freePort } from '../ports/ports.ts';
import type { Child } from '../processes/child.ts';
import { startPostgres } from './postgres.ts';

export interface ThrowawayOptions {
  /** Made and removed by the caller; other accounts must be able to enter it. */
  directory: string;
  projectRoot: string;
  supervise: (child: Child) => void;
}

/**
 * A PostgreSQL for tests on a free port, fast because it forgets everything
 * in a crash. Answers the address of its default database.
 */
export async function startThrowawayPostgres(
  options: ThrowawayOptions,
): Promise<string> {
  const home = path.join(options.directory, 'postgres');
  fs.mkdirSync(home, { recursive: true, mode: 0o755 });
  const postgres = await startPostgres({
    data: path.join(home, 'data'),
    projectRoot: options.projectRoot,
    port: await freePort(),
    password: 'throwaway',
    logFile: path.join(home, 'postgres.log'),
    durable: false,
    elsewhere: home,
    supervise: options.supervise,
  });
  return postgres.url('postgres');
}
