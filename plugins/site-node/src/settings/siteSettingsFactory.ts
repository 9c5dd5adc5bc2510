import {
  coreServices,
  createServiceFactory,
  type ServiceRef,
} from '@backstage/backend-plugin-api';
import { siteDatabaseRef } from '../database/siteDatabase';
import { SettingStore } from './SettingStore';
import { SiteSettings } from './SiteSettings';
import type { SiteSettingsService } from './siteSettingsServiceRef';

/** Reads settings from the site's own schema. */
export const siteSettingsFactory = (
  service: ServiceRef<SiteSettingsService, 'root'>,
) =>
  createServiceFactory({
    service,
    deps: {
      config: coreServices.rootConfig,
      database: siteDatabaseRef,
      logger: coreServices.rootLogger,
    },
    factory({ config, database, logger: rootLogger }) {
      const logger = rootLogger.child({ service: 'site-settings' });
      return new SiteSettings(
        config,
        async () => new SettingStore(await database.open()).list(),
        {
          onFailure: error =>
            logger.warn(
              `The site's settings can't be read; the last ones hold on: ${error}`,
            ),
        },
      );
    },
  });
