import { raw, readPage, sql, type ListDefinition } from '@flyloft/backend-kit';
import { InputError, NotFoundError } from '@backstage/errors';
import type { ListQuery } from '@flyloft/kit-common';
import {
  tokenFacts,
  type Token,
  type TokenCreation,
  type TokenScope,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { query } from '../database/query';

/** A token as it is stored. */
export interface TokenRow {
  id: string;
  name: string;
  prefix: string;
  secret_hash: Buffer;
  scopes: TokenScope[];
  platform_ids: string[] | null;
  state: Token['state'];
  expires_at: Date | null;
  created_at: Date;
  created_by: string;
  last_used_at: Date | null;
  last_used_from: string | null;
  revoked_at: Date | null;
  revoked_by: string | null;
}

/** A token as it is checked. */
export interface StoredToken {
  token: Token;
  secretHash: Buffer;
}

const state = `case when t.revoked_at is not null then 'revoked'
  when t.expires_at <= clock_timestamp() then 'expired' else 'active' end`;
const columns = `t.id, t.name, t.prefix, t.secret_hash, t.scopes, t.platform_ids,
  ${state} as state, t.expires_at, t.created_at, t.created_by, t.last_used_at,
  host(t.last_used_from) as last_used_from, t.revoked_at, t.revoked_by`;

/** The rows of tokens; nothing here knows a secret. */
export class TokenStore {
  constructor(private readonly db: Knex) {}

  /**
   * Keeps a new token.
   *
   * @throws InputError when it names a platform that is not there.
   */
  async create(
    wanted: TokenCreation & {
      prefix: string;
      secretHash: Buffer;
      createdBy: string;
    },
  ): Promise<Token> {
    await this.requirePlatforms(wanted.platformIds ?? []);
    const { rows } = await this.db.raw<{ rows: TokenRow[] }>(
      `insert into tokens as t (name, prefix, secret_hash, scopes, platform_ids,
          expires_at, created_by)
        values (?, ?, ?, ?, ?, ?, ?) returning ${columns}`,
      [
        wanted.name,
        wanted.prefix,
        wanted.secretHash,
        wanted.scopes,
        wanted.platformIds,
        wanted.expiresAt,
        wanted.createdBy,
      ] as never[],
    );
    return toToken(rows[0]!);
  }

  private async requirePlatforms(ids: string[]): Promise<void> {
    const missing = await query<{ id: string }>(
      this.db,
      `select wanted.id from unnest(:ids::text[]) as wanted(id)
        where not exists (select from platforms p
          where p.id = wanted.id and p.removed_at is null)`,
      { ids },
    );
    if (missing.length > 0) {
      throw new InputError(
        `There is no platform '${missing[0]!.id}' that a token could be for`,
      );
    }
  }

  /** The token that a secret with this prefix may be of. */
  async findByPrefix(prefix: string): Promise<StoredToken | null> {
    const [row] = await query<TokenRow>(
      this.db,
      `select ${columns} from tokens t where t.prefix = :prefix`,
      { prefix },
    );
    return row ? { token: toToken(row), secretHash: row.secret_hash } : null;
  }

  /**
   * Notes that a token was used. A row a minute is enough to know by, and a
   * script that asks every second writes no more than that.
   */
  async noteUse(id: string, from: string | null): Promise<void> {
    await query(
      this.db,
      `update tokens set last_used_at = clock_timestamp(), last_used_from = :from::inet
        where id = :id::uuid and (last_used_at is null
          or last_used_at < clock_timestamp() - interval '1 minute'
          or last_used_from is distinct from :from::inet)`,
      { id, from },
    );
  }

  /**
   * Refuses a token from now on; to revoke it twice changes nothing.
   *
   * @throws NotFoundError when there is no such token.
   */
  async revoke(id: string, by: string): Promise<Token> {
    const [row] = await query<TokenRow>(
      this.db,
      `update tokens t set revoked_at = coalesce(revoked_at, clock_timestamp()),
          revoked_by = coalesce(revoked_by, :by::text)
        where id = :id::uuid returning ${columns}`,
      { id, by },
    );
    if (!row) throw new NotFoundError(`There is no token '${id}'`);
    return toToken(row);
  }

  /** One page of tokens, newest first unless asked otherwise. */
  async list(listQuery: ListQuery) {
    if (listQuery.at || listQuery.deleted) {
      throw new InputError(
        `Tokens are listed as they are; leave out 'at' and 'deleted'`,
      );
    }
    const page = await readPage<TokenRow>(this.db, tokenList, listQuery);
    return { ...page, items: page.rows.map(toToken) };
  }
}

const tokenList: ListDefinition = {
  facts: tokenFacts,
  columns: {
    name: { value: 't.name', required: true },
    prefix: { value: 't.prefix', required: true },
    scopes: { value: 't.scopes', array: true },
    platformIds: { value: 't.platform_ids', array: true },
    state: { value: `(${state})`, required: true },
    createdAt: { value: 't.created_at' },
    createdBy: { value: 't.created_by', required: true },
    expiresAt: { value: 't.expires_at' },
    lastUsedAt: { value: 't.last_used_at' },
  },
  from: raw('tokens t'),
  select: raw(columns),
  id: { expression: 't.id', type: 'uuid' },
  defaultSort: '-createdAt',
  search: text =>
    sql`lower(t.name) like ${`%${text.toLocaleLowerCase('en').replace(/[\\%_]/g, '\\$&')}%`} or t.prefix = ${text}`,
  conditions: [],
};

function toToken(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    platformIds: row.platform_ids,
    state: row.state,
    expiresAt: row.expires_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastUsedFrom: row.last_used_from,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokedBy: row.revoked_by,
  };
}
