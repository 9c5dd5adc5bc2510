import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { applyMigrations, entranceServiceRef } from '@flyloft/backend-kit';
import { auditSeverities, type AuditEvent } from '@flyloft/plugin-audit-common';
import type { Knex } from 'knex';
import { refusalWatcher } from '../auditor/refusalWatcher';
import { ChainKey } from '../chain/ChainKey';
import { ChainStore } from '../chain/ChainStore';
import { ChainWriter } from '../chain/ChainWriter';
import { AuditTrail } from './AuditTrail';
import { InboxStore } from './InboxStore';

/** What the auditors of all plugins share, and the trail's own plugin reads. */
export interface TrailService {
  trail: AuditTrail;
  db: Knex;
  key: ChainKey;
  chain: ChainStore;
}

/** The trail of this replica. Its tables exist before any plugin writes. */
export const trailServiceRef = createServiceRef<TrailService>({
  id: 'flyloft.audit-trail',
  scope: 'root',
});

/** Where the migrations are. */
export const auditMigrations = () =>
  resolvePackagePath('@flyloft/plugin-audit-backend', 'migrations');

/** Makes the trail before any plugin, and ends it after all of them. */
export const trailServiceFactory = createServiceFactory({
  service: trailServiceRef,
  deps: {
    config: coreServices.rootConfig,
    logger: coreServices.rootLogger,
    lifecycle: coreServices.rootLifecycle,
    entrance: entranceServiceRef,
  },
  async factory({ config, logger: rootLogger, lifecycle, entrance }) {
    const logger = rootLogger.child({ service: 'audit-trail' });
    const key = ChainKey.fromConfig(config);
    const leastSeverity = readLeastSeverity(config);
    const database = DatabaseManager.fromConfig(config).forPlugin('audit', {
      logger,
      lifecycle,
    });
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await applyMigrations(db, auditMigrations());
    }
    const inbox = new InboxStore(db);
    const chain = new ChainStore(db, key);
    const writer = new ChainWriter(chain, logger, words => {
      logger.error(
        `The audit chain does not end where it was signed: ${words}`,
      );
      trail.note('chain-mismatch', {
        severity: 'critical',
        outcome: 'failed',
        meta: { words },
      });
    });
    const trail = new AuditTrail({
      write: rows => inbox.add(rows),
      onWritten: () => writer.nudge(),
      logger,
      leastSeverity,
    });
    entrance.add(refusalWatcher(trail));
    writer.start();
    lifecycle.addShutdownHook(async () => {
      await trail.close();
      await writer.stop();
      await db.destroy();
    });
    return { trail, db, key, chain };
  },
});

function readLeastSeverity(config: Config): AuditEvent['severity'] {
  const word = config.getOptionalString('audit.leastSeverity') ?? 'medium';
  const severity = auditSeverities.find(one => one === word);
  if (!severity) {
    throw new InputError(
      `audit.leastSeverity is '${word}'; it can be ${auditSeverities.join(', ')}`,
    );
  }
  return severity;
}
