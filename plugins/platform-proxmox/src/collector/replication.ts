import { replicationWords, type ReplicationJob } from '../wire/nodeAnswers';
import type { GuestRow } from '../wire/resources';

/** What the nodes tell of the replication of their guests. */
export class ReplicationPicture {
  private readonly jobs = new Map<number, ReplicationJob[]>();
  private readonly told = new Set<string>();

  /** @param jobs - null when the node did not tell. */
  addNode(node: string, jobs: readonly ReplicationJob[] | null): void {
    if (!jobs) return;
    this.told.add(node);
    for (const job of jobs) {
      if (job.guest === undefined) continue;
      this.jobs.set(job.guest, [...(this.jobs.get(job.guest) ?? []), job]);
    }
  }

  /** A guest's replication in words; null is none, undefined is not told. */
  of(row: Pick<GuestRow, 'vmid' | 'node'>): string | null | undefined {
    const jobs = this.jobs.get(row.vmid);
    if (jobs) return replicationWords(jobs);
    return this.told.has(row.node) ? null : undefined;
  }
}
