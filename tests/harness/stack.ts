/**
 * The whole of Flyloft for one test file, on free ports: a database of its
 * own, a lab, and as many portals as wanted. Built of the same parts as
 * `npm start`. Run by `npm test`, it finds PostgreSQL and the built frontend
 * there; run alone, it starts PostgreSQL itself.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { projectRoot } from '../../scripts/bootstrap/paths.mjs';
import { startLab, type LabDescription } from '../../scripts/parts/lab/lab.ts';
import {
  portalConfigFiles,
  startPortal,
  type Portal,
} from '../../scripts/parts/portal/portal.ts';
import { portalEnvironment } from '../../scripts/parts/portal/portalEnvironment.ts';
import { waitForPeople } from '../../scripts/parts/portal/waitForPeople.ts';
import { freePort } from '../../scripts/parts/ports/ports.ts';
import { startThrowawayPostgres } from '../../scripts/parts/postgres/throwaway.ts';
import { signalGroup } from '../../scripts/parts/processes/child.ts';
import { Supervisor } from '../../scripts/parts/processes/Supervisor.ts';
import { provideSecretsKey } from '../../scripts/parts/secrets/secretsKey.ts';
import { LabControl } from './LabControl.ts';
import { signIn, type Session } from './signIn.ts';

export interface StackOptions {
  /** How many guests the lab has; its own story of some sixty unless told. */
  guests?: number;
  seed?: string;
  /** How often the lab's world moves by itself; 0, the default, is never. */
  tickSeconds?: number;
  /** How many replicas of the portal share the database. */
  portals?: number;
  /** Turns the read-only token on. */
  apiToken?: string;
  /** Configuration on top of app-config.yaml and app-config.lab.yaml. */
  config?: object;
}

/** One replica of the portal. */
export interface Replica {
  url: string;
  port: number;
  /** Its process; none while it is ended. */
  readonly pid: number | undefined;
  logFile: string;
  /** Ends it without warning, as a power cut does. */
  kill(): Promise<void>;
  /** Ends it politely. */
  stop(): Promise<void>;
  /** Starts it again, with the same address. */
  start(): Promise<void>;
}

export interface Stack {
  /** The first replica's address. */
  url: string;
  replicas: Replica[];
  lab: LabDescription;
  control: LabControl;
  /** The portal's database, for what no API tells. */
  databaseUrl: string;
  /** Signs in at a replica, the first unless told. */
  signIn(userName: string, replica?: Replica): Promise<Session>;
  close(): Promise<void>;
}

const PEOPLE_SECONDS = 60;

/** Starts everything and waits until people can sign in. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'flyloft-stack-'));
  fs.chmodSync(directory, 0o755);
  const supervisor = new Supervisor();
  const database = await ownDatabase(directory, supervisor);
  const close = async () => {
    await supervisor.stop();
    await database.drop();
    fs.rmSync(directory, { recursive: true, force: true });
  };
  try {
    const stack = await startParts(options, {
      directory,
      supervisor,
      databaseUrl: database.url,
    });
    return { ...stack, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Ground {
  directory: string;
  supervisor: Supervisor;
  databaseUrl: string;
}

async function startParts(
  options: StackOptions,
  ground: Ground,
): Promise<Omit<Stack, 'close'>> {
  const ports = await freePorts(options.portals ?? 1);
  const urls = ports.map(port => `http://localhost:${port}`);
  const { description } = await startLab({
    projectRoot,
    directory: path.join(ground.directory, 'lab'),
    // Free ones.
    portBase: 0,
    password: 'for-tests-only',
    portalUrl: urls.join(','),
    guests: options.guests,
    seed: options.seed,
    tickSeconds: options.tickSeconds ?? 0,
    logFile: path.join(ground.directory, 'lab.log'),
    // Tests end parts on purpose: none of them is a failure by itself.
    supervise: ground.supervisor.addTask,
  });
  const replicas = ports.map(port =>
    replicaOf(port, description, options, ground),
  );
  for (const replica of replicas) await replica.start();
  const [first] = replicas;
  if (!first) throw new Error('A stack needs at least one portal.');
  return {
    url: first.url,
    replicas,
    lab: description,
    control: new LabControl(description.control),
    databaseUrl: ground.databaseUrl,
    signIn: (userName, replica = first) =>
      signIn(replica.url, userName, description.identity.password),
  };
}

function replicaOf(
  port: number,
  lab: LabDescription,
  options: StackOptions,
  ground: Ground,
): Replica {
  const url = `http://localhost:${port}`;
  const logFile = path.join(ground.directory, `portal-${port}.log`);
  let running: Portal | undefined;
  const start = async () => {
    running = await startPortal({
      projectRoot,
      name: `The portal on port ${port}`,
      host: '127.0.0.1',
      port,
      env: portalEnvironment({
        projectRoot,
        url,
        host: '127.0.0.1',
        port,
        databaseUrl: ground.databaseUrl,
        sessionSecret: 'for-tests-only',
        auditKey: 'for-tests-only, as long as it must be',
        secretsKeyFile: provideSecretsKey(
          path.join(ground.directory, 'secrets.key'),
        ),
        apiToken: options.apiToken,
        lab,
      }),
      configFiles: configFiles(options, ground.directory),
      logFile,
      supervise: ground.supervisor.addTask,
    });
    const people = lab.identity.users.length;
    const arrived = await waitForPeople(
      running.child,
      ground.databaseUrl,
      people,
      PEOPLE_SECONDS,
    );
    if (!arrived) {
      throw new Error(`The directory's people did not arrive; see ${logFile}`);
    }
  };
  return {
    url,
    port,
    logFile,
    get pid() {
      return running?.child.pid;
    },
    start,
    stop: async () => running?.child.stop(),
    kill: async () => {
      if (!running) return;
      signalGroup(running.child.pid, 'SIGKILL');
      await running.child.exited;
    },
  };
}

function configFiles(options: StackOptions, directory: string): string[] {
  // What the developer has in app-config.local.yaml is not under test.
  const files = portalConfigFiles(projectRoot, { lab: true, local: false });
  if (!options.config) return files;
  const own = path.join(directory, 'app-config.test.json');
  fs.writeFileSync(own, JSON.stringify(options.config));
  return [...files, own];
}

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

async function ownDatabase(directory: string, supervisor: Supervisor) {
  const server =
    process.env.FLYLOFT_TEST_DATABASE_URL ??
    (await startThrowawayPostgres({
      directory,
      projectRoot,
      supervise: supervisor.addTask,
    }));
  const name = `stack_${randomBytes(6).toString('hex')}`;
  await statement(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      // A server of our own is gone by now, and its data with it.
      if (!process.env.FLYLOFT_TEST_DATABASE_URL) return;
      await statement(server, `drop database ${name} with (force)`);
    },
  };
}

async function statement(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
