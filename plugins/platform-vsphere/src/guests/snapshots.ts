import type { SoapElement } from '../soap/SoapElement';

/** The newest snapshot of a machine. */
export interface NewestSnapshot {
  name: string;
  createdAt: string;
}

/** Walks the tree of snapshots; null when there is none. */
export function newestSnapshot(
  snapshot: SoapElement | undefined,
): NewestSnapshot | null {
  let newest: NewestSnapshot | null = null;
  const waiting = snapshot?.all('rootSnapshotList') ?? [];
  while (waiting.length > 0) {
    const each = waiting.pop()!;
    waiting.push(...each.all('childSnapshotList'));
    const time = Date.parse(each.textOf('createTime') ?? '');
    if (Number.isNaN(time)) continue;
    if (newest === null || time > Date.parse(newest.createdAt)) {
      newest = {
        name: each.textOf('name') ?? 'snapshot',
        createdAt: new Date(time).toISOString(),
      };
    }
  }
  return newest;
}
