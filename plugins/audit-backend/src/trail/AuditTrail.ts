import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { auditSeverities, type AuditEvent } from '@flyloft/plugin-audit-common';
import { Backlog } from './Backlog';
import type { TrailRow } from './trailRow';

type Severity = AuditEvent['severity'];

const rank = (severity: Severity) => auditSeverities.indexOf(severity);

/** What the trail writes to, and how much it keeps. */
export interface AuditTrailOptions {
  /** Adds rows to the inbox, all or none. */
  write(rows: TrailRow[]): Promise<void>;
  /** Told after rows came in. */
  onWritten(): void;
  logger: LoggerService;
  leastSeverity: Severity;
}

/** The way into the trail, for every plugin of this replica. */
export class AuditTrail {
  private readonly backlog: Backlog;

  constructor(private readonly options: AuditTrailOptions) {
    this.backlog = new Backlog(rows => this.write(rows), {
      logger: options.logger,
      lossRow: count =>
        ownRow('rows-lost', {
          severity: 'critical',
          outcome: 'failed',
          meta: { count },
        }),
    });
  }

  /**
   * Keeps one row. What can't be undone is written before it begins, or it
   * doesn't begin; everything else waits when the database is away.
   *
   * @throws ServiceUnavailableError for the first row of an event of severity
   *   `high` or `critical` that can't be written.
   */
  async record(row: TrailRow): Promise<void> {
    if (!this.isKept(row)) return;
    if (row.outcome !== 'initiated') {
      this.backlog.add(row);
      return;
    }
    try {
      await this.write([row]);
    } catch (error) {
      this.options.logger.error(
        `The audit row of ${row.plugin}.${row.event} can't be written, so the command is refused: ${error}`,
      );
      throw new ServiceUnavailableError(
        'The audit trail can not be written right now, and nothing of this kind is done without it. Try again shortly.',
      );
    }
  }

  /** Keeps a row of the trail's own. */
  note(event: string, row: OwnRow): void {
    this.backlog.add(ownRow(event, row));
  }

  /** Keeps a row that need not hold anybody up. */
  add(row: TrailRow): void {
    this.backlog.add(row);
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    await this.backlog.flush();
  }

  async close(): Promise<void> {
    const left = await this.backlog.close();
    if (left > 0) {
      this.options.logger.error(
        `${left} rows of the audit trail could not be written before the end; they stand in the log alone`,
      );
    }
  }

  private isKept(row: TrailRow): boolean {
    if (row.outcome === 'refused') return true;
    if (rank(row.severity) < rank(this.options.leastSeverity)) return false;
    // What is written first costs a second row: only where it matters.
    return row.outcome !== 'initiated' || rank(row.severity) >= rank('high');
  }

  private async write(rows: TrailRow[]): Promise<void> {
    await this.options.write(rows);
    this.options.onWritten();
  }
}

type OwnRow = Pick<TrailRow, 'severity' | 'outcome' | 'meta'>;

function ownRow(event: string, row: OwnRow): TrailRow {
  return {
    id: randomUUID(),
    command_id: randomUUID(),
    at: new Date().toISOString(),
    plugin: 'audit',
    event,
    actor_kind: 'service',
    actor_ref: 'plugin:audit',
    actor_via: null,
    session_id: null,
    resource_kind: null,
    resource_id: null,
    resource_name: null,
    address: null,
    user_agent: null,
    method: null,
    path: null,
    error_name: null,
    error_message: null,
    ...row,
  };
}
