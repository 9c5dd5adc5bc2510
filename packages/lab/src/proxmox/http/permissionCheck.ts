import type { Caller } from '../access/caller.ts';
import { ApiError } from './ApiError.ts';
import type { PermissionCheck, RawParameters } from './route.ts';

/**
 * Refuses a caller that a route's check does not let through. root@pam may
 * call everything.
 * @throws ApiError 403
 */
export function requirePermission(
  check: PermissionCheck | undefined,
  caller: Caller,
  parameters: RawParameters,
): void {
  if (caller.isRoot || check === 'world' || check === 'any') return;
  if (check === undefined) throw new ApiError(403, 'Permission check failed\n');
  const refusal = refusalOf(check, caller, parameters);
  if (refusal !== undefined) throw refusal;
}

function refusalOf(
  check: PermissionCheck,
  caller: Caller,
  parameters: RawParameters,
): ApiError | undefined {
  if (check === 'world' || check === 'any') return undefined;
  if (typeof check === 'function') {
    return check(caller, parameters)
      ? undefined
      : new ApiError(403, 'Permission check failed\n');
  }
  if ('and' in check) {
    return check.and
      .map(part => refusalOf(part, caller, parameters))
      .find(refusal => refusal !== undefined);
  }
  if ('or' in check) {
    const refusals = check.or.map(part => refusalOf(part, caller, parameters));
    return refusals.includes(undefined) ? undefined : refusals.at(-1);
  }
  const path = fillIn(check.path, parameters);
  if ('any' in check) {
    return caller.any(path, check.any)
      ? undefined
      : ApiError.refused(`${path}, ${check.any.join('|')}`);
  }
  const missing = check.all.find(privilege => !caller.has(path, privilege));
  return missing === undefined
    ? undefined
    : ApiError.refused(`${path}, ${missing}`);
}

/** `/vms/{vmid}` with the call's own vmid. */
function fillIn(path: string, parameters: RawParameters): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    String(parameters[name] ?? ''),
  );
}
