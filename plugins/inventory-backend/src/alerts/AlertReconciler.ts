import type { LoggerService } from '@backstage/backend-plugin-api';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import {
  mostAttempts,
  pauseSeconds,
  type AlertChannel,
  type AlertCondition,
} from './alert';
import type { AlertStore, ClaimedDelivery } from './AlertStore';

const sentAtOnce = 20;
/** No round takes longer than the claims of its deliveries last. */
const mostRounds = 5;

/** Looks what is wrong, and tells whom it concerns. */
export class AlertReconciler {
  constructor(
    private readonly parts: {
      alerts: AlertStore;
      freshness: FreshnessStore;
      channels: readonly AlertChannel[];
      expiresWithinDays: number;
      logger: LoggerService;
      random?: () => number;
    },
  ) {}

  /** One round; one replica at a time does it. */
  async run(signal: AbortSignal): Promise<void> {
    const { alerts, channels, expiresWithinDays } = this.parts;
    await alerts.note(
      [
        ...(await this.notFresh()),
        ...(await alerts.expiring(expiresWithinDays)),
      ],
      channels,
    );
    for (let round = 0; round < mostRounds && !signal.aborted; round++) {
      const claimed = await alerts.claim(sentAtOnce);
      await Promise.all(claimed.map(one => this.deliver(one, signal)));
      if (claimed.length < sentAtOnce) return;
    }
  }

  private async notFresh(): Promise<AlertCondition[]> {
    const { freshness, alerts } = this.parts;
    const [platforms, disabled] = await Promise.all([
      freshness.platforms(),
      alerts.disabledPlatforms(),
    ]);
    return platforms
      .filter(({ platformId }) => !disabled.has(platformId))
      .filter(
        ({ state, problem }) =>
          state === 'stale' ||
          state === 'failed' ||
          // A platform that was just added has yet to be collected.
          (state === 'never' && problem !== null),
      )
      .map(({ platformId, title, collectedAt, problem }) => ({
        kind: 'platform-stale' as const,
        subject: platformId,
        name: title,
        message: [
          collectedAt
            ? `What is shown was collected ${collectedAt}.`
            : 'Nothing was collected yet.',
          problem ?? 'No sync has ended since.',
        ].join(' '),
      }));
  }

  private async deliver(
    claimed: ClaimedDelivery,
    signal: AbortSignal,
  ): Promise<void> {
    const { alerts, channels, logger, random = Math.random } = this.parts;
    const channel = channels.find(({ id }) => id === claimed.channel);
    if (!channel) {
      await alerts.failed(
        claimed,
        'The configuration no longer names it',
        null,
      );
      return;
    }
    try {
      await channel.send(claimed.message, signal);
    } catch (error) {
      const lost = claimed.attempts >= mostAttempts;
      const problem = reasonOf(error);
      logger.warn(
        `Alert ${claimed.message.deliveryId} did not reach '${channel.id}'${lost ? ' and is given up' : ''}: ${problem}`,
      );
      await alerts.failed(
        claimed,
        problem,
        lost ? null : pauseSeconds(claimed.attempts, random()),
      );
      return;
    }
    await alerts.delivered(claimed);
  }
}

/** fetch says "fetch failed" and has the reason inside. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error
    ? `${error.message}: ${error.cause.message}`
    : error.message;
}
