import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    /** How the inventory shows in the catalog. */
    inventory?: {
      /** Owns what has no owner of its own. Default: group:default/flyloft-it. */
      defaultOwner?: string;
      /** Addresses and NICs as entities of their own. */
      addressesAndPorts?: {
        /** Platforms with fewer guests than this have them. Default: 5000. */
        upToGuests?: number;
        /** By platform id, whatever its size. */
        platforms?: { [platformId: string]: boolean };
      };
      /** When the change feed is read. Default: every 5 seconds. */
      follow?: SchedulerServiceTaskScheduleDefinitionConfig;
      /** When everything is compared and put right. Default: nightly at 02:17. */
      repair?: SchedulerServiceTaskScheduleDefinitionConfig;
    };
  };
}
