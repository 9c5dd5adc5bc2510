import type { Filter } from '@flyloft/plugin-inventory-common';
import { listHref, type ListState } from '@flyloft/ui-kit';

/** Where the inventory's pages are. Links carry these; bookmarks rely on them. */
export const paths = {
  dashboard: '/inventory/dashboard',
  guests: '/inventory/guests',
  imports: '/inventory/import',
  hosts: '/inventory/hosts',
  clusters: '/inventory/clusters',
  networks: '/inventory/networks',
  storages: '/inventory/storages',
  images: '/inventory/images',
  addresses: '/inventory/addresses',
  sameMachine: '/inventory/same-machine',
  changes: '/inventory/changes',
  sync: '/inventory/sync',
  runDifference: '/inventory/run-difference',
  customFields: '/admin/custom-fields',
  platforms: '/admin/platforms',
  addPlatform: '/admin/platforms/new',
  tokens: '/admin/tokens',
} as const;

/** The page of one thing, beneath the page of its list. */
export const detailPath = (
  list: 'guests' | 'hosts' | 'clusters' | 'networks' | 'sync',
  id: string,
) => `${paths[list]}/${encodeURIComponent(id)}`;

/** The page on how a sync's picture differs from that of the one before it. */
export const differencePath = (runId: string) =>
  `${paths.runDifference}?to=${encodeURIComponent(runId)}`;

/** A condition in a link. */
export const where = (
  fact: string,
  operator: Filter['operator'],
  ...values: string[]
): Filter => ({ fact, operator, values });

/** A list narrowed by conditions: the list that makes a number. */
export const listWhere = (
  list: keyof typeof paths,
  filters: Filter[],
  rest: Partial<ListState> = {},
) => listHref(paths[list], { ...rest, filters });
