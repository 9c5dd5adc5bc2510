import type { GuestBulkFacts } from '@flyloft/plugin-inventory-node';
import type { Snapshots } from '../wire/storageContent';

type BackupFacts = Pick<
  GuestBulkFacts,
  'lastBackupAt' | 'lastBackupKind' | 'lastBackupSource'
>;

const momentOf = (seconds: number) => new Date(seconds * 1000).toISOString();

/** The newest backup of each guest, over all storages that were read. */
export class BackupPicture {
  private readonly newest = new Map<
    number,
    { madeAtSeconds: number; storage: string }
  >();

  /** @param complete - Whether every storage that holds backups was read. */
  constructor(public complete: boolean) {}

  /** Adds the newest of each guest on one storage. */
  add(storage: string, newestByGuest: ReadonlyMap<number, number>): void {
    for (const [vmid, madeAtSeconds] of newestByGuest) {
      const known = this.newest.get(vmid);
      if (!known || known.madeAtSeconds < madeAtSeconds) {
        this.newest.set(vmid, { madeAtSeconds, storage });
      }
    }
  }

  /** Whether it is certain that a guest has no backup. */
  lacks(vmid: number): boolean {
    return this.complete && !this.newest.has(vmid);
  }

  /**
   * What is known of a guest's last backup. Without a backup its newest
   * snapshot counts; where a storage could not be read, nothing is said of
   * guests that were not found.
   *
   * @param snapshots - null when they could not be read or nobody looked.
   */
  factsOf(vmid: number, snapshots: Snapshots | null): BackupFacts {
    const backup = this.newest.get(vmid);
    if (backup) {
      return {
        lastBackupAt: momentOf(backup.madeAtSeconds),
        lastBackupKind: 'backup',
        lastBackupSource: backup.storage,
      };
    }
    if (!this.complete || snapshots === null) return {};
    const newest = snapshots
      .filter(snapshot => snapshot.snaptime !== undefined)
      .sort((left, right) => right.snaptime! - left.snaptime!)[0];
    return {
      lastBackupAt: newest ? momentOf(newest.snaptime!) : null,
      lastBackupKind: newest ? 'snapshot' : null,
      lastBackupSource: newest?.name ?? null,
    };
  }
}
