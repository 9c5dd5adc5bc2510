import type { HumanDuration } from '@backstage/types';

export interface Config {
  inventory?: {
    /** The platforms to collect from. */
    platforms?: Array<{
      /**
       * The platform's own id, for ever: small letters, digits and dashes.
       * Another id is another platform, whose guests are all new.
       */
      id: string;
      /** What it is, as its module calls it: `proxmox`. Its settings stand under that name. */
      type: string;
      /** What people call it; the id when absent. */
      title?: string;
      schedule?: {
        /** How often it is synced; 5 minutes when absent. */
        frequency?: HumanDuration | string;
        /** A sync that takes longer is given up; 15 minutes when absent. */
        timeout?: HumanDuration | string;
        /** How long after the start of the portal the first sync begins; 5 seconds when absent. */
        initialDelay?: HumanDuration | string;
      };
    }>;
    /** How the lists begin. */
    lists?: {
      [list: string]: {
        /**
         * The columns that a role begins with, by the names of their facts:
         * `engineer: [name, powerState, addresses]`.
         */
        columns?: { [role: string]: string[] };
      };
    };
    /** Whose guests are whose: the first line that fits a guest counts. */
    owners?: Array<{
      /** The group, as an entity reference: `group:default/team-web`. */
      group: string;
      /** Guests in this pool, or in one nested in it. */
      pool?: string;
      /** Guests with this tag. */
      tag?: string;
      /** Only on this platform; on all when absent. */
      platform?: string;
    }>;
  };
}
