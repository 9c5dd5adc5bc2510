/** What people of other roles than IT see of each page. */
import { heading, type Shows } from './pageEntry.ts';

/** `sees`: what IT sees, perhaps less of it; `refused`: that it is not for them. */
export type RoleView = 'sees' | 'refused' | Shows;

export interface RoleViews {
  /** Sees everything of the inventory, and changes nothing. */
  viewer: RoleView;
  /** Sees what they or their groups own. */
  engineer: RoleView;
}

const everybody: RoleViews = { viewer: 'sees', engineer: 'sees' };
const readers: RoleViews = { viewer: 'sees', engineer: 'refused' };
const administrators: RoleViews = { viewer: 'refused', engineer: 'refused' };

/** By route; a page that is missing here fails the test. */
export const roleViews: Record<string, RoleViews> = {
  '/': everybody,
  '/settings': everybody,
  '/catalog': everybody,
  // The host that it runs on is not an engineer's to see.
  '/catalog/:namespace/:kind/:name': {
    viewer: 'sees',
    engineer: heading('portal-web'),
  },
  '/catalog-graph': {
    viewer: 'sees',
    engineer: heading('Relations of portal-web'),
  },
  '/inventory/dashboard': everybody,
  '/inventory/guests': everybody,
  '/inventory/guests/:id': everybody,
  '/inventory/addresses': everybody,
  '/inventory/changes': everybody,
  '/inventory/hosts': readers,
  '/inventory/hosts/:id': readers,
  '/inventory/clusters': readers,
  '/inventory/clusters/:id': readers,
  '/inventory/networks': readers,
  '/inventory/networks/:id': readers,
  '/inventory/storages': readers,
  '/inventory/images': readers,
  '/inventory/same-machine': everybody,
  '/inventory/sync': readers,
  '/inventory/sync/:id': readers,
  '/inventory/run-difference': readers,
  // Engineers annotate the guests of their own.
  '/inventory/import': { viewer: 'refused', engineer: 'sees' },
  '/admin/custom-fields': everybody,
  '/admin/platforms': administrators,
  '/admin/platforms/:id': administrators,
  '/admin/audit': administrators,
  '/admin/audit/:id': administrators,
  '/admin/tokens': administrators,
  '/admin/sessions': administrators,
  '/admin/settings': administrators,
  '/admin/users': administrators,
};

/** Words on buttons that change what everybody sees. */
export const changing =
  /^(Edit|Grant|Delete|Restore|Assign|Override|Say otherwise|Sync|Define|Add a|Make a|Revoke|End|Disable|Remove|Confirm|Same machine|Different)\b/;
