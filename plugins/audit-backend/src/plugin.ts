import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { apiRouter } from '@flyloft/backend-kit';
import { auditPermissions } from '@flyloft/plugin-audit-common';
import { siteSettingsServiceRef } from '@flyloft/plugin-site-node';
import { EventStore } from './events/EventStore';
import { PurgeService } from './purge/PurgeService';
import { PurgeStore } from './purge/PurgeStore';
import { auditRoutes } from './routes';
import { InboxStore } from './trail/InboxStore';
import { trailServiceRef } from './trail/createTrail';
import { VerificationService } from './verification/VerificationService';
import { VerificationStore } from './verification/VerificationStore';

/** The audit trail's API and its daily work: looking through, and purging. */
export const auditPlugin = createBackendPlugin({
  pluginId: 'audit',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        settings: siteSettingsServiceRef,
        trail: trailServiceRef,
      },
      async init(deps) {
        const { auditor, logger, settings, scheduler } = deps;
        const { db, key, chain } = deps.trail;
        const retentionDays = () => settings.get('flyloft.audit.retentionDays');
        const verifications = new VerificationService({
          db,
          key,
          inbox: new InboxStore(db),
          verifications: new VerificationStore(db),
          retentionDays,
          logger,
        });
        const purge = new PurgeService({
          db,
          key,
          store: new PurgeStore(db, chain),
          auditor,
          retentionDays,
        });
        deps.permissionsRegistry.addPermissions(auditPermissions);
        deps.httpRouter.use(
          apiRouter(
            auditRoutes({ events: new EventStore(db), verifications, auditor }),
            about,
            deps,
          ),
        );
        await scheduler.scheduleTask({
          id: 'audit-daily',
          frequency: { hours: 24 },
          timeout: { hours: 2 },
          initialDelay: { minutes: 15 },
          scope: 'global',
          async fn(signal) {
            await purge.run(signal);
            await verifications.start(null);
            await verifications.settled();
          },
        });
        deps.lifecycle.addShutdownHook(() => verifications.stop());
      },
    });
  },
});

const about = {
  title: 'Flyloft audit trail',
  version: '1.0.0',
  description:
    'Who did what, on what, from where, and how it ended. Rows are chained by hash and never change.',
  server: '/api/audit',
};
