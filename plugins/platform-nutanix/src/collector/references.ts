import type { RecoveryPointRecord, SubnetRecord } from '../wire/records';

/** The newest recovery point of a guest. */
export interface LastRecoveryPoint {
  at: string;
  name: string | null;
}

/**
 * Names behind the ids in machines. A map that is null could not be read: what
 * it would tell keeps its last value.
 */
export interface References {
  subnets: ReadonlyMap<string, SubnetRecord>;
  containers: ReadonlyMap<string, string>;
  /** `key:value` by id. */
  categories: ReadonlyMap<string, string> | null;
  projects: ReadonlyMap<string, string>;
  users: ReadonlyMap<string, string>;
  recoveryPoints: ReadonlyMap<string, LastRecoveryPoint> | null;
}

/** Keeps of each guest the newest of the points seen. */
export function noteRecoveryPoints(
  newest: Map<string, LastRecoveryPoint>,
  points: readonly RecoveryPointRecord[],
): void {
  for (const { createdAt, name, guestIds } of points) {
    for (const id of guestIds) {
      const before = newest.get(id);
      if (!before || before.at < createdAt) {
        newest.set(id, { at: createdAt, name });
      }
    }
  }
}
