export interface Config {
  /** What is Flyloft's own. */
  flyloft?: {
    /**
     * Which groups of the catalog hold each role, as entity refs like
     * `group:default/flyloft-it`. A role that is left out is held by nobody,
     * and whoever holds no role may do nothing.
     */
    roles?: {
      /**
       * May do everything the portal does.
       * @visibility backend
       */
      admin?: string[];
      /**
       * Sees everything, starts and confirms syncs, reads raw answers.
       * @visibility backend
       */
      it?: string[];
      /**
       * Sees everything, starts and confirms syncs.
       * @visibility backend
       */
      ops?: string[];
      /**
       * Runs an organization: sees what its groups own.
       * @visibility backend
       */
      'org-admin'?: string[];
      /**
       * Runs a virtual data centre: sees what its groups own.
       * @visibility backend
       */
      'vdc-admin'?: string[];
      /**
       * Uses machines: sees what its groups own.
       * @visibility backend
       */
      engineer?: string[];
      /**
       * Sees everything, changes nothing.
       * @visibility backend
       */
      viewer?: string[];
    };
  };
}
