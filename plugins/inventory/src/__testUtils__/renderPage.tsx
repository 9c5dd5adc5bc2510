import type { ReactElement } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import { SWRConfig } from 'swr';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { ResponseError } from '@backstage/errors';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { inventoryApiRef, type InventoryApi } from '../api/inventoryApi';
import { platformApiRef, type PlatformApi } from '../api/platformApi';
import { savedViewApiRef, type SavedViewApi } from '../api/savedViewApi';
import {
  aChange,
  aCluster,
  aGuest,
  aGuestDetail,
  aHost,
  aNetwork,
  aPage,
  aPlatform,
  aSavedView,
  aSeenAddress,
  aStorage,
  aSyncRun,
  someDailyChanges,
} from './builders';
import { anImage } from './imageBuilders';
import { aRunDifference } from './runDifferenceBuilders';
import { aMachinePair } from './machinePairBuilders';
import { aSummary } from './summaryBuilder';
import { manualAnswers } from './manualAnswers';

/** An inventory that answers every question, unless a part of it is replaced. */
export function anInventory(part: Partial<InventoryApi> = {}): InventoryApi {
  return {
    listPlatforms: async () => ({ items: [aPlatform()] }),
    listSyncRuns: async () => aPage([aSyncRun()]),
    getSyncRun: async () => aSyncRun(),
    startSync: async () => ({ items: [aSyncRun({ state: 'running' })] }),
    cancelSyncRun: async () => aSyncRun({ state: 'cancelled' }),
    confirmSyncRun: async () => aSyncRun({ state: 'running' }),
    listGuests: async () => aPage([aGuest()]),
    listGuestFacets: async () => ({ items: [] }),
    getGuest: async () => aGuestDetail(),
    listGuestHistory: async () => aPage([aChange()]),
    getGuestRaw: async () => ({ collectedAt: aChange().at, raw: { cores: 4 } }),
    listHosts: async () => aPage([aHost()]),
    getHost: async () => aHost(),
    listClusters: async () => aPage([aCluster()]),
    getCluster: async () => aCluster(),
    listNetworks: async () => aPage([aNetwork()]),
    getNetwork: async () => aNetwork(),
    listStorages: async () => aPage([aStorage()]),
    getStorage: async () => aStorage(),
    listImages: async () => aPage([anImage()]),
    getImage: async () => anImage(),
    listMachinePairs: async () => aPage([aMachinePair()]),
    listGuestSightings: async () => ({ sightings: [], pairs: [] }),
    decideMachinePair: async () => aMachinePair({ verdict: 'same' }),
    getRunDifference: async () => aRunDifference(),
    listAddresses: async () => aPage([aSeenAddress()]),
    listHistory: async () => aPage([aChange()]),
    getHistoryBeginning: async () => ({ at: null, afterSequence: '0' }),
    exportList: async () => new Response('name\r\n'),
    listDailyChanges: async () => someDailyChanges,
    getSummary: async () => aSummary(),
    search: async () => ({ hits: [] }),
    ...manualAnswers,
    readChanges: async () => [],
    ...part,
  };
}

/** The same answer to every question: for pages that wait, fail or are refused. */
export function anInventoryThat(answer: () => Promise<never>): InventoryApi {
  return Object.fromEntries(
    Object.keys(anInventory()).map(name => [name, answer]),
  ) as unknown as InventoryApi;
}

/** The error a page gets when the server answers so. */
export async function anAnswer(
  status: number,
  message: string,
): Promise<ResponseError> {
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: '',
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () =>
      JSON.stringify({
        error: { name: 'Error', message },
        response: { statusCode: status },
      }),
  } as Response);
}

const someSavedViews: SavedViewApi = {
  list: async () => ({ items: [], usualColumns: null, groups: [] }),
  find: async () => aSavedView(),
  create: async view => aSavedView(view),
  change: async (id, view) => aSavedView({ ...view, id }),
  delete: async id => aSavedView({ id }),
};

/** Renders a page at an address, with an inventory and the reader's permissions. */
export function renderPage(
  page: ReactElement,
  options: {
    inventory?: InventoryApi;
    savedViews?: Partial<SavedViewApi>;
    platforms?: Partial<PlatformApi>;
    at?: string;
    /** The path the page is mounted at, with its parameters. */
    path?: string;
    /** Names of permissions the reader lacks. */
    denied?: string[];
  } = {},
) {
  const {
    inventory = anInventory(),
    at = '/',
    path = '/*',
    denied = [],
  } = options;
  const permissions = {
    authorize: async (request: { permission: { name: string } }) => ({
      result: denied.includes(request.permission.name)
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
    }),
  };
  return renderInTestApp(
    // Permissions are cached by SWR for the whole process: one test must not
    // answer for the next.
    <SWRConfig value={{ provider: () => new Map() }}>
      <Routes>
        <Route path={path} element={page} />
      </Routes>
      <Address />
    </SWRConfig>,
    {
      apis: [
        [inventoryApiRef, inventory],
        [savedViewApiRef, { ...someSavedViews, ...options.savedViews }],
        [platformApiRef, options.platforms ?? {}],
        [permissionApiRef, permissions],
        [
          catalogApiRef,
          {
            getEntities: async () => ({ items: [] }),
            queryEntities: async () => ({
              items: [],
              totalItems: 0,
              pageInfo: {},
            }),
          },
        ],
      ],
      initialRouteEntries: [at],
    },
  );
}

function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{`${pathname}${search}`}</output>;
}
