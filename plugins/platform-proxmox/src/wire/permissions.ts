import { z } from 'zod';
import { toNumber } from '@flyloft/plugin-inventory-node';

/** `GET /access/permissions`: privileges by path, each with whether it propagates. */
export const permissionsSchema = z.record(
  z.string(),
  z.record(z.string(), z.unknown()),
);
export type Permissions = z.infer<typeof permissionsSchema>;

/**
 * Whether a privilege holds on a path: as the answer says for that path, else
 * for the nearest one above it that propagates.
 */
export function hasPrivilege(
  permissions: Permissions,
  path: string,
  privilege: string,
): boolean {
  const own = permissions[path];
  if (own) return privilege in own;
  let above = path;
  while (above !== '/') {
    above = above.slice(0, above.lastIndexOf('/')) || '/';
    const there = permissions[above];
    if (there) return toNumber(there[privilege]) === 1;
  }
  return false;
}

/** Whether a privilege holds anywhere under a path. */
export function hasPrivilegeBelow(
  permissions: Permissions,
  path: string,
  privilege: string,
): boolean {
  return Object.entries(permissions).some(
    ([each, privileges]) =>
      (each === path || each.startsWith(`${path}/`)) && privilege in privileges,
  );
}
