import type { StoragePlan } from '../../world/clusterPlan.ts';
import type { Guest } from '../../world/Guest.ts';
import { volumesOf } from '../../world/guestConfig.ts';
import type { Row } from './rows.ts';

/** The disks of guests that lie on a storage. */
export function guestVolumes(
  storage: StoragePlan,
  guests: readonly Guest[],
): Row[] {
  return guests.flatMap(guest =>
    volumesOf(guest.detail.config)
      .filter(
        volume =>
          volume.storage === storage.storage &&
          /^(?:vm|base|subvol)-/.test(volume.name),
      )
      .map(volume => {
        const [parent, own] = volume.name.includes('/')
          ? volume.name.split('/')
          : [undefined, volume.name];
        return {
          volid: `${storage.storage}:${volume.name}`,
          name: own,
          content: guest.kind === 'lxc' ? 'rootdir' : 'images',
          format: own?.startsWith('subvol') ? 'subvol' : 'raw',
          size: volume.sizeBytes,
          vmid: guest.vmid,
          ...(parent
            ? { parent: storage.type === 'rbd' ? `${parent}@__base__` : parent }
            : {}),
        };
      }),
  );
}

const BACKUP_TIME = Date.UTC(2026, 10, 14, 21, 30) / 1000;

/** Backed up by their owners' own means, so all that shows of it is a snapshot. */
const WITHOUT_BACKUP: ReadonlySet<number> = new Set([108, 203]);

/** The backups on a storage: one of each production guest but a few. */
export function backups(storage: StoragePlan, guests: readonly Guest[]): Row[] {
  if (!storage.content.split(',').includes('backup') || !storage.shared)
    return [];
  const pbs = storage.type === 'pbs';
  return guests
    .filter(
      guest =>
        guest.summary.tags.includes('production') &&
        !WITHOUT_BACKUP.has(guest.vmid),
    )
    .map(guest => {
      const time = BACKUP_TIME + (guest.vmid % 3600);
      const stamp = new Date(time * 1000).toISOString().slice(0, 19);
      const file = stamp
        .replaceAll('-', '_')
        .replace('T', '-')
        .replaceAll(':', '_');
      const kind = guest.kind === 'qemu' ? 'vm' : 'ct';
      return {
        volid: pbs
          ? `${storage.storage}:backup/${kind}/${guest.vmid}/${stamp}Z`
          : `${storage.storage}:backup/vzdump-${guest.kind}-${guest.vmid}-${file}.${guest.kind === 'qemu' ? 'vma' : 'tar'}.zst`,
        content: 'backup',
        format: pbs
          ? `pbs-${kind}`
          : guest.kind === 'qemu'
            ? 'vma.zst'
            : 'tar.zst',
        subtype: guest.kind,
        size: Math.round(guest.summary.bootDiskBytes * 0.37),
        vmid: guest.vmid,
        ctime: time,
        notes: guest.name,
        ...(guest.vmid % 25 === 0 ? { protected: 1 } : {}),
      };
    });
}

const MEDIA: Record<string, [string, number][]> = {
  iso: [
    ['debian-13.2.0-amd64-netinst.iso', 821_035_008],
    ['virtio-win-0.1.285.iso', 790_138_880],
    ['systemrescue-12.02-amd64.iso', 1_186_004_992],
  ],
  vztmpl: [
    ['debian-13-standard_13.1-2_amd64.tar.zst', 129_710_398],
    ['alpine-3.22-default_20250617_amd64.tar.xz', 3_333_664],
  ],
};

/** Installation media and container templates. */
export function media(storage: StoragePlan): Row[] {
  if (storage.type !== 'nfs') return [];
  return storage.content.split(',').flatMap(content =>
    (MEDIA[content] ?? []).map(([name, size]) => ({
      volid: `${storage.storage}:${content}/${name}`,
      content,
      format: content === 'iso' ? 'iso' : name.endsWith('.xz') ? 'txz' : 'tzst',
      size,
      ctime: Date.UTC(2026, 1, 2) / 1000,
    })),
  );
}
