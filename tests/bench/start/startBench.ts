import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import {
  startLab,
  type LabDescription,
} from '../../../scripts/parts/lab/lab.ts';
import {
  portalConfigFiles,
  startPortal,
} from '../../../scripts/parts/portal/portal.ts';
import { portalEnvironment } from '../../../scripts/parts/portal/portalEnvironment.ts';
import { freePort } from '../../../scripts/parts/ports/ports.ts';
import { launch, type Child } from '../../../scripts/parts/processes/child.ts';
import {
  answersOk,
  waitUntilReady,
} from '../../../scripts/parts/processes/waitUntilReady.ts';
import { Supervisor } from '../../../scripts/parts/processes/Supervisor.ts';
import { provideSecretsKey } from '../../../scripts/parts/secrets/secretsKey.ts';
import {
  compared,
  type Bench,
  type BenchContext,
  type Figure,
} from '../bench.ts';
import { median } from '../figures.ts';
import { firstPage } from './firstPage.ts';

const goal = 1.5;
const readySeconds = 120;

/** Something that can be started on a database and ended again. */
interface Startable {
  url: string;
  start(): Promise<Child>;
}

/**
 * The portal's second start, on the database that the first one made, until
 * every plugin is ready, against a stock Backstage backend's; then what a
 * browser loads before someone can sign in.
 */
export const startBench: Bench = {
  name: 'start',
  async run(context) {
    const supervisor = new Supervisor();
    const databases = await makeDatabases(context.databaseUrl);
    try {
      const portal = await portalOf(context, supervisor, databases.portal);
      const stock = await stockOf(context, supervisor, databases.stock);
      const seconds = { portal: [] as number[], stock: [] as number[] };
      await (await portal.start()).stop();
      await (await stock.start()).stop();
      let page: Figure[] = [];
      for (let round = 0; round < context.rounds; round++) {
        seconds.stock.push(await secondsToReady(stock));
        seconds.portal.push(
          await secondsToReady(portal, async () => {
            page = await firstPage(portal.url, context.rounds);
          }),
        );
      }
      return [
        compared(
          'second start to ready',
          median(seconds.portal),
          's',
          { what: "a stock backend's", value: median(seconds.stock) },
          goal,
        ),
        ...page,
      ];
    } finally {
      await supervisor.stop();
      await databases.drop();
    }
  },
};

async function secondsToReady(
  one: Startable,
  whenReady: () => Promise<void> = async () => {},
): Promise<number> {
  const began = performance.now();
  const child = await one.start();
  const seconds = (performance.now() - began) / 1000;
  await whenReady();
  await child.stop();
  return seconds;
}

async function portalOf(
  { projectRoot, directory }: BenchContext,
  supervisor: Supervisor,
  databaseUrl: string,
): Promise<Startable> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const lab = await labOf(projectRoot, directory, url, supervisor);
  const configFiles = portalConfigFiles(projectRoot, {
    lab: true,
    local: false,
  });
  const env = portalEnvironment({
    projectRoot,
    url,
    host: '127.0.0.1',
    port,
    databaseUrl,
    sessionSecret: 'for-the-bench-only',
    auditKey: 'for-the-bench-only, as long as it must be',
    secretsKeyFile: provideSecretsKey(path.join(directory, 'secrets.key')),
    lab,
  });
  const logFile = path.join(directory, 'portal.log');
  return {
    url,
    start: async () => {
      const { child } = await startPortal({
        projectRoot,
        host: '127.0.0.1',
        port,
        env,
        configFiles,
        logFile,
        readySeconds,
        supervise: supervisor.addTask,
      });
      return child;
    },
  };
}

async function labOf(
  projectRoot: string,
  directory: string,
  portalUrl: string,
  supervisor: Supervisor,
): Promise<LabDescription> {
  const { description } = await startLab({
    projectRoot,
    directory: path.join(directory, 'lab'),
    portBase: 0,
    password: 'for-the-bench-only',
    portalUrl,
    tickSeconds: 0,
    logFile: path.join(directory, 'lab.log'),
    supervise: supervisor.addTask,
  });
  return description;
}

async function stockOf(
  { projectRoot, directory }: BenchContext,
  supervisor: Supervisor,
  databaseUrl: string,
): Promise<Startable> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const configFile = path.join(directory, 'app-config.stock.json');
  fs.writeFileSync(
    configFile,
    JSON.stringify(stockConfig(url, port, databaseUrl)),
  );
  return {
    url,
    async start() {
      const child = await launch({
        name: 'The stock backend',
        command: process.execPath,
        args: [
          path.join(projectRoot, 'tests/bench/start/stockBackend.ts'),
          '--config',
          configFile,
        ],
        cwd: projectRoot,
        env: { ...process.env, NODE_ENV: 'production' },
        logFile: path.join(directory, 'stock.log'),
      });
      supervisor.addTask(child);
      const readiness = `${url}/.backstage/health/v1/readiness`;
      await waitUntilReady(child, () => answersOk(readiness), readySeconds);
      return child;
    },
  };
}

function stockConfig(url: string, port: number, databaseUrl: string) {
  return {
    app: { title: 'Stock', baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      database: {
        client: 'pg',
        pluginDivisionMode: 'schema',
        connection: databaseUrl,
      },
    },
    auth: { environment: 'production', session: { secret: 'for-the-bench' } },
    permission: { enabled: true },
    catalog: { rules: [{ allow: ['Component', 'Resource'] }] },
  };
}

async function makeDatabases(server: string) {
  const tail = randomBytes(6).toString('hex');
  const names = {
    portal: `bench_portal_${tail}`,
    stock: `bench_stock_${tail}`,
  };
  for (const name of Object.values(names)) {
    await statement(server, `create database ${name}`);
  }
  const urlOf = (name: string) => {
    const url = new URL(server);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    portal: urlOf(names.portal),
    stock: urlOf(names.stock),
    async drop() {
      for (const name of Object.values(names)) {
        await statement(server, `drop database ${name} with (force)`);
      }
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
