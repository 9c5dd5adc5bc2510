import type { Knex } from 'knex';
import type { Sealed } from '../sealing/seal';

/** Where the value of a secret lies. */
export type SecretPlace = 'postgresql' | 'vault';

/** A secret as the table has it: where its value is, and never the value. */
export interface SecretRecord {
  name: string;
  version: number;
  place: SecretPlace;
  sealed: Sealed | null;
  vaultVersion: number | null;
  createdAt: Date;
  changedAt: Date;
  changedBy: string | null;
}

/** How many records lie where, and under which key. */
export interface SecretCount {
  place: SecretPlace;
  keyId: string | null;
  secrets: number;
}

interface SecretRow {
  name: string;
  version: number;
  store: SecretPlace;
  sealed: Buffer | null;
  wrapped_key: Buffer | null;
  key_id: string | null;
  vault_version: number | null;
  created_at: Date;
  changed_at: Date;
  changed_by: string | null;
}

/** The table of secrets. It sees sealed bytes alone, and knows no key. */
export class SecretRecordStore {
  constructor(private readonly db: Knex) {}

  async find(name: string): Promise<SecretRecord | null> {
    const row = await this.db<SecretRow>('secrets').where({ name }).first();
    return row ? toRecord(row) : null;
  }

  /** The records under a prefix that ends with a slash, by name. */
  async list(prefix: string): Promise<SecretRecord[]> {
    const rows = await this.db<SecretRow>('secrets')
      .whereRaw('starts_with(name, ?)', [prefix])
      .orderBy('name');
    return rows.map(toRecord);
  }

  /** A page of the records that lie in one place, after a name. */
  async page(
    place: SecretPlace,
    after: string,
    limit: number,
  ): Promise<SecretRecord[]> {
    const rows = await this.db<SecretRow>('secrets')
      .where({ store: place })
      .where('name', '>', after)
      .orderBy('name')
      .limit(limit);
    return rows.map(toRecord);
  }

  async counts(): Promise<SecretCount[]> {
    const { rows } = await this.db.raw<{
      rows: Array<{ store: SecretPlace; key_id: string | null; n: number }>;
    }>(
      `select store, key_id, count(*)::integer as n from secrets
        group by store, key_id order by store, key_id`,
    );
    return rows.map(({ store, key_id, n }) => ({
      place: store,
      keyId: key_id,
      secrets: n,
    }));
  }

  /**
   * Puts a value under seal. The seal holds the version, so the version is
   * drawn first, under a lock on the name: of two who put, the later counts.
   */
  async putSealed(
    name: string,
    by: string | null,
    seal: (version: number) => Sealed,
  ): Promise<number> {
    return this.db.transaction(async tx => {
      const version = await this.nextVersion(tx, name);
      const { sealed, wrappedKey, keyId } = seal(version);
      await tx.raw(
        `insert into secrets (name, version, store, sealed, wrapped_key, key_id, changed_by)
          values (?, ?, 'postgresql', ?, ?, ?, ?)
          on conflict (name) do update set version = excluded.version,
            store = 'postgresql', sealed = excluded.sealed,
            wrapped_key = excluded.wrapped_key, key_id = excluded.key_id,
            vault_version = null, changed_by = excluded.changed_by,
            changed_at = clock_timestamp()`,
        [name, version, sealed, wrappedKey, keyId, by] as string[],
      );
      return version;
    });
  }

  /** Notes which of Vault's versions holds the value; an older one never wins. */
  async putInVault(
    name: string,
    by: string | null,
    vaultVersion: number,
  ): Promise<number> {
    return this.db.transaction(async tx => {
      const version = await this.nextVersion(tx, name);
      await tx.raw(
        `insert into secrets as s (name, version, store, vault_version, changed_by)
          values (?, ?, 'vault', ?, ?)
          on conflict (name) do update set version = excluded.version,
            store = 'vault', sealed = null, wrapped_key = null, key_id = null,
            vault_version = excluded.vault_version, changed_by = excluded.changed_by,
            changed_at = clock_timestamp()
          where s.vault_version is null or s.vault_version < excluded.vault_version`,
        [name, version, vaultVersion, by] as string[],
      );
      return version;
    });
  }

  /** Changes where and how a value lies, when it is still the version looked at. */
  async replace(
    record: Pick<SecretRecord, 'name' | 'version' | 'place'> & {
      keyId: string | null;
    },
    now: Sealed | { vaultVersion: number },
  ): Promise<boolean> {
    const inVault = 'vaultVersion' in now;
    const { rowCount } = await this.db.raw<{ rowCount: number }>(
      `update secrets set store = ?, sealed = ?, wrapped_key = ?, key_id = ?, vault_version = ?
        where name = ? and version = ? and store = ? and key_id is not distinct from ?`,
      [
        inVault ? 'vault' : 'postgresql',
        inVault ? null : now.sealed,
        inVault ? null : now.wrappedKey,
        inVault ? null : now.keyId,
        inVault ? now.vaultVersion : null,
        record.name,
        record.version,
        record.place,
        record.keyId,
      ] as string[],
    );
    return rowCount === 1;
  }

  async delete(name: string): Promise<SecretRecord | null> {
    const [row] = await this.db<SecretRow>('secrets')
      .where({ name })
      .delete()
      .returning('*');
    return row ? toRecord(row) : null;
  }

  private async nextVersion(tx: Knex, name: string): Promise<number> {
    await tx.raw(
      `select pg_advisory_xact_lock(hashtext('flyloft.secrets'), hashtext(?))`,
      [name],
    );
    const row = await tx<SecretRow>('secrets').where({ name }).first('version');
    return (row?.version ?? 0) + 1;
  }
}

function toRecord(row: SecretRow): SecretRecord {
  const { sealed, wrapped_key: wrappedKey, key_id: keyId } = row;
  return {
    name: row.name,
    version: row.version,
    place: row.store,
    sealed:
      sealed && wrappedKey && keyId ? { sealed, wrappedKey, keyId } : null,
    vaultVersion: row.vault_version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}
