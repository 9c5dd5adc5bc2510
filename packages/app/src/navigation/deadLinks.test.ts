import {
  coreExtensionData,
  type ExtensionDefinition,
} from '@backstage/frontend-plugin-api';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import auditPlugin from '@flyloft/plugin-audit';
import inventoryPlugin from '@flyloft/plugin-inventory';
import sessionsPlugin from '@flyloft/plugin-sessions';
import sitePlugin from '@flyloft/plugin-site';
import { catalogIndex } from '../catalog/catalogFeature';
import { homePlugin } from '../home/homePlugin';
import { settingsPlugin } from '../settings/settingsPlugin';
import { navigation, settingsEntry } from './navigation';

const pages: ExtensionDefinition[] = [
  homePlugin.getExtension('page:home'),
  inventoryPlugin.getExtension('page:inventory/dashboard'),
  inventoryPlugin.getExtension('page:inventory/guests'),
  inventoryPlugin.getExtension('page:inventory/hosts'),
  inventoryPlugin.getExtension('page:inventory/clusters'),
  inventoryPlugin.getExtension('page:inventory/networks'),
  inventoryPlugin.getExtension('page:inventory/storages'),
  inventoryPlugin.getExtension('page:inventory/images'),
  inventoryPlugin.getExtension('page:inventory/addresses'),
  inventoryPlugin.getExtension('page:inventory/same-machine'),
  inventoryPlugin.getExtension('page:inventory/changes'),
  inventoryPlugin.getExtension('page:inventory/sync'),
  inventoryPlugin.getExtension('page:inventory/platforms'),
  inventoryPlugin.getExtension('page:inventory/custom-fields'),
  inventoryPlugin.getExtension('page:inventory/tokens'),
  sessionsPlugin.getExtension('page:sessions'),
  sitePlugin.getExtension('page:site/settings'),
  sitePlugin.getExtension('page:site/users'),
  auditPlugin.getExtension('page:audit'),
  catalogIndex,
  settingsPlugin.getExtension('page:settings'),
];

it('leads only to pages that there are', () => {
  const there = pages.map(page =>
    createExtensionTester(page).get(coreExtensionData.routePath),
  );
  const led = [
    ...navigation.flatMap(section => section.entries),
    settingsEntry,
  ].map(entry => entry.href);
  expect([...led].sort()).toEqual([...there].sort());
});
