import { timeOf } from '../wire/metadata';
import type { MachineSnapshot, VolumeSnapshot } from '../wire/things';

/** The newest snapshot of something. */
export interface NewestSnapshot {
  at: string;
  /** The snapshot's name. */
  name: string;
  /** Of which thing it is, where it says; an older one of that name is another. */
  sourceUid: string | null;
}

/** Keeps the newest usable snapshot of each guest and of each volume. */
export class SnapshotIndex {
  private readonly ofMachines = new Map<string, NewestSnapshot>();
  private readonly ofVolumes = new Map<string, NewestSnapshot>();

  addMachineSnapshot({ metadata, spec, status }: MachineSnapshot): void {
    const { kind, name } = spec?.source ?? {};
    if (kind !== 'VirtualMachine' || name === undefined) return;
    if (status?.readyToUse !== true) return;
    keep(this.ofMachines, `${metadata.namespace}/${name}`, {
      at: timeOf(status.creationTime ?? metadata.creationTimestamp),
      name: metadata.name,
      sourceUid: status.sourceUID ?? null,
    });
  }

  addVolumeSnapshot({ metadata, spec, status }: VolumeSnapshot): void {
    const claim = spec?.source?.persistentVolumeClaimName;
    if (claim === undefined || status?.readyToUse !== true) return;
    keep(this.ofVolumes, `${metadata.namespace}/${claim}`, {
      at: timeOf(status.creationTime ?? metadata.creationTimestamp),
      name: metadata.name,
      sourceUid: null,
    });
  }

  /** The newest snapshot of a guest as a whole, or else of the volume it boots from. */
  newestOf(
    key: string,
    uid: string,
    rootVolume: string | null,
  ): NewestSnapshot | null {
    const whole = this.ofMachines.get(key);
    const ofMachine =
      whole && (whole.sourceUid === null || whole.sourceUid === uid)
        ? whole
        : null;
    const ofVolume =
      (rootVolume === null ? undefined : this.ofVolumes.get(rootVolume)) ??
      null;
    if (!ofMachine || !ofVolume) return ofMachine ?? ofVolume;
    return ofVolume.at > ofMachine.at ? ofVolume : ofMachine;
  }
}

function keep(
  index: Map<string, NewestSnapshot>,
  key: string,
  snapshot: Omit<NewestSnapshot, 'at'> & { at: string | null },
): void {
  const { at } = snapshot;
  if (at === null) return;
  const newest = index.get(key);
  if (!newest || at > newest.at) index.set(key, { ...snapshot, at });
}
