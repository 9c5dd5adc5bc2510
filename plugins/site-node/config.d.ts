export interface Config {
  flyloft?: {
    /*
     * Settings of the site. What stands here beats what is set on the page
     * Admin > Site settings, which then shows it locked.
     */
    site?: {
      /** What the portal calls itself. */
      name?: string;
      /** Whose it is. */
      organization?: string;
    };
    inventory?: {
      /** How often platforms are synced that name no interval of their own. */
      syncIntervalMinutes?: number;
      /** A picture older than so many intervals is stale. */
      staleAfterIntervals?: number;
      deletionGuard?: {
        /** The share of a platform, cluster or host that may vanish within a day. */
        percent?: number;
        /** So many may always vanish, as long as something is left. */
        atLeast?: number;
      };
      retention?: {
        /** How long changes, versions of guests and sync runs are kept, in days. */
        historyDays?: number;
        /** How long raw answers about deleted guests are kept, in days. */
        rawAnswersDays?: number;
        /** How long deleted guests are kept, in days. */
        deletedGuestsDays?: number;
      };
    };
    audit?: {
      /** How long the audit trail is kept, in days. */
      retentionDays?: number;
    };
    sessions?: {
      /** A session that is idle for so long ends. */
      idleMinutes?: number;
      /** Every session ends after so long. */
      absoluteHours?: number;
    };
  };
}
