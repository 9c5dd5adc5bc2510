import type { HumanDuration } from '@backstage/types';

export interface Config {
  inventory?: {
    platforms?: Array<{
      /** How a platform of type `kubevirt` is reached: one cluster each. */
      kubevirt?: {
        /** The API server, such as `https://kubernetes.example.org:6443`. */
        server?: string;
        /**
         * The token of a service account.
         * @visibility secret
         */
        token?: string;
        /** Instead of a token: a client certificate in PEM. */
        clientCertificate?: string;
        /**
         * The private key of the client certificate, in PEM.
         * @visibility secret
         */
        clientKey?: string;
        /**
         * Instead of server and token: a kubeconfig that holds all it needs, as `kubectl config view --flatten --minify --raw` shows it.
         * @visibility secret
         */
        kubeconfig?: string;
        /** The context of the kubeconfig: the current one if not set. */
        context?: string;
        /** The cluster's own CA in PEM. */
        ca?: string;
        /** SHA-256 fingerprints of the API server's certificate; with a CA, both must hold. */
        fingerprints?: string[];
        /** What the cluster is called: the platform's id if not set. */
        clusterName?: string;
        /** The label of namespaces that names the organization: `flyloft.io/organization` if not set. */
        organizationLabel?: string;
        /** The label of namespaces that names the virtual data centre: `flyloft.io/vdc` if not set. */
        vdcLabel?: string;
        /** Where people open the OpenShift console, or another with its paths: no links if not set. */
        uiUrl?: string;
        /** How long a call may take: 30 seconds if not set. */
        requestTimeout?: HumanDuration | string;
      };
    }>;
  };
}
