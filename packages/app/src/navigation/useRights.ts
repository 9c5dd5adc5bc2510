import { useMemo } from 'react';
import { usePermission } from '@backstage/plugin-permission-react';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import { navigationPermissions, type KnownRights } from './navigation';

/**
 * What this person may, as far as it is known. A right whose question failed
 * counts as missing: the page behind it would only refuse.
 */
export function useRights(): KnownRights {
  const [first, second] = navigationPermissions;
  const one = useRight(first);
  const other = useRight(second);
  return useMemo(() => {
    const rights = new Map<string, boolean>();
    if (one !== undefined) rights.set(first.name, one);
    if (other !== undefined) rights.set(second.name, other);
    return rights;
  }, [first, one, second, other]);
}

function useRight(permission: BasicPermission): boolean | undefined {
  const { loading, allowed } = usePermission({ permission });
  return loading ? undefined : allowed;
}
