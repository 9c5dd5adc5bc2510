import type { HumanDuration } from '@backstage/types';

export interface Config {
  inventory?: {
    platforms?: Array<{
      /** How a platform of type `vsphere` is reached: one vCenter each. */
      vsphere?: {
        /** vCenter's address, such as `https://vcenter.example.org`. */
        endpoint: string;
        /** A user with domain, such as `flyloft@vsphere.local`. */
        username: string;
        /** @visibility secret */
        password: string;
        /** vCenter's own CA in PEM. */
        ca?: string;
        /** SHA-256 fingerprints of the certificate; with a CA, both must hold. */
        fingerprints?: string[];
        /** How long vCenter may be silent, before an answer and within it: 60 seconds if not set. */
        requestTimeout?: HumanDuration | string;
        /** Machines in an answer: 10 to 1000, 250 if not set. */
        pageSize?: number;
        /** Where people open the vSphere client: vCenter itself if not set. */
        uiUrl?: string;
      };
    }>;
  };
}
