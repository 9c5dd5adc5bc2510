import { InputError } from '@backstage/errors';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import { isRole, type Role } from '@flyloft/backend-kit';
import { viewedLists, type ViewedList } from '@flyloft/plugin-inventory-common';

/** The columns that each role begins with, by list. */
export type ColumnsByRole = Partial<
  Record<ViewedList, Partial<Record<Role, readonly string[]>>>
>;

// Whoever uses machines has no page of their hosts, and asks what they are.
const columnsOfUsers = [
  'name',
  'powerState',
  'osFamily',
  'vcpus',
  'memoryBytes',
  'diskBytes',
  'addresses',
  'ownerRef',
  'changedAt',
];

const builtIn: ColumnsByRole = {
  guests: {
    'org-admin': columnsOfUsers,
    'vdc-admin': columnsOfUsers,
    engineer: columnsOfUsers,
  },
};

/**
 * The columns a list begins with for somebody of these roles: of the strongest
 * role that has any; null: those of the list itself.
 */
export function usualColumnsOf(
  list: ViewedList,
  held: readonly Role[],
  configured: ColumnsByRole,
): string[] | null {
  for (const role of held) {
    const columns = configured[list]?.[role] ?? builtIn[list]?.[role];
    if (columns) return [...columns];
    // A stronger role's own columns are the list's: not those of a weaker one.
    if (role === 'admin' || role === 'it' || role === 'ops') return null;
  }
  return null;
}

/**
 * Reads `inventory.lists`, such as `guests: { columns: { engineer: [name] } }`.
 *
 * @throws InputError for a list or a role that does not exist.
 */
export function readColumnsByRole(
  config: Pick<RootConfigService, 'getOptionalConfig'>,
): ColumnsByRole {
  const lists = config.getOptionalConfig('inventory.lists');
  const found: ColumnsByRole = {};
  for (const list of lists?.keys() ?? []) {
    if (!(viewedLists as readonly string[]).includes(list)) {
      throw new InputError(
        `inventory.lists names '${list}'; the lists are ${viewedLists.join(', ')}`,
      );
    }
    const columns = lists!.getOptionalConfig(`${list}.columns`);
    for (const role of columns?.keys() ?? []) {
      if (!isRole(role)) {
        throw new InputError(
          `inventory.lists.${list}.columns names '${role}', which is no role`,
        );
      }
      (found[list as ViewedList] ??= {})[role] = columns!.getStringArray(role);
    }
  }
  return found;
}
