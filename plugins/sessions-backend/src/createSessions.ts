import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  applyMigrations,
  entranceServiceRef,
  secondFactorServiceRef,
} from '@flyloft/backend-kit';
import {
  sessionsServiceRef,
  signedInPeopleServiceRef,
} from '@flyloft/plugin-sessions-node';
import { siteSettingsServiceRef } from '@flyloft/plugin-site-node';
import type { Knex } from 'knex';
import { secondFactorOf } from './check/secondFactorOf';
import { sessionGuard } from './check/sessionGuard';
import { SessionRegistry } from './check/SessionRegistry';
import { SessionService } from './sessions/SessionService';
import { SessionStore } from './sessions/SessionStore';
import { SignedInPeopleStore } from './sessions/SignedInPeopleStore';

/** What the check of requests and the plugin's own API share. */
export interface SessionParts {
  db: Knex;
  store: SessionStore;
  registry: SessionRegistry;
}

const sessionPartsRef = createServiceRef<SessionParts>({
  id: 'flyloft.session-parts',
  scope: 'root',
});

/** The parts, for the plugin `sessions` alone. */
export { sessionPartsRef };

/** Where the migrations are. */
export const sessionMigrations = () =>
  resolvePackagePath('@flyloft/plugin-sessions-backend', 'migrations');

/** Makes the check before any plugin answers. */
export const sessionPartsFactory = createServiceFactory({
  service: sessionPartsRef,
  deps: {
    config: coreServices.rootConfig,
    logger: coreServices.rootLogger,
    lifecycle: coreServices.rootLifecycle,
    entrance: entranceServiceRef,
    secondFactor: secondFactorServiceRef,
    settings: siteSettingsServiceRef,
  },
  async factory({ config, logger: rootLogger, lifecycle, settings, ...deps }) {
    const logger = rootLogger.child({ service: 'sessions' });
    const database = DatabaseManager.fromConfig(config).forPlugin('sessions', {
      logger,
      lifecycle,
    });
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await applyMigrations(db, sessionMigrations());
    }
    const store = new SessionStore(db);
    const registry = new SessionRegistry({
      store,
      logger,
      limits: async () => ({
        idleMinutes: await settings.get('flyloft.sessions.idleMinutes'),
        absoluteHours: await settings.get('flyloft.sessions.absoluteHours'),
      }),
    });
    deps.entrance.add(sessionGuard(registry));
    deps.secondFactor.learnFrom(secondFactorOf(registry));
    registry.start();
    lifecycle.addShutdownHook(async () => {
      await registry.stop();
      await db.destroy();
    });
    return { db, store, registry };
  },
});

/** Sessions as signing in sees them. */
export const sessionsServiceFactory = createServiceFactory({
  service: sessionsServiceRef,
  deps: { parts: sessionPartsRef },
  factory: ({ parts }) => new SessionService(parts.store, parts.registry),
});

/** Sessions as those see them who show people. */
export const signedInPeopleFactory = createServiceFactory({
  service: signedInPeopleServiceRef,
  deps: { parts: sessionPartsRef },
  factory: ({ parts }) => new SignedInPeopleStore(parts.db),
});
