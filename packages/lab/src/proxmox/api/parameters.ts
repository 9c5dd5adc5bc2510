import type { ParameterSchemas } from '../http/index.ts';

/** The path parameters nearly every route has. */
export const NODE = {
  node: { type: 'string', format: 'pve-node' },
} as const satisfies ParameterSchemas;

export const GUEST = {
  ...NODE,
  vmid: { type: 'integer', minimum: 100, maximum: 999_999_999 },
} as const satisfies ParameterSchemas;

export const STORAGE = {
  ...NODE,
  storage: { type: 'string', format: 'pve-storage-id' },
} as const satisfies ParameterSchemas;
