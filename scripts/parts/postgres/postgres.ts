/** Runs the embedded PostgreSQL: makes the database once, then starts it. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { requireFreeSpace } from '../../bootstrap/freeSpace.mjs';
import { Problem } from '../../bootstrap/problem.mjs';
import { requireFreePort } from '../ports/ports.ts';
import { launch, type Child } from '../processes/child.ts';
import { waitUntilReady } from '../processes/waitUntilReady.ts';
import type { Account } from './account.ts';
import { placePostgres, type Placement } from './placement.ts';
import { clearLeftServer } from './staleServer.ts';

const NEEDED_MIB = 300;
const READY_SECONDS = 120;

export interface PostgresOptions {
  data: string;
  projectRoot: string;
  port: number;
  /** How another port is chosen, when this one is taken. */
  portAdvice?: string;
  password: string;
  logFile: string;
  /** False for tests: faster, and worthless after a crash. */
  durable: boolean;
  /** Where programs go that the account cannot reach where they are. */
  elsewhere?: string;
  /** Told of the process as soon as there is one. */
  supervise: (child: Child) => void;
  note?: (text: string) => void;
}

export interface Postgres {
  child: Child;
  placement: Placement;
  /** The address of a database on this server. */
  url(database: string): string;
}

/** Starts PostgreSQL and waits until it takes connections. */
export async function startPostgres(
  options: PostgresOptions,
): Promise<Postgres> {
  const placement = placePostgres({
    wantedData: options.data,
    projectRoot: options.projectRoot,
    elsewhere: options.elsewhere,
  });
  requireFreeSpace(path.dirname(placement.data), NEEDED_MIB, 'PostgreSQL');
  makeDatabase(placement, options);
  await clearLeftServer(placement.data);
  await requireFreePort({
    port: options.port,
    host: '127.0.0.1',
    purpose: 'PostgreSQL',
    advice: options.portAdvice ?? '',
  });
  const child = await launch({
    name: 'PostgreSQL',
    command: path.join(placement.programs, 'bin', 'postgres'),
    args: ['-D', placement.data, ...settings(options)],
    logFile: options.logFile,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    account: placement.account,
    stopSignal: 'SIGINT',
    graceSeconds: 30,
  });
  options.supervise(child);
  const url = (database: string) =>
    `postgresql://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`;
  await waitUntilReady(
    child,
    () => takesConnections(url('postgres')),
    READY_SECONDS,
  );
  return { child, placement, url };
}

function settings(options: PostgresOptions): string[] {
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    max_connections: '300',
    shared_buffers: '256MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    // Local disks seek cheaply, and compiling costs more than our queries.
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    ...(options.durable
      ? {}
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}

/** Made in a draft and renamed: a killed initdb leaves no half database. */
function makeDatabase(placement: Placement, options: PostgresOptions): void {
  const { data, account } = placement;
  if (fs.existsSync(path.join(data, 'PG_VERSION'))) {
    requireSameMajor(placement);
    return;
  }
  const present = fs.existsSync(data) ? fs.readdirSync(data) : [];
  if (present.length > 0) {
    throw new Problem(
      `${data} holds something, but not a PostgreSQL database (PG_VERSION is missing).`,
      `Move it away ("mv ${data} ${data}.old") and start again for an empty database.`,
    );
  }
  options.note?.('making the database');
  const draft = `${data}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { mode: 0o700 });
  own(draft, account);
  const passwordFile = path.join(draft, 'password');
  fs.writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  own(passwordFile, account);
  const cluster = path.join(draft, 'cluster');
  runInitdb(placement, cluster, passwordFile);
  fs.rmSync(data, { recursive: true, force: true });
  fs.renameSync(cluster, data);
  fs.rmSync(draft, { recursive: true, force: true });
}

function runInitdb(
  placement: Placement,
  cluster: string,
  passwordFile: string,
): void {
  const { status, stdout, stderr, error } = spawnSync(
    path.join(placement.programs, 'bin', 'initdb'),
    [
      `--pgdata=${cluster}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order of names on every machine, whatever its locales.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ],
    {
      encoding: 'utf8',
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      uid: placement.account?.uid,
      gid: placement.account?.gid,
    },
  );
  if (status === 0) return;
  const said = `${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`.trim();
  throw new Problem(
    `PostgreSQL could not make its database in ${path.dirname(path.dirname(cluster))}.`,
    /no space left/i.test(said)
      ? `The disk is full: free some space, then start again.\n${said}`
      : said,
  );
}

function requireSameMajor({ data, programs }: Placement): void {
  const made = fs.readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  const version = spawnSync(path.join(programs, 'bin', 'postgres'), ['-V'], {
    encoding: 'utf8',
  }).stdout;
  const running = /(\d+)\.\d+/.exec(version ?? '')?.[1];
  if (running === undefined || running === made) return;
  throw new Problem(
    `The database in ${data} was made by PostgreSQL ${made}; this is PostgreSQL ${running}.`,
    'Dump it with the older version and load it into the newer one, or move the directory away to begin anew.',
  );
}

function own(target: string, account: Account | undefined): void {
  if (account) fs.chownSync(target, account.uid, account.gid);
}

async function takesConnections(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') {
      throw new Problem(
        'The database does not take the password in secrets.json: the two are not from the same installation.',
        'Restore the secrets.json that belongs to it, or move the database directory away to begin anew.',
      );
    }
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
