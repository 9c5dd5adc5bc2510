export interface Config {
  /** What is Flyloft's own. */
  flyloft?: {
    /** How the import of users and groups is guarded. */
    directory?: {
      /**
       * An import that would remove more users than both figures allow is
       * refused, and the catalog stays as it is. Raise them for one import when
       * so many people have really left.
       */
      removalLimit?: {
        /**
         * The part of all users, from 0 to 1. If left out: 0.2.
         * @visibility backend
         */
        share?: number;
        /**
         * The number of users. If left out: 10.
         * @visibility backend
         */
        count?: number;
      };
    };
  };
}
