/**
 * The part of Proxmox' parameter schemas that the lab understands. A schema
 * describes one parameter of a route; names ending in `[n]` (`net[n]`) stand
 * for a numbered family (`net0`, `net1`, …).
 */
export interface ParameterSchema {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  optional?: true;
  /** What a handler sees when the client left the parameter out. */
  default?: string | number | boolean;
  /**
   * A name from `formats.ts` (`pve-node`, `pve-vmid`, …). A name ending in
   * `-list` is a list: repeated keys and JSON arrays are joined with commas.
   */
  format?: string;
  /** Matched against the whole value. */
  pattern?: RegExp;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  enum?: readonly string[];
  /** Another parameter that must be there when this one is. */
  requires?: string;
}

/** The parameters of a route by name, path parameters included. */
export type ParameterSchemas = Readonly<Record<string, ParameterSchema>>;

/** One verified parameter. */
export type ParameterValue = string | number | boolean | string[];

type ValueOf<S extends ParameterSchema> = S['type'] extends 'integer' | 'number'
  ? number
  : S['type'] extends 'boolean'
    ? boolean
    : S['type'] extends 'array'
      ? string[]
      : string;

type Presence<S extends ParameterSchema> = S extends { optional: true }
  ? S extends { default: string | number | boolean }
    ? never
    : undefined
  : never;

/** What a handler gets for the parameters a route declares. */
export type ParametersOf<P extends ParameterSchemas> = {
  readonly [K in keyof P]: ValueOf<P[K]> | Presence<P[K]>;
};
