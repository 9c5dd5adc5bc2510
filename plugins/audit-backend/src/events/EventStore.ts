import { InputError } from '@backstage/errors';
import {
  anyOf,
  containing,
  raw,
  readPage,
  run,
  sql,
  streamRows,
  type ListDefinition,
  type Sql,
} from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import {
  auditFacts,
  type AuditEvent,
  type AuditEventDetail,
  type AuditType,
} from '@flyloft/plugin-audit-common';
import type { Knex } from 'knex';
import { EventTotals } from './EventTotals';

interface EventRow {
  sequence: string;
  id: string;
  at: Date;
  type: string;
  severity: AuditEvent['severity'];
  outcome: AuditEvent['outcome'];
  command_id: string;
  actor_kind: AuditEvent['actor']['kind'];
  actor_ref: string | null;
  actor_via: string | null;
  session_id: string | null;
  resource_kind: string | null;
  resource_id: string | null;
  resource_name: string | null;
  address: string | null;
  user_agent: string | null;
  method: string | null;
  path: string | null;
  error_name: string | null;
  error_message: string | null;
}

interface DetailRow extends EventRow {
  meta: Record<string, unknown> | null;
  hash: Buffer;
  previous_hash: Buffer;
}

const select = `sequence, id, at, type, severity, outcome, command_id, actor_kind,
  actor_ref, actor_via, session_id, resource_kind, resource_id, resource_name,
  host(address) as address, user_agent, method, path, error_name, error_message`;

/** Reads the audit trail. Nothing here writes. */
export class EventStore {
  private readonly totals: EventTotals;

  constructor(private readonly db: Knex) {
    this.totals = new EventTotals(db);
  }

  /** One page, newest first unless told. */
  async list(query: ListQuery) {
    const narrowed = Boolean(query.q) || (query.filter ?? []).length > 0;
    const list = {
      ...listOf(query),
      count: (where: Sql) => this.totals.total(narrowed ? where : null),
    };
    const page = await readPage<EventRow>(this.db, list, query);
    return { ...page, items: page.rows.map(toEvent) };
  }

  /** Every row that matches with all it holds, batch by batch. */
  async *stream(query: ListQuery): AsyncGenerator<AuditEventDetail[]> {
    const list = {
      ...listOf(query),
      select: raw(`${select}, meta, hash, previous_hash`),
    };
    for await (const rows of streamRows<DetailRow>(this.db, list, query)) {
      yield rows.map(toDetail);
    }
  }

  async get(sequence: string): Promise<AuditEventDetail | undefined> {
    if (!/^\d{1,18}$/.test(sequence)) return undefined;
    const [row] = await run<DetailRow>(
      this.db,
      sql`select ${raw(select)}, meta, hash, previous_hash
        from audit_events where sequence = ${sequence}::bigint`,
    );
    return row && toDetail(row);
  }

  /**
   * The types that there are, the most recent first. Each step goes to the
   * next type in the index: counting a million rows would read them all, so
   * counts stop at a thousand.
   */
  async types(): Promise<AuditType[]> {
    const rows = await run<{ type: string; count: string; last_at: Date }>(
      this.db,
      raw(`with recursive kinds as (
          (select type from audit_events order by type limit 1)
          union all
          select (select type from audit_events where type > kinds.type
            order by type limit 1)
          from kinds where kinds.type is not null)
        select kinds.type, amount.count, latest.at as last_at
        from kinds
        cross join lateral (select at from audit_events e where e.type = kinds.type
          order by coalesce(at, '-infinity'::timestamptz) desc, sequence desc limit 1) latest
        cross join lateral (select count(*) from (select from audit_events e
          where e.type = kinds.type limit 1000) sample) amount
        where kinds.type is not null
        order by last_at desc`),
    );
    return rows.map(row => ({
      type: row.type,
      count: Number(row.count),
      lastAt: row.last_at.toISOString(),
    }));
  }
}

function listOf(query: ListQuery): ListDefinition {
  if (query.at || query.deleted) {
    throw new InputError(
      `The audit trail filters by time with filter=at:gte:… and at:lte:…; leave out 'at' and 'deleted'`,
    );
  }
  return {
    facts: auditFacts,
    columns: {
      // As the index has it, for filters and for the order.
      at: { value: `coalesce(at, '-infinity'::timestamptz)`, required: true },
      type: { value: 'type' },
      outcome: { value: 'outcome' },
      actor: { value: 'actor_ref' },
      resourceKind: { value: 'resource_kind' },
      resource: {
        value: 'resource_id',
        condition: wanted =>
          anyOf([sql`resource_id = ${wanted}`, sql`resource_name = ${wanted}`]),
      },
      address: { value: 'address' },
      severity: { value: 'severity' },
      sessionId: { value: 'session_id' },
      commandId: { value: 'command_id' },
    },
    from: raw('audit_events'),
    select: raw(select),
    id: { expression: 'sequence', type: 'bigint' },
    defaultSort: '-at',
    search: text => sql`words ilike ${containing(text)}`,
    conditions: [],
  };
}

function toEvent(row: EventRow): AuditEvent {
  return {
    sequence: row.sequence,
    id: row.id,
    at: row.at.toISOString(),
    type: row.type,
    severity: row.severity,
    outcome: row.outcome,
    commandId: row.command_id,
    actor: { kind: row.actor_kind, ref: row.actor_ref, via: row.actor_via },
    sessionId: row.session_id,
    resource:
      row.resource_kind === null
        ? null
        : {
            kind: row.resource_kind,
            id: row.resource_id,
            name: row.resource_name,
          },
    address: row.address,
    userAgent: row.user_agent,
    method: row.method,
    path: row.path,
    error:
      row.error_name === null
        ? null
        : { name: row.error_name, message: row.error_message ?? '' },
  };
}

function toDetail(row: DetailRow): AuditEventDetail {
  return {
    ...toEvent(row),
    meta: row.meta,
    hash: row.hash.toString('hex'),
    previousHash: row.previous_hash.toString('hex'),
  };
}
