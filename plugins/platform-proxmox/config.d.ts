import type { HumanDuration } from '@backstage/types';

export interface Config {
  inventory?: {
    platforms?: Array<{
      /** How a platform of type `proxmox` is reached: one cluster each. */
      proxmox?: {
        /** Nodes to enter the cluster by, such as `https://pve1.example.org:8006`; with several, one may fail. */
        endpoints: string[];
        /** An API token, such as `flyloft@pve!portal`. */
        tokenId?: string;
        /** @visibility secret */
        tokenSecret?: string;
        /** Instead of a token: a user with realm, such as `flyloft@pve`. */
        username?: string;
        /** @visibility secret */
        password?: string;
        /** The cluster's own CA in PEM (`/etc/pve/pve-root-ca.pem`). */
        ca?: string;
        /** SHA-256 fingerprints of the nodes' certificates; with a CA, both must hold. */
        fingerprints?: string[];
        /** How long a call may take: 20 seconds if not set. */
        requestTimeout?: HumanDuration | string;
        /** Calls at a time to one node: 1 to 6, 5 if not set. */
        parallelCalls?: number;
        agent?: {
          /** Whether guests' agents are asked for addresses: true if not set. */
          enabled?: boolean;
          /** How long an agent may take: 3 seconds if not set. */
          timeout?: HumanDuration | string;
        };
        backups?: {
          /** Whether storages are asked when guests were last backed up: true if not set. */
          enabled?: boolean;
        };
        /** Where people open the Proxmox interface: the first endpoint if not set. */
        uiUrl?: string;
      };
    }>;
  };
}
