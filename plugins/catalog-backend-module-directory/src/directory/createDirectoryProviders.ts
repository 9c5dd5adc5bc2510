import { KeycloakOrgEntityProvider } from '@backstage-community/plugin-catalog-backend-module-keycloak';
import {
  AuthService,
  LoggerService,
  SchedulerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { CatalogMemberClient } from './CatalogMemberClient';
import { GuardedDirectoryProvider } from './GuardedDirectoryProvider';
import {
  KeycloakLookupClient,
  readDirectorySources,
} from './KeycloakLookupClient';
import { RemovalLimit } from './removalRule';

/** What the imports are made from. */
export type DirectoryOptions = {
  config: Config;
  logger: LoggerService;
  auth: AuthService;
  catalog: CatalogService;
  /** Runs an import whose configuration names no schedule. */
  schedule: SchedulerServiceTaskRunner;
  scheduler?: SchedulerService;
  retryMilliseconds: number;
};

/** Makes one guarded import for each directory of the configuration. */
export function createDirectoryProviders(
  options: DirectoryOptions,
): GuardedDirectoryProvider[] {
  const { config, logger, schedule, scheduler, retryMilliseconds } = options;
  const members = new CatalogMemberClient(options);
  const limit = readRemovalLimit(config);
  const sources = readDirectorySources(config);
  return KeycloakOrgEntityProvider.fromConfig(
    { config, logger },
    scheduler ? { schedule, scheduler } : { schedule },
  ).map(inner => {
    const source = sources.find(
      ({ id }) => inner.getProviderName() === `KeycloakOrgEntityProvider:${id}`,
    );
    if (!source) {
      throw new Error(`No configuration for ${inner.getProviderName()}`);
    }
    const lookup = new KeycloakLookupClient(source);
    return new GuardedDirectoryProvider(inner, {
      source,
      limit,
      members,
      lookup,
      logger,
      retryMilliseconds,
    });
  });
}

function readRemovalLimit(config: Config): RemovalLimit {
  const limit = config.getOptionalConfig('flyloft.directory.removalLimit');
  return {
    share: limit?.getOptionalNumber('share') ?? 0.2,
    count: limit?.getOptionalNumber('count') ?? 10,
  };
}
