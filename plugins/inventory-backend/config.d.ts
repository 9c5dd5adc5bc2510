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
    /** Who is told when something is wrong, and when it is right again. */
    alerts?: {
      /** How long before certificates, subscriptions and tokens end; 14 days when absent. */
      expiresWithin?: HumanDuration | string;
      webhooks?: Array<{
        /** Its name in the outbox. */
        id: string;
        /** Where messages are posted as JSON. */
        url: string;
        /**
         * What signs the messages; 16 characters or more.
         * @visibility secret
         */
        secret: string;
        /** `platform-stale`, `certificate-expiring`, `subscription-expiring`, `token-expiring`; all when absent. */
        kinds?: string[];
      }>;
      mails?: Array<{
        /** Its name in the outbox. */
        id: string;
        /** The SMTP server. */
        host: string;
        /** 587 when absent. */
        port?: number;
        /** `starttls` (when absent), `tls` or `none`. */
        encryption?: string;
        username?: string;
        /** @visibility secret */
        password?: string;
        from: string;
        to: string[];
        /** The same kinds as of a webhook; all when absent. */
        kinds?: string[];
      }>;
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
