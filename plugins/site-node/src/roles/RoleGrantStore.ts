import type { Role } from '@flyloft/backend-kit';
import type { Knex } from 'knex';

/** A role that somebody gave in the portal, beside what the files say. */
export interface RoleGrant {
  id: string;
  role: string;
  /** A user or a group of the catalog, in full. */
  subjectRef: string;
  reason: string;
  grantedBy: string;
  grantedAt: Date;
}

interface GrantRow {
  id: string;
  role: string;
  subject_ref: string;
  reason: string;
  granted_by: string;
  granted_at: Date;
}

/** The table of grants. It knows neither files nor the catalog. */
export class RoleGrantStore {
  constructor(private readonly db: Knex) {}

  async list(): Promise<RoleGrant[]> {
    const rows = await this.db<GrantRow>('role_grants')
      .select('*')
      .orderBy(['role', 'subject_ref']);
    return rows.map(toGrant);
  }

  /** Answers null when that grant is there already. */
  async add(
    grant: { role: Role; subjectRef: string; reason: string },
    by: string,
  ): Promise<RoleGrant | null> {
    const [row] = await this.db<GrantRow>('role_grants')
      .insert({
        role: grant.role,
        subject_ref: grant.subjectRef.toLocaleLowerCase('en-US'),
        reason: grant.reason,
        granted_by: by,
      })
      .onConflict(['role', 'subject_ref'])
      .ignore()
      .returning('*');
    return row ? toGrant(row) : null;
  }

  /**
   * Takes a grant back, one at a time, so that of two who take the last two
   * ways to a role the second one is asked again. Answers null when it is gone.
   *
   * @throws what `check` throws, which sees all the grants there are.
   */
  async remove(
    id: string,
    check: (grant: RoleGrant, all: RoleGrant[]) => void,
  ): Promise<RoleGrant | null> {
    return this.db.transaction(async tx => {
      await tx.raw('lock table role_grants in share row exclusive mode');
      const all = await new RoleGrantStore(tx).list();
      const grant = all.find(each => each.id === id);
      if (!grant) return null;
      check(grant, all);
      await tx('role_grants').where({ id }).delete();
      return grant;
    });
  }
}

function toGrant(row: GrantRow): RoleGrant {
  return {
    id: row.id,
    role: row.role,
    subjectRef: row.subject_ref,
    reason: row.reason,
    grantedBy: row.granted_by,
    grantedAt: row.granted_at,
  };
}
