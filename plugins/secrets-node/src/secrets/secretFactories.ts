import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  resolvePackagePath,
  type LoggerService,
  type ServiceRef,
} from '@backstage/backend-plugin-api';
import { applyMigrations } from '@flyloft/backend-kit';
import { KeyRing } from '../keys/KeyRing';
import { VaultClient } from '../vault/VaultClient';
import { PluginSecrets } from './PluginSecrets';
import { SecretRecordStore } from './SecretRecordStore';
import { readSecretSettings } from './secretSettings';
import {
  secretRootServiceRef,
  type OpenSecrets,
  type SecretRoot,
} from './secretServiceRefs';
import { SecretService } from './SecretService';
import { SecretUpkeep } from './SecretUpkeep';
import type { SecretStore } from './SecretStore';

/** Where the migrations of the schema `secrets` are. */
export const secretMigrations = () =>
  resolvePackagePath('@flyloft/plugin-secrets-node', 'migrations');

/** Gives each plugin its own part of the secrets. */
export const secretStoreFactory = (
  service: ServiceRef<SecretStore, 'plugin'>,
) =>
  createServiceFactory({
    service,
    deps: {
      plugin: coreServices.pluginMetadata,
      root: secretRootServiceRef,
    },
    factory: ({ plugin, root }) =>
      new PluginSecrets(
        plugin.getId(),
        async () => (await root.open()).service,
      ),
  });

/** Makes the one store of the process, on a small pool and a schema of its own. */
export const secretRootFactory = (service: ServiceRef<SecretRoot, 'root'>) =>
  createServiceFactory({
    service,
    deps: {
      config: coreServices.rootConfig,
      lifecycle: coreServices.rootLifecycle,
      logger: coreServices.rootLogger,
    },
    factory({ config, lifecycle, logger: rootLogger }): SecretRoot {
      const logger = rootLogger.child({ service: 'secrets' });
      const settings = readSecretSettings(config);
      const database = DatabaseManager.fromConfig(config, {
        rootLogger,
        rootLifecycle: lifecycle,
      }).forPlugin('secrets', { logger, lifecycle });
      let opened: Promise<OpenSecrets> | null = null;
      const open = async () => {
        const db = await database.getClient();
        await applyMigrations(db, secretMigrations());
        const parts = {
          records: new SecretRecordStore(db),
          keys: new KeyRing(settings.keys),
          vault: settings.vault && new VaultClient(settings.vault),
          place: settings.place,
        };
        const secrets = new SecretService(parts);
        const upkeep = new SecretUpkeep({ ...parts, service: secrets });
        await tellProblems(upkeep, logger);
        return { service: secrets, upkeep };
      };
      return {
        open() {
          opened ??= open().catch(error => {
            // The next one who asks tries anew.
            opened = null;
            throw error;
          });
          return opened;
        },
      };
    },
  });

/** A lost key must not be found out by the first sync that fails. */
async function tellProblems(
  upkeep: SecretUpkeep,
  logger: LoggerService,
): Promise<void> {
  const { problems } = await upkeep.state();
  for (const problem of problems) logger.error(`Secrets: ${problem}`);
}
