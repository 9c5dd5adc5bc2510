import { InputError } from '@backstage/errors';
import {
  containing,
  inRanges,
  anyOf,
  partialAddress,
  raw,
  readPage,
  run,
  sql,
  type ListDefinition,
  type Sql,
} from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import {
  sessionFacts,
  type Session,
  type SessionEndAnswer,
  type SessionLimits,
} from '@flyloft/plugin-sessions-common';
import type { Knex } from 'knex';

interface ListRow {
  id: string;
  user_ref: string;
  created_at: Date;
  last_seen_at: Date;
  address: string | null;
  user_agent: string | null;
  multi_factor: boolean;
  ended_at: Date | null;
  end_kind: Session['end'];
  ended_by: string | null;
}

/** Who reads: what is theirs is marked, and their limits hold. */
export interface Reader {
  currentId: string | undefined;
  limits: SessionLimits;
}

const select = raw(`id, user_ref, created_at, last_seen_at,
  host(address) as address, user_agent, multi_factor, ended_at, end_kind, ended_by`);

/** Reads sessions for people. */
export class SessionListStore {
  constructor(private readonly db: Knex) {}

  async list(query: ListQuery, reader: Reader) {
    const page = await readPage<ListRow>(this.db, listOf(query), query);
    return { ...page, items: page.rows.map(row => toSession(row, reader)) };
  }

  async get(id: string, reader: Reader): Promise<Session | undefined> {
    const [row] = await this.read(sql`id = ${id}::uuid`);
    return row && toSession(row, reader);
  }

  /** A person's open sessions, the one they ask from first. */
  async openOf(user: string, reader: Reader): Promise<Session[]> {
    const rows = await this.read(
      sql`user_ref = ${user} and ended_at is null`,
      200,
    );
    return rows
      .map(row => toSession(row, reader))
      .sort((a, b) => Number(b.current) - Number(a.current));
  }

  async endOf(id: string): Promise<SessionEndAnswer> {
    const [row] = await this.read(sql`id = ${id}::uuid`);
    return {
      end: row?.end_kind ?? null,
      endedAt: row?.ended_at?.toISOString() ?? null,
      endedBy: row?.ended_by ?? null,
    };
  }

  private read(condition: Sql, most = 1): Promise<ListRow[]> {
    return run<ListRow>(
      this.db,
      sql`select ${select} from sessions where ${condition}
        order by last_seen_at desc, id limit ${most}`,
    );
  }
}

function listOf(query: ListQuery): ListDefinition {
  if (query.at || query.deleted) {
    throw new InputError(
      `Sessions filter by time with filter=createdAt:gte:…; leave out 'at' and 'deleted'`,
    );
  }
  return {
    facts: sessionFacts,
    columns: {
      user: { value: 'user_ref' },
      state: {
        value: `case when ended_at is null then 'open' else 'over' end`,
        condition: wanted =>
          raw(wanted === 'open' ? 'ended_at is null' : 'ended_at is not null'),
      },
      createdAt: { value: 'created_at' },
      lastSeenAt: { value: 'last_seen_at' },
      address: { value: 'address' },
      multiFactor: { value: 'multi_factor' },
      end: { value: 'end_kind' },
      endedAt: { value: 'ended_at' },
    },
    from: raw('sessions'),
    select,
    id: { expression: 'id', type: 'uuid' },
    defaultSort: '-lastSeenAt',
    search: text =>
      anyOf([
        sql`user_ref ilike ${containing(text)}`,
        sql`user_agent ilike ${containing(text)}`,
        inRanges('address', partialAddress(text)),
      ]),
    conditions: [],
  };
}

function toSession(row: ListRow, { currentId, limits }: Reader): Session {
  return {
    id: row.id,
    user: row.user_ref,
    state: row.ended_at ? 'over' : 'open',
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    expiresAt: row.ended_at
      ? null
      : new Date(
          row.created_at.getTime() + limits.absoluteHours * 3_600_000,
        ).toISOString(),
    address: row.address,
    userAgent: row.user_agent,
    multiFactor: row.multi_factor,
    endedAt: row.ended_at?.toISOString() ?? null,
    end: row.end_kind,
    endedBy: row.ended_by,
    current: row.id === currentId,
  };
}
