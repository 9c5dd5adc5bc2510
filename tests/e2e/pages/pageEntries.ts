/** Every page of the portal; one that is missing here fails the enumeration. */
import assert from 'node:assert/strict';
import type { Stage } from '../visit/stage.ts';
import { adminEntries } from './adminEntries.ts';
import {
  all,
  heading,
  link,
  text,
  type PageEntry,
  type Shows,
} from './pageEntry.ts';
import {
  agedPicture,
  failed,
  listWaits,
  nothingCollected,
  progresses,
  refused,
  waits,
} from './stateWords.ts';

/** A list of the inventory: one frame, one table, one set of words. */
const list = (name: string, what: string): PageEntry => ({
  route: `/inventory/${name}`,
  // As many rows as fit the window twice over; axe looks at each.
  address: () => `/inventory/${name}?limit=25`,
  loaded: page =>
    page
      .getByRole('main')
      .getByText(/^1–\d+ of [\d,]+$/)
      .first()
      .waitFor(),
  states: {
    loading: listWaits,
    empty: nothingCollected(what),
    error: failed,
    stale: agedPicture,
    refused: refused(what),
  },
});

/** The page of one thing of the inventory. */
const detail = (
  name: 'guests' | 'hosts' | 'clusters' | 'networks',
  thing: string,
  expected: { which: string; loaded: Shows; empty: Shows },
): PageEntry => ({
  route: `/inventory/${name}/:id`,
  address: async stage =>
    `/inventory/${name}/${(await first(stage, name, expected.which)).id}`,
  loaded: expected.loaded,
  states: {
    loading: waits,
    empty: expected.empty,
    error: failed,
    stale: agedPicture,
    refused: refused(thing),
  },
});

/** The first thing of a kind that fits a condition. */
async function first(
  stage: Stage,
  kind: string,
  condition: string,
): Promise<{ id: string }> {
  const it = await stage.session('it');
  const { items } = await it.json<{ items: Array<{ id: string }> }>(
    `/api/inventory/${kind}?limit=1&${condition}`,
  );
  assert.ok(items[0], `no ${kind} with ${condition}`);
  return items[0];
}

async function entityName(stage: Stage): Promise<string> {
  const guest = await first(stage, 'guests', 'filter=name:eq:portal-web');
  const it = await stage.session('it');
  // Its ports and addresses carry its id too.
  const filter = `spec.type=virtual-machine,metadata.annotations.flyloft.io/guest-id=${guest.id}`;
  const { items } = await it.json<{
    items: Array<{ metadata: { name: string } }>;
  }>(`/api/catalog/entities/by-query?filter=${encodeURIComponent(filter)}`);
  assert.ok(items[0], 'portal-web is not in the catalog');
  return items[0].metadata.name;
}

const leftOut = {
  none: 'the catalog leaves out what one may not see instead of refusing',
};
const noVolatile = { none: 'entities carry nothing that ages' };
const asksNothing = { none: 'it asks nothing of any source' };
const noAge = { none: 'what it shows is not collected from a platform' };

