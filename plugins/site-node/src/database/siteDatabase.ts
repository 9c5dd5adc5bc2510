import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { applyMigrations } from '@flyloft/backend-kit';
import type { Knex } from 'knex';

/** The schema of the site: that of the plugin whose pages change it. */
const schema = 'site';

/** Where the migrations of that schema are. */
export const siteMigrations = () =>
  resolvePackagePath('@flyloft/plugin-site-node', 'migrations');

/** The site's schema, opened by the first who asks. */
export interface SiteDatabase {
  open(): Promise<Knex>;
}

/**
 * A small pool of its own, for all who read what holds for the whole site.
 * Asking the plugin `site` over HTTP would make every other plugin wait for it
 * at the start.
 */
export const siteDatabaseRef = createServiceRef<SiteDatabase>({
  id: 'flyloft.site-database',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.rootLogger,
      },
      factory({ config, lifecycle, logger: rootLogger }) {
        const logger = rootLogger.child({ service: 'site-database' });
        const database = DatabaseManager.fromConfig(config, {
          rootLogger,
          rootLifecycle: lifecycle,
        }).forPlugin(schema, { logger, lifecycle });
        let ready: Promise<Knex> | null = null;
        return {
          open() {
            ready ??= migrated(() => database.getClient()).catch(error => {
              // The next reading tries anew.
              ready = null;
              throw error;
            });
            return ready;
          },
        };
      },
    }),
});

async function migrated(getClient: () => Promise<Knex>): Promise<Knex> {
  const db = await getClient();
  await applyMigrations(db, siteMigrations());
  return db;
}
