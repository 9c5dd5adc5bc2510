import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ControlServer } from './control/ControlServer.ts';
import { Estates } from './Estates.ts';
import { startIdentity, type Identity } from './identity/index.ts';
import {
  describePeople,
  DIRECTORY_CLIENT,
  PORTAL_CLIENT,
  type ClusterDescription,
  type LabDescription,
} from './labDescription.ts';
import { keptSecrets, replaceFile, type KeptSecrets } from './keptSecrets.ts';
import { portOf } from './ports.ts';
import { ProxmoxClusters } from './ProxmoxClusters.ts';
import { Ticker } from './Ticker.ts';
import { VaultServer } from './vault/VaultServer.ts';
import { World } from './world/World.ts';

export interface LabOptions {
  /** Certificates, secrets and `lab.json` are kept here. */
  directory: string;
  seed?: number;
  guests?: number;
  /** How many ordinary machines each estate has besides its stories. */
  estateGuests?: number;
  /** The first of the lab's hundred ports; 0 takes free ones. */
  portBase?: number;
  /** Of all people; kept from the last start, or made, when absent. */
  password?: string;
  /** The portals that sign people in here. */
  portalUrls?: string[];
  /** 0: the world stands still until it is told to move. */
  tickSeconds?: number;
  /** How late every answer of the Proxmox API comes. */
  latencyMilliseconds?: number;
  /** How much longer or shorter than usual tasks take; 0 ends them at once. */
  taskPace?: number;
  /** How late a 401 is sent; Proxmox takes three seconds. */
  unauthenticatedDelayMilliseconds?: number;
  /** How long a call to a node that is down waits for its 595. */
  noRouteSeconds?: number;
  /** False leaves the identity provider out, for tests that need none. */
  withIdentity?: boolean;
  now?: () => number;
}

export type { ClusterDescription, LabDescription };

export interface Lab {
  readonly description: LabDescription;
  readonly world: World;
  /** Ends every server; afterwards the ports are free and `lab.json` is gone. */
  close(): Promise<void>;
}

const IDENTITY_OFFSET = 80;
const VAULT_OFFSET = 90;
const CONTROL_OFFSET = 99;

/** Starts the simulated data centre: clusters, identity provider, control. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const started: { close: () => Promise<void> }[] = [];
  const close = async () => {
    for (const part of started.splice(0).reverse()) await part.close();
  };
  try {
    return await startParts(options, started, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  options: LabOptions,
  started: { close: () => Promise<void> }[],
  close: () => Promise<void>,
): Promise<Lab> {
  const { directory, portBase = 0 } = options;
  await mkdir(directory, { recursive: true });
  const world = new World(options);
  const secrets = await keptSecrets(
    directory,
    [...world.clusters.keys()],
    [...world.estates.values()],
    options.password,
  );
  const clusters = await ProxmoxClusters.start({ ...options, world, secrets });
  started.push(clusters);
  const estates = await Estates.start(
    { world, secrets, directory, portBase },
    clusters.faults,
  );
  started.push(estates);
  clusters.faults.reachEstates(estates);
  const identity =
    options.withIdentity === false
      ? undefined
      : await startPeople(options, secrets);
  if (identity) started.push(identity);
  const ticker = new Ticker(world, options.tickSeconds ?? 0);
  started.push(ticker);
  const control = new ControlServer({
    world,
    faults: clusters.faults,
    ticking: ticker,
    meters: new Map([...clusters.meters, ...estates.meters]),
    identity,
  });
  const controlPort = await control.listen(portOf(portBase, CONTROL_OFFSET));
  started.push(control);

  const vault = new VaultServer(secrets.vault);
  started.push(vault);
  const vaultUrl = await vault.listen(portOf(portBase, VAULT_OFFSET));

  const description: LabDescription = {
    pid: process.pid,
    control: `http://127.0.0.1:${controlPort}`,
    identity: identity ? describePeople(identity, secrets) : null,
    clusters: clusters.descriptions,
    estates: estates.descriptions,
    vault: { url: vaultUrl, mount: 'secret', ...secrets.vault },
  };
  const file = join(directory, 'lab.json');
  await replaceFile(file, `${JSON.stringify(description, null, 2)}\n`);
  started.push({ close: () => rm(file, { force: true }) });
  return { description, world, close };
}

function startPeople(
  options: LabOptions,
  secrets: KeptSecrets,
): Promise<Identity> {
  const portalUrls = options.portalUrls ?? ['http://localhost:7007'];
  return startIdentity({
    port: portOf(options.portBase ?? 0, IDENTITY_OFFSET),
    ...reachableLike(portalUrls[0]),
    stateDirectory: join(options.directory, 'identity'),
    password: secrets.password,
    portalUrls,
    portalClient: { id: PORTAL_CLIENT, secret: secrets.portalClientSecret },
    directoryClient: {
      id: DIRECTORY_CLIENT,
      secret: secrets.directoryClientSecret,
    },
  });
}

/** Browsers reach the login page by the name they reach the portal by. */
function reachableLike(portalUrl: string | undefined) {
  const { hostname } = new URL(portalUrl ?? 'http://localhost');
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return loopback ? {} : { hostname, listen: '0.0.0.0' };
}
