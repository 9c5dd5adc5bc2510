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
      /** HashiCorp Vault with a KV store of version 2. */
      vault?: {
        /** Such as `https://vault.example.org:8200`. */
        address: string;
        /** Of Vault Enterprise. */
        namespace?: string;
        /** Where the KV store is mounted: `secret` when absent. */
        mount?: string;
        /** The path in it under which everything lies: `flyloft` when absent. */
        prefix?: string;
        /** @visibility secret */
        token?: string;
        /** An AppRole in place of a token. */
        roleId?: string;
        /** @visibility secret */
        secretId?: string;
        /** Where AppRoles are mounted: `approle` when absent. */
        appRoleMount?: string;
        /** The CA of its certificate, in PEM. */
        ca?: string;
        /** How long a call may take: 10 when absent. */
        timeoutSeconds?: number;
      };
    };
  };
}
