/**
 * The inventory's vocabulary: what exists, how lists are asked and answered,
 * who may see it. Deliberately knows no platform and does no IO.
 *
 * @packageDocumentation
 */
export * from '@flyloft/kit-common';
export * from './addresses/address';
export * from './bulkEdits/bulkEdit';
export * from './changes/change';
export * from './changes/historyBeginning';
export * from './client/ImportCalls';
export * from './client/InventoryCalls';
export * from './client/InventoryClient';
export * from './client/ManualCalls';
export * from './csv/csvQuery';
export * from './clusters/cluster';
export * from './customFields/customField';
export * from './dashboard/dailyChanges';
export * from './guests/guest';
export * from './guests/guestAdditions';
export * from './guests/guestFacts';
export * from './guests/guestResource';
export * from './hosts/host';
export * from './images/image';
export * from './imports/guestImport';
export * from './manual/guestManual';
export * from './manual/manualPermissions';
export * from './manual/overrides';
export * from './differences/runDifference';
export * from './live/live';
export * from './machines/machinePair';
export * from './machines/machinePermission';
export * from './networks/network';
export * from './people/person';
export * from './removal/removal';
export * from './permissions';
export * from './platforms/platform';
export * from './platforms/formValues';
export * from './platforms/PlatformClient';
export * from './platforms/platformEntry';
export * from './platforms/platformForm';
export * from './platforms/platformTest';
export * from './savedViews/savedView';
export * from './savedViews/SavedViewClient';
export * from './search/searchHit';
export * from './storages/storage';
export * from './summary/summary';
export * from './syncRuns/syncRun';
export * from './push/pushedRecord';
export * from './tokens/token';
export * from './tokens/TokenClient';
