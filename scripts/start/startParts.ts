/** The parts in their order: database, lab, portal. */
import fs from 'node:fs';
import path from 'node:path';
import {
  dataDirectory,
  logDirectory,
  projectRoot,
} from '../bootstrap/paths.mjs';
import { startLab, type LabDescription } from '../parts/lab/lab.ts';
import { portalEnvironment } from '../parts/portal/portalEnvironment.ts';
import { waitForPeople } from '../parts/portal/waitForPeople.ts';
import { requireFreePort } from '../parts/ports/ports.ts';
import { startPostgres } from '../parts/postgres/postgres.ts';
import type { Child } from '../parts/processes/child.ts';
import { provideSecretsKey } from '../parts/secrets/secretsKey.ts';
import type { StartContext } from './startContext.ts';
import {
  buildPages,
  startBuiltPages,
  startDevelopmentPages,
} from './startPages.ts';
import { welcome } from './welcome.ts';

const DIRECTORY_SECONDS = 60;

/** Starts everything and says, at the end, where it is and who can sign in. */
export async function startParts(context: StartContext): Promise<void> {
  const { args, settings, secrets } = context;
  await requirePortalPorts(context);
  noteMissingConfiguration(context);
  if (!args.dev) await buildPages(context);
  const databaseUrl = settings.databaseUrl ?? (await startDatabase(context));
  const lab = args.lab ? await startTheLab(context) : undefined;
  const env = portalEnvironment({
    projectRoot,
    url: settings.url.origin,
    host: settings.host,
    port: settings.port,
    devUrl: settings.devUrl,
    databaseUrl,
    sessionSecret: secrets.sessionSecret,
    auditKey: settings.auditKey ?? secrets.auditKey,
    secretsKeyFile:
      settings.secretsKeyFile ??
      provideSecretsKey(path.join(dataDirectory, 'secrets.key')),
    apiToken: settings.apiToken,
    lab,
  });
  const startPages = args.dev ? startDevelopmentPages : startBuiltPages;
  const { child, url } = await startPages(context, env);
  if (lab) await waitForDirectory(context, child, databaseUrl, lab);
  process.stdout.write(welcome(url, lab));
}

function noteMissingConfiguration({ args, steps }: StartContext): void {
  const local = path.join(projectRoot, 'app-config.local.yaml');
  if (args.lab || fs.existsSync(local)) return;
  steps.say(
    'Without the lab and without app-config.local.yaml nobody can sign in: README.md says what to put there.',
  );
}

async function requirePortalPorts({
  args,
  settings,
}: StartContext): Promise<void> {
  await requireFreePort({
    port: settings.port,
    host: settings.host,
    purpose: 'the portal',
    advice: `For example: PORT=${settings.port + 100} npm start`,
  });
  if (!args.dev) return;
  const port = Number(new URL(settings.devUrl).port);
  await requireFreePort({
    port,
    host: '127.0.0.1',
    purpose: "the frontend's development server",
    advice: `For example: FLYLOFT_DEV_PORT=${port + 100} npm run dev`,
  });
}

async function startDatabase(context: StartContext): Promise<string> {
  const { settings, secrets, steps, supervisor } = context;
  const postgres = await steps.step(
    'PostgreSQL',
    (note: (text: string) => void) =>
      startPostgres({
        data: path.join(dataDirectory, 'postgres'),
        projectRoot,
        port: settings.postgresPort,
        portAdvice: `For example: FLYLOFT_POSTGRES_PORT=${settings.postgresPort + 1} npm start`,
        password: secrets.postgresPassword,
        logFile: path.join(logDirectory, 'postgres.log'),
        durable: true,
        supervise: supervisor.add,
        note,
      }),
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

async function startTheLab(context: StartContext): Promise<LabDescription> {
  const { args, settings, secrets, steps, supervisor } = context;
  const portal = settings.url.origin;
  const lab = await steps.step(
    'Lab',
    () =>
      startLab({
        projectRoot,
        directory: path.join(dataDirectory, 'lab'),
        portBase: settings.labPortBase,
        password: secrets.labPassword,
        portalUrl: args.dev ? `${portal},${settings.devUrl}` : portal,
        logFile: path.join(logDirectory, 'lab.log'),
        supervise: supervisor.add,
      }),
    ({ description }) =>
      `ready, ${description.clusters.length} Proxmox clusters on loopback`,
  );
  return lab.description;
}

async function waitForDirectory(
  { steps }: StartContext,
  portal: Child,
  databaseUrl: string,
  lab: LabDescription,
): Promise<void> {
  const people = lab.identity.users.length;
  await steps.step(
    'Directory',
    () => waitForPeople(portal, databaseUrl, people, DIRECTORY_SECONDS),
    arrived =>
      arrived
        ? `${people} people can sign in`
        : `the people are not in the catalog yet; see ${portal.logFile}`,
  );
}