export const pageEntries: PageEntry[] = [
  {
    route: '/',
    name: 'home of IT',
    address: () => '/',
    loaded: all(
      text('West data centre'),
      heading('Power'),
      heading('Recent changes'),
    ),
    states: {
      loading: waits,
      empty: all(
        heading('No platform is configured yet'),
        link('Add a platform'),
      ),
      error: failed,
      stale: all(text(/older than twice its interval/), text('stale')),
      refused: refused('platforms'),
    },
  },
  {
    route: '/',
    name: 'home of an engineer',
    user: 'engineer',
    address: () => '/',
    loaded: all(link('portal-web'), heading('Recent changes')),
    states: {
      loading: waits,
      empty: all(
        text('No guest belongs to one of your groups.'),
        text('Nothing has changed yet.'),
      ),
      error: failed,
      stale: agedPicture,
      refused: refused('guests'),
    },
  },
  {
    route: '/inventory/dashboard',
    address: () => '/inventory/dashboard',
    loaded: all(
      heading('Guests'),
      heading('Changes per day'),
      heading('Largest guests'),
      link(/^[\d,]+ guests$/),
    ),
    states: {
      loading: waits,
      empty: text('Nothing has changed in the last 30 days.'),
      error: failed,
      stale: agedPicture,
      refused: refused('the figures of the inventory'),
    },
  },
  {
    route: '/admin/custom-fields',
    address: () => '/admin/custom-fields',
    loaded: heading(/^(No field is defined yet|Custom fields)$/),
    states: {
      loading: waits,
      empty: heading('No field is defined yet'),
      error: failed,
      stale: noAge,
      refused: refused('custom fields'),
    },
  },
  list('guests', 'guests'),
  detail('guests', 'this guest', {
    which: 'filter=name:eq:portal-web',
    loaded: all(heading('portal-web'), heading('Facts'), text('First seen')),
    empty: all(
      text('It has no network interface.'),
      text('It has no disk.'),
      text('Nothing has changed since it was first seen.'),
    ),
  }),
  list('hosts', 'hosts'),
  detail('hosts', 'this host', {
    which: 'filter=name:eq:pve-w1',
    loaded: all(heading('Capacity'), text(/^1–\d+ of \d+$/)),
    empty: heading('No guests here'),
  }),
  list('clusters', 'clusters'),
  detail('clusters', 'this cluster', {
    which: '',
    loaded: all(heading('Facts'), text(/^1–\d+ of \d+$/)),
    empty: heading('No guests here'),
  }),
  list('networks', 'networks'),
  detail('networks', 'this network', {
    which: 'filter=guestCount:gte:1',
    loaded: all(heading('Facts'), text(/^1–\d+ of \d+$/)),
    empty: heading('No guests here'),
  }),
  list('storages', 'storages'),
  list('images', 'images'),
  list('addresses', 'addresses'),
  {
    ...list('same-machine', 'pairs'),
    // Whether any guest shows twice depends on the platforms that there are.
    loaded: heading('Same machine?'),
    states: {
      loading: listWaits,
      empty: text('No guest shows on two platforms'),
      error: failed,
      stale: agedPicture,
      refused: refused('pairs'),
    },
  },
  {
    route: '/inventory/import',
    address: () => '/inventory/import',
    loaded: all(heading('A CSV file'), heading('Checked in the last two days')),
    states: {
      loading: waits,
      empty: heading('No file checked yet'),
      error: failed,
      stale: noAge,
      refused: refused('imports'),
    },
  },
  list('changes', 'changes'),
  {
    ...list('sync', 'sync runs'),
    loaded: all(heading('West data centre'), text(/^1–\d+ of \d+$/)),
    states: {
      loading: waits,
      empty: nothingCollected('syncs'),
      error: failed,
      stale: agedPicture,
      refused: refused('platforms and their syncs'),
    },
  },
  {
    route: '/inventory/run-difference',
    address: () => '/inventory/run-difference',
    loaded: text('Choose two syncs'),
    states: {
      loading: asksNothing,
      empty: text('Choose two syncs'),
      error: failed,
      stale: agedPicture,
      refused: refused('sync runs'),
    },
  },
  {
    route: '/inventory/sync/:id',
    address: async stage =>
      `/inventory/sync/${(await first(stage, 'sync-runs', 'filter=state:eq:succeeded')).id}`,
    loaded: all(heading('Figures'), heading('Time by phase')),
    states: {
      loading: waits,
      // A run that saw nothing still says when it ran and on whose word.
      empty: heading('Run'),
      error: failed,
      stale: { none: 'a run is history: its own times are on the page' },
      refused: refused('sync runs'),
    },
  },
  {
    route: '/admin/platforms',
    address: () => '/admin/platforms',
    loaded: link('West data centre'),
    states: {
      loading: waits,
      empty: { none: 'the platforms of the files are always there' },
      error: failed,
      stale: asksNothing,
      refused: refused('the settings of platforms'),
    },
  },
  {
    route: '/admin/platforms/:id',
    address: () => '/admin/platforms/pve-west',
    loaded: all(heading('Settings'), text('It stands in a configuration file')),
    states: {
      loading: waits,
      empty: { none: 'a platform that is not there is an error' },
      error: failed,
      stale: asksNothing,
      refused: refused('the settings of platforms'),
    },
  },
  {
    route: '/admin/platforms/:id',
    name: 'adding a platform',
    address: () => '/admin/platforms/new',
    loaded: all(heading('What it is'), heading('Settings')),
    states: {
      loading: waits,
      empty: { none: 'there is always a type to add' },
      error: failed,
      stale: asksNothing,
      refused: refused('the settings of platforms'),
    },
  },
  {
    route: '/catalog',
    address: () => '/catalog',
    calls: '**/api/catalog/entities/by-query?**',
    loaded: all(heading(/Resources \(\d+\)/), text('virtual-machine')),
    states: {
      loading: progresses,
      empty: heading('Nothing fits these filters'),
      error: failed,
      stale: noVolatile,
      refused: leftOut,
    },
  },
  {
    route: '/catalog/:namespace/:kind/:name',
    name: 'an entity',
    address: async stage =>
      `/catalog/default/resource/${await entityName(stage)}`,
    calls: '**/api/catalog/entities/by-name/resource/**',
    loaded: all(heading('portal-web'), heading('About'), text('runsOn')),
    states: {
      loading: progresses,
      // Bare of every relation and link.
      empty: heading('About'),
      // Backstage's own words: its layout asks no part of ours when it fails.
      error: text(/Request failed with 500/),
      stale: noVolatile,
      refused: leftOut,
    },
  },
  {
    route: '/catalog-graph',
    address: async stage =>
      `/catalog-graph?rootEntityRefs%5B%5D=resource:default/${await entityName(stage)}&maxDepth=1`,
    calls: '**/api/catalog/entities/by-name/resource/**',
    loaded: all(heading('Relations of portal-web'), text('runsOn')),
    states: {
      loading: waits,
      empty: heading('Relations of portal-web'),
      error: failed,
      stale: noVolatile,
      refused: leftOut,
    },
  },
  {
    route: '/catalog/:namespace/:kind/:name',
    name: 'the live tab of an entity',
    address: async stage =>
      `/catalog/default/resource/${await entityName(stage)}/inventory`,
    loaded: all(heading('Facts'), link('Open in the inventory')),
    states: {
      loading: waits,
      empty: text('It has no network interface.'),
      error: failed,
      stale: page =>
        page
          .getByRole('main')
          .getByRole('button', { name: /^as of .* stale/ })
          .waitFor(),
      refused: refused('this guest'),
    },
  },
  ...adminEntries,
];
