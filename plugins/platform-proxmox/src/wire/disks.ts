import { toBoolean, toText } from '@flyloft/plugin-inventory-node';
import { parsePropertyString } from './propertyString';
import { parseSizeBytes } from './size';

/** A disk as a guest's configuration declares it. */
export interface ConfiguredDisk {
  key: string;
  sizeBytes: number | null;
  storage: string | null;
  volume: string | null;
  bus: string;
  format: string | null;
  unused: boolean;
  backup: boolean | null;
}

const diskKey =
  /^(?:(scsi|virtio|sata|ide|efidisk|tpmstate|unused|mp)(\d+)|(rootfs))$/;
const busNames: Record<string, string> = {
  efidisk: 'efi',
  tpmstate: 'tpm',
  mp: 'mount-point',
};
// What a volume's name ends in says its format, on storages of files.
const fileFormats = new Set(['raw', 'qcow2', 'vmdk', 'subvol']);

/** `local-lvm:vm-100-disk-0`: the storage's name and what stands behind it. */
function splitVolume(volume: string) {
  const colon = volume.indexOf(':');
  // A path (`/dev/sdb`, a bind mount) is on no storage.
  return colon < 1 || volume.startsWith('/')
    ? { storage: null, name: volume }
    : { storage: volume.slice(0, colon), name: volume.slice(colon + 1) };
}

function formatOf(name: string, told: string | undefined): string | null {
  if (told) return told;
  const suffix = /\.([a-z0-9]+)$/.exec(name)?.[1];
  return suffix && fileFormats.has(suffix) ? suffix : null;
}

function parseDisk(key: string, text: string): ConfiguredDisk | null {
  const match = diskKey.exec(key);
  if (!match) return null;
  const { value, properties } = parsePropertyString(text);
  const volume = value ?? properties.get('file') ?? properties.get('volume');
  if (!volume || volume === 'none' || volume === 'cdrom') return null;
  if (properties.get('media') === 'cdrom') return null;

  const { storage, name } = splitVolume(volume);
  // The little drive that hands cloud-init its answers holds nobody's data.
  if (/(?:^|\/)vm-\d+-cloudinit(?:\.\w+)?$/.test(name)) return null;

  const kind = match[1] ?? match[3];
  return {
    key,
    sizeBytes: parseSizeBytes(properties.get('size')),
    storage,
    volume,
    bus: busNames[kind] ?? kind,
    format: formatOf(name, properties.get('format')),
    unused: kind === 'unused',
    backup: toBoolean(properties.get('backup')) ?? null,
  };
}

const keyOrder = new Intl.Collator('en', { numeric: true });

/** Every disk of a configuration: CD drives and cloud-init drives are none. */
export function disksOf(config: Record<string, unknown>): ConfiguredDisk[] {
  return Object.entries(config)
    .flatMap(([key, value]) => {
      const text = toText(value);
      const disk = text ? parseDisk(key, text) : null;
      return disk ? [disk] : [];
    })
    .sort(
      (a, b) =>
        Number(a.unused) - Number(b.unused) || keyOrder.compare(a.key, b.key),
    );
}

/** The volume a guest starts from: the first disk of its boot order. */
export function rootVolumeOf(
  config: Record<string, unknown>,
  disks: ConfiguredDisk[],
): string | null {
  const usable = disks.filter(disk => !disk.unused);
  const boot = parsePropertyString(toText(config.boot) ?? '');
  const order = [
    'rootfs',
    ...(boot.properties.get('order') ?? '').split(';'),
    toText(config.bootdisk) ?? '',
  ];
  for (const key of order) {
    const disk = usable.find(each => each.key === key);
    if (disk) return disk.volume;
  }
  return (
    usable.find(disk => !['efi', 'tpm', 'mount-point'].includes(disk.bus))
      ?.volume ?? null
  );
}
