import { useMemo } from 'react';
import { usePermission } from '@backstage/plugin-permission-react';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import { navigationPermissions, type KnownRights } from './navigation';

/**
 * What this person may, as far as it is known. A right whose question failed
 * counts as missing: the page behind it would only refuse.
 */
export function useRights(): KnownRights {
  // The list is fixed, so the order of the hooks is.
  const answers = navigationPermissions.map(useRight);
  const known = JSON.stringify(answers.map(answer => answer ?? null));
  return useMemo(() => {
    const allowed = JSON.parse(known) as Array<boolean | null>;
    return new Map(
      navigationPermissions.flatMap(({ name }, index) => {
        const one = allowed[index];
        return typeof one === 'boolean' ? [[name, one] as const] : [];
      }),
    );
  }, [known]);
}

function useRight(permission: BasicPermission): boolean | undefined {
  const { loading, allowed } = usePermission({ permission });
  return loading ? undefined : allowed;
}
