import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { createRouteRef, PageBlueprint } from '@backstage/frontend-plugin-api';
import {
  RiCloudLine,
  RiComputerLine,
  RiDashboardLine,
  RiDatabase2Line,
  RiDiscLine,
  RiFileUploadLine,
  RiHistoryLine,
  RiInputField,
  RiKey2Line,
  RiMapPinLine,
  RiNodeTree,
  RiRefreshLine,
  RiScales3Line,
  RiServerLine,
  RiStackLine,
} from '@remixicon/react';
import { paths } from './paths';

/** The routes of the inventory's lists, for other plugins' links. */
export const routeRefs = {
  customFields: createRouteRef(),
  dashboard: createRouteRef(),
  guests: createRouteRef(),
  imports: createRouteRef(),
  hosts: createRouteRef(),
  clusters: createRouteRef(),
  networks: createRouteRef(),
  storages: createRouteRef(),
  images: createRouteRef(),
  addresses: createRouteRef(),
  sameMachine: createRouteRef(),
  changes: createRouteRef(),
  sync: createRouteRef(),
  runDifference: createRouteRef(),
  platforms: createRouteRef(),
  tokens: createRouteRef(),
};

// The list, and beneath it the page of one of its things.
const withDetail = (list: ReactElement, detail: ReactElement) => (
  <Routes>
    <Route index element={list} />
    <Route path=":id" element={detail} />
  </Routes>
);

