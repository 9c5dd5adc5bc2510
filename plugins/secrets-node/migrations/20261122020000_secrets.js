/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table secrets (
      -- 'inventory/platforms/pve-west/tokenSecret': the plugin, then its own name.
      name text primary key,
      -- Bound into the seal: an older row put back in place of a newer doesn't open.
      version integer not null,
      store text not null check (store in ('postgresql', 'vault')),
      -- The value under its data key, and the data key under a master key.
      sealed bytea,
      wrapped_key bytea,
      -- A part of a digest of the master key: it names the key and tells nothing of it.
      key_id text,
      -- Which of Vault's own versions holds the value.
      vault_version integer,
      created_at timestamptz not null default clock_timestamp(),
      changed_at timestamptz not null default clock_timestamp(),
      changed_by text,
      constraint secrets_kept_once check (
        case store
          when 'postgresql' then num_nulls(sealed, wrapped_key, key_id) = 0 and vault_version is null
          else num_nonnulls(sealed, wrapped_key, key_id) = 0 and vault_version is not null
        end)
    );
    create index secrets_by_key on secrets (key_id, name) where store = 'postgresql'`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop table secrets');
};
