import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Identity, IdentityFault } from '../identity/index.ts';
import type { World } from '../world/World.ts';
import { MissingError, WorldError } from '../world/WorldError.ts';
import type { CallMeter } from './CallMeter.ts';
import { parseFault } from './fault.ts';
import type { Faults } from './Faults.ts';
import {
  commandGuest,
  GUEST_ACTIONS,
  type GuestCommand,
} from './guestCommand.ts';
import {
  commandMachine,
  machineReport,
  type EstateCommand,
} from './estateCommand.ts';
import { disturb, type Disturbance } from './disturb.ts';
import { guestReport } from './guestReport.ts';

/** The ticking of the world, which control can halt. */
export interface Ticking {
  readonly running: boolean;
  freeze(): void;
  thaw(): void;
}

export interface ControlParts {
  world: World;
  faults: Faults;
  ticking: Ticking;
  /** Of every entry node, by `cluster/node`. */
  meters: ReadonlyMap<string, CallMeter>;
  identity: Identity | undefined;
}

const MAX_BODY_BYTES = 1_048_576;
const PAGE = 1000;

type Handler = (request: { url: URL; body: unknown; rest: string }) => unknown;

/** A request that can't be done as it stands. */
class ControlError extends Error {
  override readonly name: string = 'ControlError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Where tests and the curious make things happen: faults, ticks, guests. Plain HTTP and
 * JSON, for this machine only; it is no part of any product it imitates.
 */
export class ControlServer {
  private readonly parts: ControlParts;
  private readonly server: Server;
  private readonly handlers: Record<string, Handler>;

  constructor(parts: ControlParts) {
    this.parts = parts;
    this.handlers = this.makeHandlers();
    this.server = createServer((request, response) => {
      void this.answer(request, response);
    });
  }

  /** Listens on loopback; gives the port. */
  async listen(port: number): Promise<number> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const [handler, rest] = this.find(request.method ?? 'GET', url.pathname);
      const result = await handler({
        url,
        body: await readJson(request),
        rest,
      });
      reply(response, 200, result ?? {});
    } catch (error) {
      const status =
        error instanceof ControlError
          ? error.status
          : error instanceof MissingError
            ? 404
            : error instanceof WorldError
              ? 409
              : 500;
      if (status === 500) console.error('Control request failed:', error);
      reply(response, status, {
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }

  private find(method: string, path: string): [Handler, string] {
    const exact = this.handlers[`${method} ${path}`];
    if (exact) return [exact, ''];
    const slash = path.lastIndexOf('/');
    const below = this.handlers[`${method} ${path.slice(0, slash)}/*`];
    if (below) return [below, decodeURIComponent(path.slice(slash + 1))];
    throw new ControlError(
      404,
      `No ${method} ${path} here. There is: ${Object.keys(this.handlers).join(', ')}`,
    );
  }

  private makeHandlers(): Record<string, Handler> {
    const { faults, world, ticking, meters, identity } = this.parts;
    return {
      'GET /': () => ({
        calls: Object.keys(this.handlers),
        guestActions: GUEST_ACTIONS,
      }),
      'GET /faults': () => faults.list(),
      'POST /faults': ({ body }) => {
        const fault = parseFault(body);
        if ('problem' in fault) throw new ControlError(400, fault.problem);
        return faults.add(fault);
      },
      'DELETE /faults': () => faults.clearAll(),
      'DELETE /faults/*': async ({ rest }) => {
        if (!(await faults.clear(Number(rest))))
          throw new ControlError(404, `no fault ${rest}`);
      },
      'GET /world': () => this.worldReport(),
      'GET /world/guests': ({ url }) => this.guests(url),
      'POST /world/guests': ({ body }) => {
        world.settle();
        return Array.isArray(body)
          ? body.map(command => this.command(command))
          : this.command(body);
      },
      'POST /world/disturb': ({ body }) => disturb(world, body as Disturbance),
      'POST /world/tick': ({ body }) => {
        world.step(
          Number((body as { count?: unknown } | undefined)?.count ?? 1),
        );
        return { tick: world.tick };
      },
      'POST /world/freeze': () => ticking.freeze(),
      'POST /world/thaw': () => ticking.thaw(),
      'POST /world/finish-tasks': () => world.finishTasks(),
      'GET /calls': () =>
        Object.fromEntries(
          [...meters].map(([entry, meter]) => [entry, meter.figures()]),
        ),
      'DELETE /calls': () => meters.forEach(meter => meter.reset()),
      'POST /identity/fault': ({ body }) => {
        if (!identity)
          throw new ControlError(
            409,
            'this lab runs without an identity provider',
          );
        identity.setFault(body as IdentityFault);
      },
      'DELETE /identity/fault': () => identity?.setFault(null),
    };
  }

  private command(body: unknown) {
    const { world } = this.parts;
    const command = body as GuestCommand & EstateCommand;
    const estate = world.estates.get(command.cluster);
    return estate
      ? commandMachine(estate, command, world.now())
      : commandGuest(world, command);
  }

  private worldReport() {
    const { world, ticking } = this.parts;
    world.settle();
    return {
      seed: world.seed,
      tick: world.tick,
      ticking: ticking.running,
      clusters: [...world.clusters.values()].map(cluster => ({
        id: cluster.id,
        guests: cluster.guests.size,
        revision: cluster.revision,
        nodes: [...cluster.nodes.values()].map(node => ({
          name: node.name,
          condition: node.condition,
        })),
      })),
      estates: [...world.estates.values()].map(estate => ({
        id: estate.id,
        platform: estate.plan.platform,
        guests: estate.machines.size,
        revision: estate.revision,
        nodes: [...estate.hosts.values()].map(host => ({
          name: host.name,
          condition: host.condition,
        })),
      })),
    };
  }

  private guests(url: URL) {
    const { world } = this.parts;
    world.settle();
    const only = url.searchParams.get('cluster');
    const vmid = url.searchParams.get('vmid');
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? PAGE);
    const estate = world.estates.get(only ?? '');
    if (estate) {
      const machines = [...estate.machines.values()];
      return {
        total: machines.length,
        items: machines
          .slice(offset, offset + limit)
          .map(machine => machineReport(estate, machine)),
      };
    }
    const clusters =
      only === null ? [...world.clusters.values()] : [world.cluster(only)];
    const found = clusters.flatMap(cluster =>
      cluster
        .sortedGuests()
        .filter(guest => vmid === null || guest.vmid === Number(vmid))
        .map(guest => ({ cluster, guest })),
    );
    return {
      total: found.length,
      items: found
        .slice(offset, offset + limit)
        .map(({ cluster, guest }) => guestReport(world, cluster, guest)),
    };
  }
}

/** A page in a browser cannot send JSON elsewhere unasked, so that is what a change must be. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  if (request.method === 'GET') return undefined;
  if (
    request.method === 'POST' &&
    !request.headers['content-type']?.startsWith('application/json')
  ) {
    throw new ControlError(
      415,
      'send JSON, with content-type application/json',
    );
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new ControlError(413, 'too much');
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, 'the body is no JSON');
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body, null, 1)}\n`);
}
