import type {
  AuditorService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { audited, forgetCommands } from '@flyloft/backend-kit';
import type { SecretStore } from '@flyloft/plugin-secrets-node';
import type { SiteSettingsService } from '@flyloft/plugin-site-node';
import type { Knex } from 'knex';
import { BulkEditStore } from '../bulkEdits/BulkEditStore';
import { GuestImportStore } from '../imports/GuestImportStore';
import {
  HistoryPurgeStore,
  type PurgedHistory,
} from '../history/HistoryPurgeStore';
import { OverrideEndStore } from '../manual/OverrideEndStore';
import { forgetOrphanSecrets } from '../platforms/orphanSecretsRun';
import { PlatformEntryStore } from '../platforms/PlatformEntryStore';
import { GuestRemovalStore } from '../removal/GuestRemovalStore';

/** So many guests are purged in one transaction. */
const purgedAtOnce = 500;
/** How long previews of bulk edits, checked files and keys of commands are remembered. */
const rememberedHours = 48;

const millisecondsOfDay = 24 * 60 * 60 * 1000;

const daysBefore = (now: Date, days: number) =>
  new Date(now.getTime() - days * millisecondsOfDay);

/** What runs by itself, one replica at a time. */
export interface UpkeepParts {
  db: Knex;
  auditor: AuditorService;
  logger: LoggerService;
  settings: SiteSettingsService;
}

/** Ends overrides whose time has come. */
export async function endOverrides({ db, logger }: UpkeepParts): Promise<void> {
  const ended = await new OverrideEndStore(db).endDue();
  if (ended > 0) logger.info(`Overrides of ${ended} guests ended as arranged`);
}

/** Purges what was deleted long ago; forgets previews, keys and raw answers. */
export async function purge(
  { db, auditor, settings }: UpkeepParts,
  now = new Date(),
): Promise<number> {
  await new BulkEditStore(db).forgetPreviews(rememberedHours);
  await new GuestImportStore(db).forget(rememberedHours);
  await forgetCommands(db, rememberedHours);
  const removals = new GuestRemovalStore(db);
  await removals.forgetRaw(
    daysBefore(
      now,
      await settings.get('flyloft.inventory.retention.rawAnswersDays'),
    ),
  );
  const days = await settings.get(
    'flyloft.inventory.retention.deletedGuestsDays',
  );
  const before = daysBefore(now, days);
  if (!(await removals.isAnyDue(before))) return 0;
  return audited(
    auditor,
    {
      eventId: 'guest-purge',
      severityLevel: 'high',
      resource: { kind: 'guest' },
      meta: { deletedBefore: before.toISOString(), retentionDays: days },
    },
    async () => {
      let purged = 0;
      for (;;) {
        const some = await removals.purge(before, purgedAtOnce);
        purged += some;
        if (some < purgedAtOnce) return purged;
      }
    },
    purged => ({ after: { purged } }),
  );
}

/** Purges history that is older than it is to be kept. */
export async function purgeHistory(
  { db, auditor, settings }: UpkeepParts,
  now = new Date(),
): Promise<PurgedHistory | null> {
  const days = await settings.get('flyloft.inventory.retention.historyDays');
  const before = daysBefore(now, days);
  const history = new HistoryPurgeStore(db);
  if (!(await history.isAnyDue(before))) {
    await history.purgeRuns(before);
    return null;
  }
  return audited(
    auditor,
    {
      eventId: 'history-purge',
      severityLevel: 'high',
      resource: { kind: 'history' },
      meta: { historyBefore: before.toISOString(), retentionDays: days },
    },
    () => history.purge(before),
    purged => ({ after: { ...purged } }),
  );
}

/** Forgets secrets that an edit left behind when it was cut short. */
async function sweepSecrets(
  { db, logger }: UpkeepParts,
  secrets: SecretStore,
): Promise<void> {
  const forgotten = await forgetOrphanSecrets(
    secrets,
    new PlatformEntryStore(db),
  );
  if (forgotten > 0) {
    logger.info(`${forgotten} secrets that no platform names were forgotten`);
  }
}

/** Has all of it done regularly. */
export async function scheduleUpkeep(
  scheduler: SchedulerService,
  parts: UpkeepParts & { secrets: SecretStore },
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'inventory-end-overrides',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: () => endOverrides(parts),
  });
  await scheduler.scheduleTask({
    id: 'inventory-purge',
    frequency: { hours: 6 },
    timeout: { hours: 1 },
    initialDelay: { minutes: 10 },
    scope: 'global',
    fn: async () => {
      await purge(parts);
      await purgeHistory(parts);
    },
  });
  await scheduler.scheduleTask({
    id: 'inventory-sweep-secrets',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    scope: 'global',
    fn: () => sweepSecrets(parts, parts.secrets),
  });
}
