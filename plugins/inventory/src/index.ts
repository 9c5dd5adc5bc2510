/**
 * The inventory's pages, and the parts of it that the shell shows elsewhere:
 * cards for the home page, the client for the one search.
 *
 * @packageDocumentation
 */
export { inventoryPlugin as default } from './plugin';
export { inventoryApiRef, type InventoryApi } from './api/inventoryApi';
export { MyGuests } from './home/MyGuests';
export { NetworkUse } from './home/NetworkUse';
export { PlatformDistribution } from './home/PlatformDistribution';
export { PlatformFreshnessCard } from './home/PlatformFreshnessCard';
export { PowerDistribution } from './home/PowerDistribution';
export { RecentChanges } from './home/RecentChanges';
