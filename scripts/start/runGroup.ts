import path from 'node:path';
import {
  dataDirectory,
  logDirectory,
  projectRoot,
} from '../bootstrap/paths.mjs';
import { printFailure } from '../bootstrap/problem.mjs';
import type { createSteps } from '../bootstrap/steps.mjs';
import { provideFrontend } from '../parts/frontend/frontend.ts';
import { startLab, type LabDescription } from '../parts/lab/lab.ts';
import { portalConfigFiles, startPortal } from '../parts/portal/portal.ts';
import { portalEnvironment } from '../parts/portal/portalEnvironment.ts';
import { readSettings, type Settings } from '../parts/portal/settings.ts';
import { waitForPeople } from '../parts/portal/waitForPeople.ts';
import { requireFreePort } from '../parts/ports/ports.ts';
import { startPostgres } from '../parts/postgres/postgres.ts';
import { endLeftParts, Supervisor } from '../parts/processes/Supervisor.ts';
import { provideSecrets, type Secrets } from '../parts/secrets/secrets.ts';
import type { StartArguments } from './startArguments.ts';
import { stopRequest } from './stopRequest.ts';
import { welcome } from './welcome.ts';

type Steps = ReturnType<typeof createSteps>;

interface Context {
  settings: Settings;
  secrets: Secrets;
  steps: Steps;
  supervisor: Supervisor;
}

/** Runs everything until it is told to end; the exit code says how it went. */
export async function runGroup(
  args: StartArguments,
  env: NodeJS.ProcessEnv,
  steps: Steps,
): Promise<number> {
  const settings = readSettings(env);
  const recordFile = path.join(dataDirectory, 'parts.json');
  const left = endLeftParts(recordFile);
  if (left.length > 0) {
    steps.say(`Left running by an earlier start, ended: ${left.join(', ')}`);
  }
  const secrets = provideSecrets(path.join(dataDirectory, 'secrets.json'));
  const supervisor = new Supervisor(recordFile);
  const stop = stopRequest(() => supervisor.kill());
  const context = { settings, secrets, steps, supervisor };
  try {
    const started = startAll(args, context);
    const early = await Promise.race([
      started.then(() => undefined),
      stop.requested,
    ]);
    if (early === undefined) {
      const ended = await Promise.race([supervisor.failed, stop.requested]);
      if (typeof ended !== 'string') throw ended;
    } else {
      // The part being started ends with the others; its failure is no news.
      steps.mute();
      started.catch(() => {});
    }
    await supervisor.stop(name => steps.say(`Ending: ${name}`));
    return 0;
  } catch (error) {
    printFailure(error);
    await supervisor.stop(name => steps.say(`Ending: ${name}`));
    return 1;
  } finally {
    stop.dispose();
  }
}

async function startAll(args: StartArguments, context: Context): Promise<void> {
  const { settings, steps, secrets, supervisor } = context;
  const url = settings.url.origin;
  await requireFreePort({
    port: settings.port,
    host: settings.host,
    purpose: 'the portal',
    advice: `For example: PORT=${settings.port + 100} npm start`,
  });
  await steps.step(
    'Frontend',
    () =>
      provideFrontend({
        projectRoot,
        logFile: path.join(logDirectory, 'build.log'),
        env: { ...process.env, FLYLOFT_URL: url },
        supervise: supervisor.addTask,
      }),
    result => result,
  );
  const databaseUrl = settings.databaseUrl ?? (await startDatabase(context));
  const lab = args.lab ? await startTheLab(context) : undefined;
  const portal = await steps.step(
    'Portal',
    () =>
      startPortal({
        projectRoot,
        host: settings.host,
        port: settings.port,
        env: portalEnvironment({
          projectRoot,
          url,
          host: settings.host,
          port: settings.port,
          databaseUrl,
          sessionSecret: secrets.sessionSecret,
          apiToken: settings.apiToken,
          lab,
        }),
        configFiles: portalConfigFiles(projectRoot, { lab: args.lab }),
        logFile: path.join(logDirectory, 'portal.log'),
        supervise: supervisor.add,
      }),
    ({ localUrl }) => `ready at ${localUrl}`,
  );
  if (lab) {
    await steps.step(
      'Directory',
      () =>
        waitForPeople(portal.child, databaseUrl, lab.identity.users.length, 60),
      arrived =>
        arrived
          ? `${lab.identity.users.length} people can sign in`
          : 'the people are not in the catalog yet; see .data/logs/portal.log',
    );
  }
  process.stdout.write(welcome(url, lab));
}

async function startDatabase(context: Context): Promise<string> {
  const { settings, secrets, steps, supervisor } = context;
  const postgres = await steps.step(
    'PostgreSQL',
    async (note: (text: string) => void) => {
      await requireFreePort({
        port: settings.postgresPort,
        host: '127.0.0.1',
        purpose: 'PostgreSQL',
        advice: `For example: FLYLOFT_POSTGRES_PORT=${settings.postgresPort + 1} npm start`,
      });
      return startPostgres({
        data: path.join(dataDirectory, 'postgres'),
        projectRoot,
        port: settings.postgresPort,
        password: secrets.postgresPassword,
        logFile: path.join(logDirectory, 'postgres.log'),
        durable: true,
        supervise: supervisor.add,
        note,
      });
    },
    ({ placement }) =>
      [
        `ready on port ${settings.postgresPort}`,
        placement.account && `as ${placement.account.name}`,
        placement.note,
      ]
        .filter(Boolean)
        .join(', '),
  );
  return postgres.url('flyloft');
}

async function startTheLab(context: Context): Promise<LabDescription> {
  const { settings, secrets, steps, supervisor } = context;
  const lab = await steps.step(
    'Lab',
    () =>
      startLab({
        projectRoot,
        directory: path.join(dataDirectory, 'lab'),
        portBase: settings.labPortBase,
        password: secrets.labPassword,
        portalUrl: settings.url.origin,
        logFile: path.join(logDirectory, 'lab.log'),
        supervise: supervisor.add,
      }),
    ({ description }) =>
      `ready, ${description.clusters.length} Proxmox clusters on loopback`,
  );
  return lab.description;
}
