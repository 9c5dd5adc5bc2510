import type { ReactElement } from 'react';
import { screen } from '@testing-library/react';
import type { FreshnessState } from '@flyloft/plugin-inventory-common';
import { AddressesPage } from './addresses/AddressesPage';
import type { InventoryApi } from './api/inventoryApi';
import { ChangesPage } from './changes/ChangesPage';
import { ClusterPage } from './cluster/ClusterPage';
import { ClustersPage } from './clusters/ClustersPage';
import { GuestPage } from './guest/GuestPage';
import { GuestsPage } from './guests/GuestsPage';
import { HostPage } from './host/HostPage';
import { HostsPage } from './hosts/HostsPage';
import { ImagesPage } from './images/ImagesPage';
import { NetworkPage } from './network/NetworkPage';
import { NetworksPage } from './networks/NetworksPage';
import { SameMachinePage } from './sameMachine/SameMachinePage';
import { StoragesPage } from './storages/StoragesPage';
import { SyncPage } from './sync/SyncPage';
import { SyncRunPage } from './syncRun/SyncRunPage';
import {
  aFreshness,
  aGuestDetail,
  aPage,
  aPlatform,
  aPlatformFreshness,
} from './__testUtils__/builders';
import {
  anAnswer,
  anInventory,
  anInventoryThat,
  renderPage,
} from './__testUtils__/renderPage';

const lists: [name: string, page: ReactElement, method: keyof InventoryApi][] =
  [
    ['Guests', <GuestsPage />, 'listGuests'],
    ['Hosts', <HostsPage />, 'listHosts'],
    ['Clusters', <ClustersPage />, 'listClusters'],
    ['Networks', <NetworksPage />, 'listNetworks'],
    ['Storages', <StoragesPage />, 'listStorages'],
    ['Images', <ImagesPage />, 'listImages'],
    ['Addresses seen', <AddressesPage />, 'listAddresses'],
    ['Changes', <ChangesPage />, 'listHistory'],
  ];

const details: [name: string, page: ReactElement][] = [
  ['Guest', <GuestPage />],
  ['Host', <HostPage />],
  ['Cluster', <ClusterPage />],
  ['Network', <NetworkPage />],
  ['Sync run', <SyncRunPage />],
];

const everyPage: [name: string, page: ReactElement][] = [
  ...lists.map(([name, page]) => [name, page] as [string, ReactElement]),
  ...details,
  ['Sync', <SyncPage />],
  ['Same machine?', <SameMachinePage />],
];

/** An inventory whose pages of lists are these, whatever is asked. */
function anInventoryOf(page: object): InventoryApi {
  const answer = async () => page;
  return anInventory(
    Object.fromEntries(
      lists.map(([, , method]) => [method, answer]),
    ) as Partial<InventoryApi>,
  );
}

describe.each(everyPage)('the page %s', (name, page) => {
  const at = { path: '/:id', at: '/x1' };

  it('has its heading at once, before any answer', async () => {
    renderPage(page, {
      ...at,
      inventory: anInventoryThat(() => new Promise(() => {})),
    });
    expect(
      await screen.findByRole('heading', { level: 1, name }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says what failed, in the words of the server, and offers to try again', async () => {
    const error = await anAnswer(503, 'The database does not answer.');
    renderPage(page, {
      ...at,
      inventory: anInventoryThat(() => Promise.reject(error)),
    });
    expect(
      (await screen.findAllByText('The database does not answer.'))[0],
    ).toBeVisible();
    expect(
      screen.getAllByRole('button', { name: 'Try again' })[0],
    ).toBeVisible();
  });

  it('refuses politely: names what is not allowed, and offers no retry', async () => {
    const error = await anAnswer(403, 'Your roles do not include it.');
    renderPage(page, {
      ...at,
      inventory: anInventoryThat(() => Promise.reject(error)),
    });
    expect((await screen.findAllByText(/^You may not see /))[0]).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });
});

describe.each(lists)('the list %s', (_name, page) => {
  it('shows rows with their range and total', async () => {
    renderPage(page);
    expect(await screen.findByText('1–1 of 1')).toBeInTheDocument();
  });

  it('leads to adding a platform when there is none', async () => {
    const inventory = anInventoryOf(
      aPage([], {
        freshness: { state: 'never', collectedAt: null, platforms: [] },
      }),
    );
    inventory.listPlatforms = async () => ({ items: [] });
    renderPage(page, { inventory });
    expect(
      await screen.findByRole('link', { name: 'Add a platform' }),
    ).toHaveAttribute('href', '/admin/platforms/new');
  });

  it.each([
    ['stale', /older than twice its interval/],
    ['failed', /the token was refused/],
  ] as [FreshnessState, RegExp][])(
    'says so when its picture is %s',
    async (state, words) => {
      renderPage(page, {
        inventory: anInventoryOf(aPage([], { freshness: aFreshness(state) })),
      });
      expect(await screen.findByText(words)).toBeVisible();
      expect(screen.getByText(/may be out of date/)).toBeVisible();
    },
  );
});

describe('a stale picture', () => {
  it('is said on the page of a guest', async () => {
    renderPage(<GuestPage />, {
      path: '/:id',
      at: '/g1',
      inventory: anInventory({
        getGuest: async () =>
          aGuestDetail({ freshness: aPlatformFreshness('failed') }),
      }),
    });
    expect(await screen.findByText(/the token was refused/)).toBeVisible();
  });

  it.each([
    ['Host', <HostPage />],
    ['Cluster', <ClusterPage />],
    ['Network', <NetworkPage />],
    ['Sync', <SyncPage />],
  ])('is said on the page %s', async (_name, page) => {
    renderPage(page, {
      path: '/:id',
      at: '/x1',
      inventory: anInventory({
        listPlatforms: async () => ({
          items: [aPlatform({ freshness: aPlatformFreshness('stale') })],
        }),
      }),
    });
    expect(
      (await screen.findAllByText(/older than twice its interval/))[0],
    ).toBeVisible();
  });
});
