import type { Disk } from '@flyloft/plugin-inventory-common';
import { quantity } from '../wire/quantity';
import type {
  InstanceSpec,
  VirtualMachineInstance,
  WireDisk,
  WireVolume,
} from '../wire/virtualMachine';
import type { VolumeFacts } from './volumes';

/** The claim that a volume stands for; a data volume's has its name. */
export function claimNameOf(volume: WireVolume): string | undefined {
  return (
    volume.persistentVolumeClaim?.claimName ??
    volume.dataVolume?.name ??
    volume.ephemeral?.persistentVolumeClaim?.claimName
  );
}

function busOf(disk: WireDisk | undefined): string {
  if (disk?.cdrom) return 'cdrom';
  if (disk?.lun) return 'lun';
  return disk?.disk?.bus ?? 'virtio';
}

/** What stands behind a volume; null for what only hands over settings. */
function backingOf(
  volume: WireVolume,
  namespace: string,
  volumes: ReadonlyMap<string, VolumeFacts>,
): Pick<Disk, 'sizeBytes' | 'storage' | 'volume' | 'format'> | null {
  const claim = claimNameOf(volume);
  if (claim !== undefined) {
    const key = `${namespace}/${claim}`;
    const facts = volumes.get(key);
    return {
      sizeBytes: facts?.bytes ?? null,
      storage: facts?.storage ?? null,
      volume: key,
      format: null,
    };
  }
  if (volume.containerDisk) {
    const image = volume.containerDisk.image ?? null;
    return {
      sizeBytes: null,
      storage: null,
      volume: image,
      format: 'container',
    };
  }
  if (volume.emptyDisk) {
    const sizeBytes = quantity(volume.emptyDisk.capacity);
    return { sizeBytes, storage: null, volume: null, format: null };
  }
  if (volume.hostDisk) {
    return {
      sizeBytes: quantity(volume.hostDisk.capacity),
      storage: null,
      volume: volume.hostDisk.path ?? null,
      format: null,
    };
  }
  return null;
}

/** The disks of a guest, without those that only hand over settings. */
export function disksOf(
  spec: InstanceSpec | undefined,
  instance: VirtualMachineInstance | undefined,
  namespace: string,
  volumes: ReadonlyMap<string, VolumeFacts>,
): Disk[] {
  const devices = new Map(
    (spec?.domain?.devices?.disks ?? []).map(disk => [disk.name, disk]),
  );
  const told = new Map(
    (instance?.status?.volumeStatus ?? []).map(status => [
      status.name,
      quantity(status.persistentVolumeClaimInfo?.capacity?.storage),
    ]),
  );
  return (spec?.volumes ?? []).flatMap(volume => {
    const backing = backingOf(volume, namespace, volumes);
    if (!backing) return [];
    return [
      {
        key: volume.name,
        ...backing,
        sizeBytes: told.get(volume.name) ?? backing.sizeBytes,
        bus: busOf(devices.get(volume.name)),
        unused: false,
        backup: null,
      },
    ];
  });
}

/** The volume a guest boots from: the lowest boot order, or the first. */
export function rootVolumeOf(
  spec: InstanceSpec | undefined,
  disks: readonly Disk[],
): string | null {
  const [first] = (spec?.domain?.devices?.disks ?? [])
    .filter(disk => disk.bootOrder !== undefined)
    .sort((a, b) => a.bootOrder! - b.bootOrder!);
  const root = disks.find(disk => disk.key === first?.name) ?? disks[0];
  return root?.volume ?? null;
}
