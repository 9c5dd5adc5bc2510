import { ConflictError, NotFoundError } from '@backstage/errors';
import { run, sql, type Sql } from '@flyloft/backend-kit';
import type {
  SavedView,
  ViewChange,
  ViewCreation,
  ViewedList,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';

/** Who asks: by name, and by the groups that views are shared with. */
export interface Reader {
  ref: string;
  groups: string[];
}

interface SavedViewRow {
  id: string;
  list: ViewedList;
  name: string;
  state: SavedView['state'];
  sharing: SavedView['sharing'];
  group_ref: string | null;
  owner_ref: string;
  version: number;
  created_at: Date;
  updated_at: Date;
  former_name: string | null;
  renamed_at: Date | null;
  deleted_at: Date | null;
}

// More is a menu that nobody reads.
const mostPerOwner = 100;

/** Keeps the views that people save of lists. */
export class SavedViewStore {
  constructor(private readonly db: Knex) {}

  /** The views of a list that this reader may use, by name. */
  async list(list: ViewedList, reader: Reader): Promise<SavedView[]> {
    const rows = await run<SavedViewRow>(
      this.db,
      sql`select * from saved_views where list = ${list}
        and deleted_at is null and ${visibleTo(reader)}
        order by lower(name), id`,
    );
    return rows.map(row => toSavedView(row, reader));
  }

  /**
   * A view, deleted or not.
   *
   * @throws NotFoundError also where it is not shared with this reader.
   */
  async get(id: string, reader: Reader): Promise<SavedView> {
    const [row] = await run<SavedViewRow>(
      this.db,
      sql`select * from saved_views
        where id = ${id}::uuid and ${visibleTo(reader)}`,
    );
    if (!row) throw noView(id);
    return toSavedView(row, reader);
  }

  /** @throws ConflictError when the owner has one of this name, or too many. */
  async create(view: ViewCreation, reader: Reader): Promise<SavedView> {
    const [row] = await refusingTwins(
      view.name,
      run<SavedViewRow>(
        this.db,
        sql`insert into saved_views (list, name, state, sharing, group_ref, owner_ref)
          select ${view.list}, ${view.name}, ${JSON.stringify(view.state)}::jsonb,
            ${view.sharing}, ${view.groupRef ?? null}, ${reader.ref}
          where (select count(*) from saved_views where list = ${view.list}
            and owner_ref = ${reader.ref} and deleted_at is null) < ${mostPerOwner}
          returning *`,
      ),
    );
    if (!row) {
      throw new ConflictError(
        `You have ${mostPerOwner} views of this list, which is all that one may have; delete one first`,
      );
    }
    return toSavedView(row, reader);
  }

  /**
   * Changes a view of the reader's own.
   *
   * @throws ConflictError when it was changed since the reader saw it.
   */
  async change(
    id: string,
    view: ViewChange,
    reader: Reader,
  ): Promise<SavedView> {
    const [row] = await refusingTwins(
      view.name,
      run<SavedViewRow>(
        this.db,
        sql`update saved_views set
            name = ${view.name}, state = ${JSON.stringify(view.state)}::jsonb,
            sharing = ${view.sharing}, group_ref = ${view.groupRef ?? null},
            former_name = case when name = ${view.name} then former_name else name end,
            renamed_at = case when name = ${view.name} then renamed_at else now() end,
            version = version + 1, updated_at = now()
          where id = ${id}::uuid and owner_ref = ${reader.ref}
            and version = ${view.version} and deleted_at is null
          returning *`,
      ),
    );
    if (row) return toSavedView(row, reader);
    throw await this.refusal(id, reader);
  }

  /** Deletes a view of the reader's own; what is long deleted goes for good. */
  async delete(id: string, reader: Reader): Promise<SavedView> {
    const [row] = await run<SavedViewRow>(
      this.db,
      sql`update saved_views set deleted_at = now(), version = version + 1
        where id = ${id}::uuid and owner_ref = ${reader.ref}
          and deleted_at is null
        returning *`,
    );
    if (!row) throw await this.refusal(id, reader);
    await run(
      this.db,
      sql`delete from saved_views where deleted_at < now() - interval '90 days'`,
    );
    return toSavedView(row, reader);
  }

  /** Why a view could not be changed. */
  private async refusal(id: string, reader: Reader): Promise<Error> {
    const view = await this.get(id, reader);
    if (view.deletedAt) {
      return new ConflictError(`The view '${view.name}' was deleted`);
    }
    return view.own
      ? new ConflictError(
          `The view '${view.name}' was changed since you saw it; look at it again`,
        )
      : new ConflictError(
          `The view '${view.name}' is not yours; save a copy of it instead`,
        );
  }
}

function visibleTo(reader: Reader): Sql {
  return sql`(owner_ref = ${reader.ref} or sharing = 'everybody'
    or group_ref = any(${reader.groups}::text[]))`;
}

async function refusingTwins<T>(name: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if ((error as { code?: unknown }).code !== '23505') throw error;
    throw new ConflictError(`You have a view named '${name}' already`);
  }
}

function noView(id: string): NotFoundError {
  return new NotFoundError(`There is no saved view '${id}'`);
}

function toSavedView(row: SavedViewRow, reader: Reader): SavedView {
  return {
    id: row.id,
    list: row.list,
    name: row.name,
    state: row.state,
    sharing: row.sharing,
    groupRef: row.group_ref,
    ownerRef: row.owner_ref,
    own: row.owner_ref === reader.ref,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    formerName: row.former_name,
    renamedAt: row.renamed_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}
