export interface Config {
  flyloft?: {
    /** Where passwords and tokens are kept that are entered in the portal. */
    secrets?: {
      /** `postgresql` (sealed under the key below) or `vault`; the first when absent. */
      store?: 'postgresql' | 'vault';
      /**
       * The master key, 32 bytes in base64. Several, divided by commas, can all
       * be read; the first one seals.
       *
       * @visibility secret
       */
      key?: string;
      /** A file with the master key, or several, a line each. */
      keyFile?: string;
    };
  };
}
