import type { Verification } from '@flyloft/plugin-audit-common';
import type { Knex } from 'knex';
import type { ChainFindings } from './verificationRun';

interface VerificationRow {
  id: string;
  state: Verification['state'];
  started_at: Date;
  finished_at: Date | null;
  requested_by: string | null;
  checked: string;
  head: Verification['head'];
  faults: Verification['faults'];
  fault_count: string;
  problem: string | null;
}

// Older ones say nothing that the newest does not.
const mostKept = 100;

/** Keeps what looks at the chain found, and that there is one at a time. */
export class VerificationStore {
  constructor(private readonly db: Knex) {}

  /**
   * Begins a look, unless one is under way: then that one is answered. One
   * that showed no sign of life for a minute was cut off and counts as failed.
   */
  async begin(
    id: string,
    requestedBy: string | null,
  ): Promise<{ verification: Verification; begun: boolean }> {
    await this.db.raw(
      `update audit_verifications set state = 'failed', finished_at = now(),
          problem = 'The portal that looked was ended'
        where state = 'running' and alive_at < now() - interval '1 minute'`,
    );
    const { rows } = await this.db.raw<{ rows: VerificationRow[] }>(
      `insert into audit_verifications (id, state, requested_by)
        values (?, 'running', ?)
        on conflict ((true)) where state = 'running' do nothing returning *`,
      [id, requestedBy],
    );
    if (rows[0]) return { verification: toVerification(rows[0]), begun: true };
    const current = await this.latest();
    return current?.state === 'running'
      ? { verification: current, begun: false }
      : this.begin(id, requestedBy);
  }

  async progress(id: string, checked: number): Promise<void> {
    await this.db.raw(
      'update audit_verifications set checked = ?, alive_at = now() where id = ?',
      [checked, id],
    );
  }

  async finish(id: string, found: ChainFindings): Promise<void> {
    await this.db.raw(
      `update audit_verifications set state = :state, finished_at = now(),
          checked = :checked, head = :head::jsonb, faults = :faults::jsonb,
          fault_count = :faultCount
        where id = :id`,
      {
        id,
        state: found.faultCount === 0 ? 'intact' : 'broken',
        checked: found.checked,
        head: JSON.stringify(found.head),
        faults: JSON.stringify(found.faults),
        faultCount: found.faultCount,
      },
    );
    await this.db.raw(
      `delete from audit_verifications where id in (
        select id from audit_verifications order by started_at desc offset ${mostKept})`,
    );
  }

  async fail(id: string, problem: string): Promise<void> {
    await this.db.raw(
      `update audit_verifications set state = 'failed', finished_at = now(), problem = ?
        where id = ?`,
      [problem, id],
    );
  }

  /** The newest look, under way or not. */
  async latest(): Promise<Verification | null> {
    const { rows } = await this.db.raw<{ rows: VerificationRow[] }>(
      'select * from audit_verifications order by started_at desc limit 1',
    );
    return rows[0] ? toVerification(rows[0]) : null;
  }
}

function toVerification(row: VerificationRow): Verification {
  return {
    id: row.id,
    state: row.state,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    requestedBy: row.requested_by,
    checked: Number(row.checked),
    head: row.head,
    faults: row.faults,
    faultCount: Number(row.fault_count),
    problem: row.problem,
  };
}
