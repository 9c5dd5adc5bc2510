import { z } from 'zod';
import { looseNumber, looseText } from '@flyloft/plugin-inventory-node';

/** The fields of a row of `GET …/storage/{storage}/content` that are read. */
const volumeSchema = z.object({
  volid: z.string(),
  content: looseText,
  format: looseText,
  size: looseNumber,
  vmid: looseNumber,
  ctime: looseNumber,
  notes: looseText,
});
export type Volume = z.infer<typeof volumeSchema>;

/** The words by which Proxmox asks for one kind of content. */
export type ContentKind = 'backup' | 'iso' | 'vztmpl' | 'import';

/** @throws ZodError when it is no volume at all */
export const parseVolume = (row: unknown): Volume => volumeSchema.parse(row);

/** A backup: of which guest, made when, in seconds since 1970. */
export interface Backup {
  vmid: number;
  madeAtSeconds: number;
}

const vzdump =
  /vzdump-(?:qemu|lxc|openvz)-(\d+)-(\d{4})_(\d\d)_(\d\d)-(\d\d)_(\d\d)_(\d\d)/;
const proxmoxBackup = /:backup\/(?:vm|ct)\/(\d+)\/(\d{4}-\d\d-\d\dT[\d:]+Z)$/;

/**
 * A volume as a backup; null where neither its fields nor its name tell whose
 * it is and when it was made. A file's name is in the node's own time zone, so
 * it counts only where the field is missing.
 */
export function backupOf(volume: Volume): Backup | null {
  const named = nameOf(volume.volid);
  const vmid = volume.vmid ?? named?.vmid;
  const madeAtSeconds = volume.ctime ?? named?.madeAtSeconds;
  return vmid === undefined ||
    madeAtSeconds === undefined ||
    !Number.isFinite(madeAtSeconds)
    ? null
    : { vmid, madeAtSeconds };
}

function nameOf(volid: string): Backup | undefined {
  const file = vzdump.exec(volid);
  if (file) {
    const [, vmid, year, month, day, hour, minute, second] = file.map(Number);
    return {
      vmid,
      madeAtSeconds:
        Date.UTC(year, month - 1, day, hour, minute, second) / 1000,
    };
  }
  const snapshot = proxmoxBackup.exec(volid);
  return snapshot
    ? {
        vmid: Number(snapshot[1]),
        madeAtSeconds: Date.parse(snapshot[2]) / 1000,
      }
    : undefined;
}

/** `GET …/snapshot`: the last row stands for now and has no time. */
export const snapshotsSchema = z.array(
  z.object({ name: z.string(), snaptime: looseNumber }),
);
export type Snapshots = z.infer<typeof snapshotsSchema>;
