import type { SessionEnd } from '@flyloft/plugin-sessions-common';
import type { Knex } from 'knex';

/** A session as the check of requests knows it. */
export interface KnownSession {
  id: string;
  userEntityRef: string;
  createdAt: number;
  lastSeenAt: number;
  /** Whether a second factor was proved when it began. */
  multiFactor: boolean;
  ending: { end: SessionEnd; endedBy: string | null } | null;
}

interface SessionRow {
  id: string;
  user_ref: string;
  created_at: Date;
  last_seen_at: Date;
  multi_factor: boolean;
  ended_at: Date | null;
  end_kind: SessionEnd | null;
  ended_by: string | null;
}

/** A new session, with digests in place of what must not be stored. */
export interface NewSession {
  id: string;
  userEntityRef: string;
  address: string | null;
  userAgent: string | null;
  multiFactor: boolean;
}

/** A token of a session: its digest, and when it ends by itself. */
export interface IssuedToken {
  digest: string;
  expiresAt: Date;
  refreshDigest: string | undefined;
}

const columns = `s.id, s.user_ref, s.created_at, s.last_seen_at, s.multi_factor,
  s.ended_at, s.end_kind, s.ended_by`;

/** Sessions as the check needs them: by token, and how they end. */
export class SessionStore {
  constructor(private readonly db: Knex) {}

  /** Opens a session with its first token. */
  async open(session: NewSession, issued: IssuedToken): Promise<void> {
    await this.db.transaction(async tx => {
      await tx.raw(
        `insert into sessions (id, user_ref, address, user_agent, multi_factor)
          values (:id, :userEntityRef, :address, :userAgent, :multiFactor)`,
        { ...session },
      );
      await addTokens(tx, session.id, issued);
    });
  }

  /** Notes a further token of a session that is open. */
  async renew(id: string, issued: IssuedToken): Promise<boolean> {
    return this.db.transaction(async tx => {
      const { rowCount } = await tx.raw<{ rowCount: number }>(
        'select from sessions where id = ? and ended_at is null for share',
        [id],
      );
      if (rowCount === 0) return false;
      await addTokens(tx, id, issued);
      return true;
    });
  }

  async byToken(digest: string): Promise<KnownSession | undefined> {
    return this.one(
      `select ${columns} from session_tokens t join sessions s on s.id = t.session_id
        where t.digest = decode(?, 'hex')`,
      [digest],
    );
  }

  async byRefreshToken(digest: string): Promise<KnownSession | undefined> {
    return this.one(
      `select ${columns} from session_refresh_tokens t join sessions s on s.id = t.session_id
        where t.digest = decode(?, 'hex')`,
      [digest],
    );
  }

  /** How these sessions stand now. */
  async read(ids: string[]): Promise<KnownSession[]> {
    const { rows } = await this.db.raw<{ rows: SessionRow[] }>(
      `select ${columns} from sessions s where s.id = any(?::uuid[])`,
      [ids],
    );
    return rows.map(toKnown);
  }

  /** Notes when sessions were last used; never back in time. */
  async seen(moments: Array<{ id: string; at: number }>): Promise<void> {
    await this.db.raw(
      `update sessions s set last_seen_at = greatest(s.last_seen_at, m.at)
        from jsonb_to_recordset(?::jsonb) as m (id uuid, at timestamptz)
        where s.id = m.id and s.ended_at is null`,
      [
        JSON.stringify(
          moments.map(({ id, at }) => ({ id, at: new Date(at).toISOString() })),
        ),
      ],
    );
  }

  /** Ends a session unless it is over; undefined when it was. */
  async end(
    id: string,
    end: SessionEnd,
    endedBy: string | null,
  ): Promise<KnownSession | undefined> {
    return this.one(
      `update sessions s set ended_at = now(), end_kind = ?, ended_by = ?
        where s.id = ?::uuid and s.ended_at is null returning ${columns}`,
      [end, endedBy, id],
    );
  }

  /** Ends a session for its age, if the database agrees that it has it. */
  async endForAge(
    id: string,
    limits: { idleMinutes: number; absoluteHours: number },
  ): Promise<KnownSession | undefined> {
    return this.one(
      `update sessions s set ended_at = now(),
          end_kind = case when s.created_at < now() - make_interval(hours => :absoluteHours)
            then 'expired' else 'idle' end
        where s.id = :id::uuid and s.ended_at is null
          and (s.created_at < now() - make_interval(hours => :absoluteHours)
            or s.last_seen_at < now() - make_interval(mins => :idleMinutes))
        returning ${columns}`,
      { id, ...limits },
    );
  }

  /**
   * Ends all that are too old or idle. Idle ones get two minutes more: a
   * replica may have seen them a minute ago and not yet written it.
   */
  async sweep(limits: {
    idleMinutes: number;
    absoluteHours: number;
  }): Promise<KnownSession[]> {
    const { rows } = await this.db.raw<{ rows: SessionRow[] }>(
      `update sessions s set ended_at = now(),
          end_kind = case when s.created_at < now() - make_interval(hours => :absoluteHours)
            then 'expired' else 'idle' end
        where s.ended_at is null
          and (s.created_at < now() - make_interval(hours => :absoluteHours)
            or s.last_seen_at < now() - make_interval(mins => :idleMinutes + 2))
        returning ${columns}`,
      { ...limits },
    );
    return rows.map(toKnown);
  }

  /** Forgets tokens that ended by themselves, and sessions long over. */
  async forget(overForDays: number): Promise<void> {
    await this.db.raw(
      `delete from session_tokens where expires_at < now() - interval '1 hour'`,
    );
    await this.db.raw(
      'delete from sessions where ended_at < now() - make_interval(days => ?)',
      [overForDays],
    );
  }

  private async one(
    text: string,
    bindings: Knex.RawBinding[] | Record<string, Knex.RawBinding>,
  ): Promise<KnownSession | undefined> {
    const { rows } = await this.db.raw<{ rows: SessionRow[] }>(
      text,
      bindings as Knex.RawBinding[],
    );
    return rows[0] && toKnown(rows[0]);
  }
}

async function addTokens(
  tx: Knex.Transaction,
  id: string,
  issued: IssuedToken,
): Promise<void> {
  await tx.raw(
    `insert into session_tokens (digest, session_id, expires_at)
      values (decode(?, 'hex'), ?, ?)`,
    [issued.digest, id, issued.expiresAt],
  );
  if (!issued.refreshDigest) return;
  await tx.raw(
    `insert into session_refresh_tokens (digest, session_id)
      values (decode(?, 'hex'), ?) on conflict (digest) do nothing`,
    [issued.refreshDigest, id],
  );
}

function toKnown(row: SessionRow): KnownSession {
  return {
    id: row.id,
    userEntityRef: row.user_ref,
    createdAt: row.created_at.getTime(),
    lastSeenAt: row.last_seen_at.getTime(),
    multiFactor: row.multi_factor,
    ending: row.end_kind && { end: row.end_kind, endedBy: row.ended_by },
  };
}
