import type { Duplex } from 'node:stream';
import type { Caller } from '../access/caller.ts';
import type { ParameterSchemas, ParametersOf } from './parameterSchema.ts';

export type { Caller } from '../access/caller.ts';
export type {
  ParameterSchema,
  ParameterSchemas,
  ParametersOf,
  ParameterValue,
} from './parameterSchema.ts';

/** The methods Proxmox knows; any other is answered with 501. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Who may call a route. Checked before the parameters are verified, as the
 * real API does, so that a refused caller learns nothing about them.
 *
 * - `world`: without signing in.
 * - `any`: whoever is signed in; the handler filters what it returns.
 * - `{ path, all }` / `{ path, any }`: privileges on a path, in which
 *   `{vmid}` and its like are filled in from the parameters.
 * - `{ and }` / `{ or }`: combinations.
 * - a function: anything else (`userid-group` and such).
 *
 * A route without one is open to root@pam alone.
 */
export type PermissionCheck =
  | 'world'
  | 'any'
  | { path: string; all: readonly string[] }
  | { path: string; any: readonly string[] }
  | { and: readonly PermissionCheck[] }
  | { or: readonly PermissionCheck[] }
  | ((caller: Caller, parameters: RawParameters) => boolean);

/** Parameters as they arrived, not verified yet. */
export type RawParameters = Readonly<Record<string, unknown>>;

/** One call of a route, as its handler sees it. */
export interface Call<P extends ParameterSchemas = ParameterSchemas> {
  readonly method: Method;
  /** The path below the format: `/nodes/pve1/qemu/100/config`. */
  readonly path: string;
  /** Verified and converted: integers are numbers, booleans are booleans. */
  readonly parameters: ParametersOf<P>;
  /**
   * Who calls. On a `world` route nobody need be signed in: the caller is then
   * the nameless one who has no privilege.
   */
  readonly caller: Caller;
  readonly clientAddress: string;
  /** Aborted when the client goes away or the server closes. */
  readonly signal: AbortSignal;
  /** Puts `total` beside `data` in the answer (paged lists do). */
  setTotal(total: number): void;
  /** Puts `changes` beside `data` (GET /nodes/{node}/network does). */
  setChanges(changes: string): void;
  /**
   * On a GET whose path ends in `websocket`: what a client that asked for an
   * upgrade is then connected to. Without an upgrade the answer is plain.
   */
  connectTo(stream: () => Duplex): void;
}

/** A method on a path of the API tree. */
export interface Route {
  method: Method;
  /**
   * Below the format, with its parameters in braces:
   * `/nodes/{node}/qemu/{vmid}/config`. A last `{volume*}` takes the whole rest,
   * slashes included.
   */
  path: string;
  parameters: ParameterSchemas;
  permission?: PermissionCheck;
  /** False for what a token may never call (signing in, passwords). Default: true. */
  allowToken?: boolean;
  /** What it returns stands under `data`; undefined becomes null. */
  handler(call: Call): unknown;
}

/** A route whose handler knows the types of the parameters it declares. */
export interface RouteDefinition<P extends ParameterSchemas> {
  method: Method;
  path: string;
  parameters: P;
  permission?: PermissionCheck;
  allowToken?: boolean;
  handler(call: Call<P>): unknown;
}

/**
 * Declares a route: `call.parameters.vmid` is a number when its schema says
 * integer. Paths that differ only in the parameter's name must use one name.
 */
export function route<const P extends ParameterSchemas>(
  definition: RouteDefinition<P>,
): Route {
  // The dispatcher verifies a call's parameters against this very definition
  // before it hands them over, which is what makes the narrower type true.
  return definition as unknown as Route;
}
