import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  resolvePackagePath,
  type ServiceRef,
} from '@backstage/backend-plugin-api';
import { applyMigrations } from '@flyloft/backend-kit';
import type { Knex } from 'knex';
import { SettingStore } from './SettingStore';
import { SiteSettings } from './SiteSettings';
import type { SiteSettingsService } from './siteSettingsServiceRef';

/** The schema of settings: that of the plugin whose page sets them. */
const schema = 'site';

/** Where the migrations of that schema are. */
export const siteMigrations = () =>
  resolvePackagePath('@flyloft/plugin-site-node', 'migrations');

/**
 * Reads settings through a small pool of its own. Asking the plugin `site` over
 * HTTP would make every other plugin wait for it at the start.
 */
export const siteSettingsFactory = (
  service: ServiceRef<SiteSettingsService, 'root'>,
) =>
  createServiceFactory({
    service,
    deps: {
      config: coreServices.rootConfig,
      lifecycle: coreServices.rootLifecycle,
      logger: coreServices.rootLogger,
    },
    factory({ config, lifecycle, logger: rootLogger }) {
      const logger = rootLogger.child({ service: 'site-settings' });
      const database = DatabaseManager.fromConfig(config, {
        rootLogger,
        rootLifecycle: lifecycle,
      }).forPlugin(schema, { logger, lifecycle });
      let ready: Promise<Knex> | null = null;
      const open = () => {
        ready ??= migrated(() => database.getClient()).catch(error => {
          // The next reading tries anew.
          ready = null;
          throw error;
        });
        return ready;
      };
      return new SiteSettings(
        config,
        async () => new SettingStore(await open()).list(),
        {
          onFailure: error =>
            logger.warn(
              `The site's settings can't be read; the last ones hold on: ${error}`,
            ),
        },
      );
    },
  });

async function migrated(getClient: () => Promise<Knex>): Promise<Knex> {
  const db = await getClient();
  await applyMigrations(db, siteMigrations());
  return db;
}