/** Every page brings its own header, so Backstage's is left out. */
export const pages = [
  PageBlueprint.make({
    name: 'dashboard',
    params: {
      path: paths.dashboard,
      title: 'Dashboard',
      icon: <RiDashboardLine />,
      routeRef: routeRefs.dashboard,
      noHeader: true,
      loader: () =>
        import('./dashboard/DashboardPage').then(m => <m.DashboardPage />),
    },
  }),
  PageBlueprint.make({
    name: 'guests',
    params: {
      path: paths.guests,
      title: 'Guests',
      icon: <RiComputerLine />,
      routeRef: routeRefs.guests,
      noHeader: true,
      loader: async () => {
        const [{ GuestsPage }, { GuestPage }] = await Promise.all([
          import('./guests/GuestsPage'),
          import('./guest/GuestPage'),
        ]);
        return withDetail(<GuestsPage />, <GuestPage />);
      },
    },
  }),
  PageBlueprint.make({
    name: 'import',
    params: {
      path: paths.imports,
      title: 'Import guests',
      icon: <RiFileUploadLine />,
      routeRef: routeRefs.imports,
      noHeader: true,
      loader: () => import('./imports/ImportPage').then(m => <m.ImportPage />),
    },
  }),
  PageBlueprint.make({
    name: 'hosts',
    params: {
      path: paths.hosts,
      title: 'Hosts',
      icon: <RiServerLine />,
      routeRef: routeRefs.hosts,
      noHeader: true,
      loader: async () => {
        const [{ HostsPage }, { HostPage }] = await Promise.all([
          import('./hosts/HostsPage'),
          import('./host/HostPage'),
        ]);
        return withDetail(<HostsPage />, <HostPage />);
      },
    },
  }),
  PageBlueprint.make({
    name: 'clusters',
    params: {
      path: paths.clusters,
      title: 'Clusters',
      icon: <RiStackLine />,
      routeRef: routeRefs.clusters,
      noHeader: true,
      loader: async () => {
        const [{ ClustersPage }, { ClusterPage }] = await Promise.all([
          import('./clusters/ClustersPage'),
          import('./cluster/ClusterPage'),
        ]);
        return withDetail(<ClustersPage />, <ClusterPage />);
      },
    },
  }),
  PageBlueprint.make({
    name: 'networks',
    params: {
      path: paths.networks,
      title: 'Networks',
      icon: <RiNodeTree />,
      routeRef: routeRefs.networks,
      noHeader: true,
      loader: async () => {
        const [{ NetworksPage }, { NetworkPage }] = await Promise.all([
          import('./networks/NetworksPage'),
          import('./network/NetworkPage'),
        ]);
        return withDetail(<NetworksPage />, <NetworkPage />);
      },
    },
  }),
  PageBlueprint.make({
    name: 'storages',
    params: {
      path: paths.storages,
      title: 'Storages',
      icon: <RiDatabase2Line />,
      routeRef: routeRefs.storages,
      noHeader: true,
      loader: () =>
        import('./storages/StoragesPage').then(m => <m.StoragesPage />),
    },
  }),
  PageBlueprint.make({
    name: 'images',
    params: {
      path: paths.images,
      title: 'Images',
      icon: <RiDiscLine />,
      routeRef: routeRefs.images,
      noHeader: true,
      loader: () => import('./images/ImagesPage').then(m => <m.ImagesPage />),
    },
  }),
  PageBlueprint.make({
    name: 'addresses',
    params: {
      path: paths.addresses,
      title: 'Addresses seen',
      icon: <RiMapPinLine />,
      routeRef: routeRefs.addresses,
      noHeader: true,
      loader: () =>
        import('./addresses/AddressesPage').then(m => <m.AddressesPage />),
    },
  }),
  PageBlueprint.make({
    name: 'same-machine',
    params: {
      path: paths.sameMachine,
      title: 'Same machine?',
      icon: <RiScales3Line />,
      routeRef: routeRefs.sameMachine,
      noHeader: true,
      loader: () =>
        import('./sameMachine/SameMachinePage').then(m => (
          <m.SameMachinePage />
        )),
    },
  }),
  PageBlueprint.make({
    name: 'changes',
    params: {
      path: paths.changes,
      title: 'Changes',
      icon: <RiHistoryLine />,
      routeRef: routeRefs.changes,
      noHeader: true,
      loader: () =>
        import('./changes/ChangesPage').then(m => <m.ChangesPage />),
    },
  }),
  PageBlueprint.make({
    name: 'sync',
    params: {
      path: paths.sync,
      title: 'Sync',
      icon: <RiRefreshLine />,
      routeRef: routeRefs.sync,
      noHeader: true,
      loader: async () => {
        const [{ SyncPage }, { SyncRunPage }] = await Promise.all([
          import('./sync/SyncPage'),
          import('./syncRun/SyncRunPage'),
        ]);
        return withDetail(<SyncPage />, <SyncRunPage />);
      },
    },
  }),
  PageBlueprint.make({
    name: 'run-difference',
    params: {
      path: paths.runDifference,
      title: 'Difference between syncs',
      icon: <RiRefreshLine />,
      routeRef: routeRefs.runDifference,
      noHeader: true,
      loader: () =>
        import('./runDifference/RunDifferencePage').then(m => (
          <m.RunDifferencePage />
        )),
    },
  }),
  PageBlueprint.make({
    name: 'tokens',
    params: {
      path: paths.tokens,
      title: 'Tokens',
      icon: <RiKey2Line />,
      routeRef: routeRefs.tokens,
      noHeader: true,
      loader: () => import('./tokens/TokensPage').then(m => <m.TokensPage />),
    },
  }),
  PageBlueprint.make({
    name: 'custom-fields',
    params: {
      path: paths.customFields,
      title: 'Custom fields',
      icon: <RiInputField />,
      routeRef: routeRefs.customFields,
      noHeader: true,
      loader: () =>
        import('./customFields/CustomFieldsPage').then(m => (
          <m.CustomFieldsPage />
        )),
    },
  }),
  PageBlueprint.make({
    name: 'platforms',
    params: {
      path: paths.platforms,
      title: 'Platforms',
      icon: <RiCloudLine />,
      routeRef: routeRefs.platforms,
      noHeader: true,
      loader: async () => {
        const [{ PlatformsPage }, { PlatformPage }, { AddPlatformPage }] =
          await Promise.all([
            import('./configuredPlatforms/PlatformsPage'),
            import('./configuredPlatforms/PlatformPage'),
            import('./configuredPlatforms/AddPlatformPage'),
          ]);
        return (
          <Routes>
            <Route index element={<PlatformsPage />} />
            <Route path="new" element={<AddPlatformPage />} />
            <Route path=":id" element={<PlatformPage />} />
          </Routes>
        );
      },
    },
  }),
];
