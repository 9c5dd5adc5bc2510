import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  onceOnly,
  raw,
  run,
  sql,
  type RepeatableCommand,
} from '@flyloft/backend-kit';
import {
  personRefPrefix,
  type GuestManual,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import type { FieldBearer } from '../customFields/customValues';
import { query } from '../database/query';
import { PersonStore } from '../people/PersonStore';
import { scopeCondition } from '../scope/scopeCondition';
import type { Scope } from '../scope/scope';
import { GuestEditStore, lockGuests } from './GuestEditStore';
import {
  manualSelect,
  personRefsOf,
  toGuestManual,
  type ManualRow,
} from './manualRow';
import type { ManualValues } from './manualValues';
import type { ClustersByPlatform } from './prepareEdit';

/** One edit of one guest. */
export interface OneEdit {
  id: string;
  values: ManualValues;
  command: RepeatableCommand;
  reason: string | null;
  /** The revision that the caller saw; null is whichever. */
  expected: string | null;
}

/** Somebody else edited the guest after the caller had read it. */
export class StaleRevision extends Error {}

/** What was and what is; a repeated command finds no difference any more. */
export interface ManualBeforeAndAfter {
  before: GuestManual;
  after: GuestManual;
}

/** How long an edit waits for a sync that just writes the same guest. */
const lockTimeout = '10s';

/** Reads and writes what people say of one guest. */
export class GuestManualStore {
  private readonly edits = new GuestEditStore();

  constructor(private readonly db: Knex) {}

  /** @throws NotFoundError also when it is outside the scope. */
  async get(
    id: string,
    scope: Scope,
    allowed: GuestManual['allowed'],
  ): Promise<GuestManual> {
    return this.read(this.db, id, scope, allowed);
  }

  /**
   * Writes an edit, once for each key of a repeatable command.
   *
   * @throws StaleRevision when the guest has another revision by now.
   */
  async edit(
    edit: OneEdit,
    scope: Scope,
    allowed: GuestManual['allowed'],
  ): Promise<ManualBeforeAndAfter> {
    return this.db.transaction(async tx => {
      await query(
        tx,
        `select set_config('lock_timeout', '${lockTimeout}', true)`,
      );
      let publish = async () => {};
      const answer = await onceOnly(tx, edit.command, async () => {
        await lockGuests(tx, [edit.id], { wait: true });
        const before = await this.read(tx, edit.id, scope, allowed);
        if (edit.expected !== null && edit.expected !== before.revision) {
          throw new StaleRevision();
        }
        await this.requireLive(tx, edit.id);
        await requirePeople(tx, edit.values);
        const written = await this.edits.write(tx, {
          ids: [edit.id],
          values: edit.values,
          actor: edit.command.actor,
          cause: 'person',
          reason: edit.reason,
        });
        publish = written.publish;
        const after = await this.read(tx, edit.id, scope, allowed);
        return { before, after };
      });
      await publish();
      return answer;
    });
  }

  /** What decides which custom fields a guest has. */
  async bearer(id: string, scope: Scope): Promise<FieldBearer> {
    const [row] = await run<{ type: string; platform_id: string }>(
      this.db,
      sql`select g.type, g.platform_id from guests g
        where g.id = ${id}::uuid and ${scopeCondition(scope, 'g.owner_ref')}`,
    );
    if (!row) throw new NotFoundError(`There is no guest '${id}'`);
    return { type: row.type, platformId: row.platform_id };
  }

  /** The clusters that a name or an id may mean, by platform. */
  async clustersNamed(nameOrId: string): Promise<ClustersByPlatform> {
    const rows = await query<{ platform_id: string; id: string; name: string }>(
      this.db,
      `select distinct on (platform_id) platform_id, id, name from clusters
        where deleted_at is null and (name = :it or id::text = :it)
        order by platform_id, id`,
      { it: nameOrId },
    );
    return Object.fromEntries(
      rows.map(({ platform_id, id, name }) => [platform_id, { id, name }]),
    );
  }

  /** The names of a guest's platform's clusters, for a refusal that helps. */
  async clustersBeside(
    guestId: string,
  ): Promise<{ platformId: string; names: string[] }> {
    const [row] = await query<{ platform_id: string; names: string[] }>(
      this.db,
      `select g.platform_id, array(select c.name from clusters c
          where c.platform_id = g.platform_id and c.deleted_at is null
          order by c.name limit 20) as names
        from guests g where g.id = :guestId::uuid`,
      { guestId },
    );
    return { platformId: row?.platform_id ?? '', names: row?.names ?? [] };
  }

  private async read(
    db: Knex,
    id: string,
    scope: Scope,
    allowed: GuestManual['allowed'],
  ): Promise<GuestManual> {
    const [row] = await run<ManualRow>(
      db,
      sql`select ${raw(manualSelect)} from guests g
        left join change_batches b on b.id = g.edit_id
        where g.id = ${id}::uuid and ${scopeCondition(scope, 'g.owner_ref')}`,
    );
    if (!row) throw new NotFoundError(`There is no guest '${id}'`);
    const people = await new PersonStore(db).byRefs(personRefsOf(row));
    return toGuestManual(row, people, allowed);
  }

  private async requireLive(tx: Knex, id: string): Promise<void> {
    const [gone] = await query<{ name: string }>(
      tx,
      `select name from guests where id = :id::uuid and deleted_at is not null`,
      { id },
    );
    if (gone) {
      throw new ConflictError(
        `'${gone.name}' is deleted; what people said of it can't be edited`,
      );
    }
  }
}

/** @throws InputError when an external owner is nobody we know. */
export async function requirePeople(
  tx: Knex,
  values: ManualValues,
): Promise<void> {
  const refs = [values.technicalOwner, values.businessOwner].filter(
    (ref): ref is string => ref?.startsWith(personRefPrefix) ?? false,
  );
  const known = await new PersonStore(tx).byRefs(refs);
  const unknown = refs.find(ref => !known.has(ref));
  if (unknown) {
    throw new InputError(
      `There is no person '${unknown}'; add them first, or name a user or group`,
    );
  }
}
