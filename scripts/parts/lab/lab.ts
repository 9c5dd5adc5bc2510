/** Runs the simulated data centre and reads what it says of itself. */
import fs from 'node:fs';
import path from 'node:path';
import type { LabDescription as Written } from '../../../packages/lab/src/lab.ts';
import { launch, type Child } from '../processes/child.ts';
import { answersOk, waitUntilReady } from '../processes/waitUntilReady.ts';

/** What the lab writes once it is ready; with `npm start` it has an identity provider. */
export type LabDescription = Written & {
  identity: NonNullable<Written['identity']>;
};

export interface LabOptions {
  projectRoot: string;
  directory: string;
  portBase: number;
  password: string;
  /** Where the portal is: the identity provider sends people back there. */
  portalUrl: string;
  guests?: number;
  /** Machines of each estate besides its stories. */
  estateGuests?: number;
  seed?: string;
  tickSeconds?: number;
  logFile: string;
  /** Told of the process as soon as there is one. */
  supervise: (child: Child) => void;
}

export interface Lab {
  child: Child;
  description: LabDescription;
}

/** A hundred thousand guests take their time. */
const READY_SECONDS = 180;

/** Starts the lab and waits until it answers. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const descriptionFile = path.join(options.directory, 'lab.json');
  fs.mkdirSync(options.directory, { recursive: true });
  fs.rmSync(descriptionFile, { force: true });
  const child = await launch({
    name: 'The lab',
    command: process.execPath,
    args: [path.join(options.projectRoot, 'packages/lab/src/main.ts')],
    env: { ...process.env, ...labEnvironment(options) },
    logFile: options.logFile,
  });
  options.supervise(child);
  await waitUntilReady(
    child,
    async () => fs.existsSync(descriptionFile),
    READY_SECONDS,
  );
  const description: LabDescription = JSON.parse(
    fs.readFileSync(descriptionFile, 'utf8'),
  );
  const discovery = `${description.identity.issuer}/.well-known/openid-configuration`;
  await waitUntilReady(child, () => answersOk(discovery), READY_SECONDS);
  return { child, description };
}

function labEnvironment(options: LabOptions): NodeJS.ProcessEnv {
  const { guests, estateGuests, seed, tickSeconds } = options;
  return {
    LAB_DIR: options.directory,
    LAB_PORT_BASE: String(options.portBase),
    LAB_PASSWORD: options.password,
    LAB_PORTAL_URL: options.portalUrl,
    ...(guests === undefined ? {} : { LAB_GUESTS: String(guests) }),
    ...(estateGuests === undefined
      ? {}
      : { LAB_ESTATE_GUESTS: String(estateGuests) }),
    ...(seed === undefined ? {} : { LAB_SEED: seed }),
    ...(tickSeconds === undefined
      ? {}
      : { LAB_TICK_SECONDS: String(tickSeconds) }),
  };
}
