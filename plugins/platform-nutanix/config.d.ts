import type { HumanDuration } from '@backstage/types';

export interface Config {
  inventory?: {
    platforms?: Array<{
      /** How a platform of type `nutanix` is reached: one Prism Central with its clusters each. */
      nutanix?: {
        /** Prism Central, such as `https://prism.example.org:9440`. */
        endpoint: string;
        /** A user who may view everything. */
        username?: string;
        /** @visibility secret */
        password?: string;
        /**
         * Instead of a user: an API key of a service account.
         * @visibility secret
         */
        apiKey?: string;
        /** The CA of Prism Central's certificate in PEM. */
        ca?: string;
        /** SHA-256 fingerprints of its certificate; with a CA, both must hold. */
        fingerprints?: string[];
        /** How long a call may take: 30 seconds if not set. */
        requestTimeout?: HumanDuration | string;
        /** Calls at a time: 1 to 10, 4 if not set. */
        parallelCalls?: number;
      };
    }>;
  };
}
