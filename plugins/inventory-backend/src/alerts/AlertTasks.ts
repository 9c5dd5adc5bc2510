import type {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  readSiteNames,
  type SiteSettingsService,
} from '@flyloft/plugin-site-node';
import type { Knex } from 'knex';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import { AlertReconciler } from './AlertReconciler';
import { AlertStore } from './AlertStore';
import { MailClient } from './MailClient';
import { readAlertSettings } from './alertSettings';
import { WebhookClient } from './WebhookClient';

/**
 * Tells people, once a minute and by one replica, what is wrong. Does nothing
 * where the configuration names nobody to tell.
 *
 * @throws InputError when the configuration is not usable.
 */
export async function scheduleAlerts(parts: {
  config: RootConfigService;
  scheduler: SchedulerService;
  logger: LoggerService;
  db: Knex;
  freshness: FreshnessStore;
  settings: SiteSettingsService;
}): Promise<void> {
  const { webhooks, mails, expiresWithinDays } = readAlertSettings(
    parts.config,
  );
  const names = () => readSiteNames(parts.settings);
  const channels = [
    ...webhooks.map(settings => new WebhookClient(settings)),
    ...mails.map(settings => new MailClient(settings, names)),
  ];
  if (channels.length === 0) return;
  const reconciler = new AlertReconciler({
    alerts: new AlertStore(parts.db),
    freshness: parts.freshness,
    channels,
    expiresWithinDays,
    logger: parts.logger,
  });
  await parts.scheduler.scheduleTask({
    id: 'inventory-alerts',
    frequency: { minutes: 1 },
    timeout: { minutes: 2 },
    initialDelay: { seconds: 30 },
    scope: 'global',
    fn: signal => reconciler.run(signal as AbortSignal),
  });
}
