import { auditReadPermission } from '@flyloft/plugin-audit-common';
import {
  customFieldManagePermission,
  infrastructureReadPermission,
  platformManagePermission,
  syncConfirmPermission,
  tokenManagePermission,
} from '@flyloft/plugin-inventory-common';
import { sessionReadPermission } from '@flyloft/plugin-sessions-common';
import {
  siteReadPermission,
  siteUsersReadPermission,
} from '@flyloft/plugin-site-common';

/** A right that decides what the navigation shows, by its permission's name. */
export type Right = string;

/** The numbers that may stand beside an entry: what waits for this person. */
export type Counter = 'heldSyncs';

/** One way to go. */
export interface NavigationEntry {
  id: string;
  title: string;
  href: string;
  /** Who lacks this right doesn't see the entry; none: everybody sees it. */
  needs?: Right;
  counter?: Counter;
  /** Other words by which people look for it. */
  words?: string[];
}

/** Entries that belong together; the first and last have no heading. */
export interface NavigationSection {
  id: string;
  title?: string;
  entries: NavigationEntry[];
}

const infrastructure = infrastructureReadPermission.name;

/**
 * Where one can go, in order of how often it is used. Only pages that exist
 * stand here; `deadLinks.test.ts` holds it to that.
 */
export const navigation: NavigationSection[] = [
  {
    id: 'start',
    entries: [{ id: 'home', title: 'Home', href: '/', words: ['start'] }],
  },
  {
    id: 'inventory',
    title: 'Inventory',
    entries: [
      {
        id: 'dashboard',
        title: 'Dashboard',
        href: '/inventory/dashboard',
        words: ['figures', 'statistics', 'summary'],
      },
      {
        id: 'guests',
        title: 'Guests',
        href: '/inventory/guests',
        words: ['virtual machines', 'vm', 'containers', 'lxc'],
      },
      {
        id: 'hosts',
        title: 'Hosts',
        href: '/inventory/hosts',
        needs: infrastructure,
        words: ['nodes', 'hypervisors', 'servers'],
      },
      {
        id: 'clusters',
        title: 'Clusters',
        href: '/inventory/clusters',
        needs: infrastructure,
      },
      {
        id: 'networks',
        title: 'Networks',
        href: '/inventory/networks',
        needs: infrastructure,
        words: ['bridges', 'vlan'],
      },
      {
        id: 'storages',
        title: 'Storages',
        href: '/inventory/storages',
        needs: infrastructure,
        words: ['datastores', 'disks'],
      },
      {
        id: 'images',
        title: 'Images',
        href: '/inventory/images',
        needs: infrastructure,
        words: ['iso', 'templates', 'instance types'],
      },
      {
        id: 'addresses',
        title: 'Addresses seen',
        href: '/inventory/addresses',
        words: ['ip', 'duplicates', 'mac'],
      },
      {
        id: 'same-machine',
        title: 'Same machine?',
        href: '/inventory/same-machine',
        needs: infrastructure,
        words: ['duplicates', 'sightings', 'uuid'],
      },
      {
        id: 'changes',
        title: 'Changes',
        href: '/inventory/changes',
        words: ['history'],
      },
      {
        id: 'sync',
        title: 'Sync',
        href: '/inventory/sync',
        needs: infrastructure,
        counter: 'heldSyncs',
        words: ['platforms', 'runs', 'freshness'],
      },
    ],
  },
  {
    id: 'catalog',
    entries: [
      {
        id: 'catalog',
        title: 'Catalog',
        href: '/catalog',
        words: ['entities', 'groups', 'users'],
      },
    ],
  },
  {
    id: 'admin',
    title: 'Admin',
    entries: [
      {
        id: 'platforms',
        title: 'Platforms',
        href: '/admin/platforms',
        needs: platformManagePermission.name,
        words: ['configuration', 'credentials', 'connection'],
      },
      {
        id: 'custom-fields',
        title: 'Custom fields',
        href: '/admin/custom-fields',
        needs: customFieldManagePermission.name,
        words: ['attributes', 'own fields'],
      },
      {
        id: 'tokens',
        title: 'Tokens',
        href: '/admin/tokens',
        needs: tokenManagePermission.name,
        words: ['push', 'api keys', 'scripts', 'n8n'],
      },
      {
        id: 'site-settings',
        title: 'Site settings',
        href: '/admin/settings',
        needs: siteReadPermission.name,
        words: ['retention', 'time-outs', 'secrets', 'thresholds'],
      },
      {
        id: 'users',
        title: 'Users',
        href: '/admin/users',
        needs: siteUsersReadPermission.name,
        words: ['people', 'roles', 'rights', 'grants'],
      },
      {
        id: 'sessions',
        title: 'Sessions',
        href: '/admin/sessions',
        needs: sessionReadPermission.name,
        words: ['signed in', 'users', 'sign out'],
      },
      {
        id: 'audit',
        title: 'Audit',
        href: '/admin/audit',
        needs: auditReadPermission.name,
        words: ['trail', 'events', 'who did what', 'log'],
      },
    ],
  },
];

/** Not in the list of pages but found by its name: it stands with the account. */
export const settingsEntry: NavigationEntry = {
  id: 'settings',
  title: 'Settings',
  href: '/settings',
  words: ['theme', 'dark', 'light', 'language', 'profile'],
};

/** Every right the navigation asks for. */
export const navigationPermissions = [
  infrastructureReadPermission,
  syncConfirmPermission,
  platformManagePermission,
  customFieldManagePermission,
  tokenManagePermission,
  sessionReadPermission,
  auditReadPermission,
  siteReadPermission,
  siteUsersReadPermission,
] as const;

/** The rights of this person as far as they are known. */
export type KnownRights = ReadonlyMap<Right, boolean>;

/** An entry as it is shown: `pending` while its right is still being asked. */
export interface ShownEntry extends NavigationEntry {
  pending: boolean;
}

/** The sections with what this person may open; empty ones are left out. */
export function shownSections(
  sections: NavigationSection[],
  rights: KnownRights,
): Array<Omit<NavigationSection, 'entries'> & { entries: ShownEntry[] }> {
  return sections
    .map(section => ({
      ...section,
      entries: section.entries
        .filter(({ needs }) => !needs || rights.get(needs) !== false)
        .map(entry => ({
          ...entry,
          pending: entry.needs !== undefined && !rights.has(entry.needs),
        })),
    }))
    .filter(section => section.entries.length > 0);
}

/** The entry whose page this path belongs to: the longest that leads to it. */
export function currentEntry(
  entries: NavigationEntry[],
  path: string,
): NavigationEntry | undefined {
  return entries
    .filter(({ href }) =>
      href === '/'
        ? path === '/'
        : path === href || path.startsWith(`${href}/`),
    )
    .sort((a, b) => b.href.length - a.href.length)[0];
}

/** Which counters this person sees: one who can't act isn't told to. */
export function shownCounters(rights: KnownRights): Counter[] {
  return rights.get(syncConfirmPermission.name) === true ? ['heldSyncs'] : [];
}

/** The entries whose name, or another word for it, begins with what is typed. */
export function entriesNamed<Entry extends NavigationEntry>(
  entries: Entry[],
  typed: string,
): Entry[] {
  const wanted = typed.trim().toLocaleLowerCase();
  if (wanted === '') return [];
  return entries.filter(({ title, words = [] }) =>
    [title, ...words].some(word =>
      word
        .toLocaleLowerCase()
        .split(' ')
        .some((_, at, parts) => parts.slice(at).join(' ').startsWith(wanted)),
    ),
  );
}
