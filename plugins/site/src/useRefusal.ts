import type { BasicPermission } from '@backstage/plugin-permission-common';
import { usePermission } from '@backstage/plugin-permission-react';

/** Why the reader may not do something, in words; undefined when they may. */
export function useRefusal(
  permission: BasicPermission,
  what: string,
): string | undefined {
  const { loading, allowed } = usePermission({ permission });
  if (allowed) return undefined;
  return loading
    ? 'Your rights are still being asked for.'
    : `Your roles do not include ${what} (${permission.name}). Ask whoever runs this portal for a role that does.`;
}
