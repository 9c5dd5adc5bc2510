import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterAccess } from './clusterAccess.ts';
import { CallMeter } from './control/CallMeter.ts';
import { ControlServer } from './control/ControlServer.ts';
import { Faults } from './control/Faults.ts';
import { startIdentity, type Identity } from './identity/index.ts';
import {
  describeCluster,
  describePeople,
  DIRECTORY_CLIENT,
  PORTAL_CLIENT,
  type ClusterDescription,
  type LabDescription,
} from './labDescription.ts';
import { keptSecrets, replaceFile, type KeptSecrets } from './keptSecrets.ts';
import { accessRoutes, type Access } from './proxmox/access/index.ts';
import { ClusterEndpoints } from './proxmox/api/ClusterEndpoints.ts';
import { Ticker } from './Ticker.ts';
import { ClusterTls } from './tls/ClusterTls.ts';
import type { Cluster } from './world/Cluster.ts';
import { World } from './world/World.ts';

export interface LabOptions {
  /** Certificates, secrets and `lab.json` are kept here. */
  directory: string;
  seed?: number;
  guests?: number;
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

/** Where each cluster's nodes are from the first port on, and how many can be talked to. */
const ENTRY_PORTS: Record<string, { offset: number; nodes: number }> = {
  'pve-west': { offset: 6, nodes: 3 },
  'pve-east': { offset: 16, nodes: 2 },
};
const IDENTITY_OFFSET = 80;
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
    options.password,
  );
  const accesses = new Map<string, Access>();
  for (const cluster of world.clusters.values()) {
    const tokens = secrets.tokens[cluster.id];
    if (!tokens) throw new Error(`no tokens for cluster ${cluster.id}`);
    accesses.set(
      cluster.id,
      clusterAccess(world, cluster, { ...tokens, password: secrets.password }),
    );
  }

  const endpoints = new Map<string, ClusterEndpoints>();
  const meters = new Map<string, CallMeter>();
  const faults = new Faults(
    {
      world,
      accessOf: id => of(accesses, id),
      setCondition: (id, node, condition) =>
        of(endpoints, id).setCondition(node, condition),
    },
    options.latencyMilliseconds,
  );
  started.push(faults);

  const clusters: ClusterDescription[] = [];
  for (const cluster of world.clusters.values()) {
    const tls = await ClusterTls.open({
      directory: join(directory, cluster.id),
      clusterName: cluster.id,
    });
    const access = of(accesses, cluster.id);
    const running = await ClusterEndpoints.start({
      world,
      cluster,
      access,
      tls,
      ports: entryPorts(cluster, portBase),
      accessRoutes: accessRoutes(access),
      interceptorOf: node => {
        const meter = meters.get(`${cluster.id}/${node}`) ?? new CallMeter();
        meters.set(`${cluster.id}/${node}`, meter);
        return faults.interceptor(cluster.id, node, meter);
      },
      unauthenticatedDelayMilliseconds:
        options.unauthenticatedDelayMilliseconds,
      noRouteSeconds: options.noRouteSeconds,
    });
    started.push(running);
    endpoints.set(cluster.id, running);
    clusters.push(describeCluster(cluster, running, tls, secrets));
  }

  const identity =
    options.withIdentity === false
      ? undefined
      : await startPeople(options, secrets);
  if (identity) started.push(identity);
  const ticker = new Ticker(world, options.tickSeconds ?? 0);
  started.push(ticker);
  const control = new ControlServer({
    world,
    faults,
    ticking: ticker,
    meters,
    identity,
  });
  const controlPort = await control.listen(portOf(portBase, CONTROL_OFFSET));
  started.push(control);

  const description: LabDescription = {
    pid: process.pid,
    control: `http://127.0.0.1:${controlPort}`,
    identity: identity ? describePeople(identity, secrets) : null,
    clusters,
  };
  const file = join(directory, 'lab.json');
  await replaceFile(file, `${JSON.stringify(description, null, 2)}\n`);
  started.push({ close: () => rm(file, { force: true }) });
  return { description, world, close };
}

function of<T>(things: ReadonlyMap<string, T>, id: string): T {
  const thing = things.get(id);
  if (thing === undefined) throw new Error(`there is no cluster '${id}'`);
  return thing;
}

function portOf(portBase: number, offset: number): number {
  return portBase === 0 ? 0 : portBase + offset;
}

/** A large cluster has more nodes than ports: a client enters through the first few. */
function entryPorts(cluster: Cluster, portBase: number): Map<string, number> {
  const { offset, nodes } = ENTRY_PORTS[cluster.id] ?? { offset: 0, nodes: 0 };
  return new Map(
    [...cluster.nodes.keys()]
      .slice(0, nodes)
      .map((node, index) => [node, portOf(portBase, offset + index)]),
  );
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
