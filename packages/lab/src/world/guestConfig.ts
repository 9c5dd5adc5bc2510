import { createHash } from 'node:crypto';
import type {
  ConfigValue,
  GuestConfig,
  GuestDetail,
  GuestKind,
} from './guestDetail.ts';

const KIB = 1024;
const SIZE_UNITS: Record<string, number> = {
  '': 1,
  K: KIB,
  M: KIB ** 2,
  G: KIB ** 3,
  T: KIB ** 4,
};

export const MIB: number = KIB ** 2;
export const GIB: number = KIB ** 3;

/** Bytes of a size such as `32G`; Proxmox suffixes are binary. */
export function sizeInBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text);
  if (!match) return 0;
  return Math.round(Number(match[1]) * (SIZE_UNITS[match[2] ?? ''] ?? 1));
}

/** Splits `a,b=1,c=2` into its parts; what has no `=` goes under the empty key. */
export function propertiesOf(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at < 0) properties.set('', part);
    else properties.set(part.slice(0, at), part.slice(at + 1));
  }
  return properties;
}

export interface Volume {
  key: string;
  storage: string;
  /** The part after the storage's name. */
  name: string;
  sizeBytes: number;
  media: 'disk' | 'cdrom';
}

const VOLUME_KEY =
  /^(?:scsi\d+|virtio\d+|sata\d+|ide\d+|efidisk0|tpmstate0|unused\d+|rootfs|mp\d+)$/;

/** Every volume the configuration names, unused ones and CD images included. */
export function volumesOf(config: GuestConfig): Volume[] {
  const volumes: Volume[] = [];
  for (const [key, value] of Object.entries(config)) {
    if (!VOLUME_KEY.test(key) || typeof value !== 'string') continue;
    const properties = propertiesOf(value);
    const volid =
      properties.get('') ??
      properties.get('file') ??
      properties.get('volume') ??
      '';
    const colon = volid.indexOf(':');
    if (colon < 0) continue;
    volumes.push({
      key,
      storage: volid.slice(0, colon),
      name: volid.slice(colon + 1),
      sizeBytes: sizeInBytes(properties.get('size') ?? '0'),
      media: properties.get('media') === 'cdrom' ? 'cdrom' : 'disk',
    });
  }
  return volumes;
}

export interface ConfiguredInterface {
  key: string;
  /** The name inside a container; a machine decides that itself. */
  name?: string;
  mac: string;
  bridge?: string;
  vlan?: number;
}

const NIC_MODEL = /^(?:virtio|e1000e?|rtl8139|vmxnet3)$/;

/** The NICs a configuration declares, in the order of their keys. */
export function interfacesOf(config: GuestConfig): ConfiguredInterface[] {
  const found: ConfiguredInterface[] = [];
  for (let index = 0; index < 32; index++) {
    const value = config[`net${index}`];
    if (typeof value !== 'string') continue;
    const properties = propertiesOf(value);
    let mac = properties.get('hwaddr') ?? properties.get('macaddr') ?? '';
    for (const [name, text] of properties) if (NIC_MODEL.test(name)) mac = text;
    const vlan = properties.get('tag');
    found.push({
      key: `net${index}`,
      name: properties.get('name'),
      mac,
      bridge: properties.get('bridge'),
      vlan: vlan === undefined ? undefined : Number(vlan),
    });
  }
  return found;
}

/** What the cluster's list says about a guest's configuration. */
export interface GuestSummary {
  name: string;
  /** 0 for a container without a limit: it may use every CPU of its host. */
  maxCpus: number;
  memoryBytes: number;
  swapBytes: number;
  bootDiskBytes: number;
  tags: string;
  template: boolean;
}

/** Derives the listed figures from a configuration, the way Proxmox does. */
export function summaryOf(
  kind: GuestKind,
  vmid: number,
  config: GuestConfig,
): GuestSummary {
  const memory = propertiesOf(textOr(config.memory, '512')).get('');
  const common = {
    memoryBytes: Number(memory ?? 512) * MIB,
    tags: textOr(config.tags, ''),
    template: config.template === 1,
  };
  if (kind === 'lxc') {
    return {
      ...common,
      name: textOr(config.hostname, `CT${vmid}`),
      maxCpus: numberOr(config.cores, numberOr(config.cpulimit, 0)),
      swapBytes: numberOr(config.swap, 512) * MIB,
      bootDiskBytes: rootBytes(config),
    };
  }
  return {
    ...common,
    name: textOr(config.name, `VM ${vmid}`),
    maxCpus: numberOr(
      config.vcpus,
      numberOr(config.sockets, 1) * numberOr(config.cores, 1),
    ),
    swapBytes: 0,
    bootDiskBytes: bootDiskBytes(config),
  };
}

function textOr(value: ConfigValue | undefined, otherwise: string): string {
  return value === undefined ? otherwise : String(value);
}

function numberOr(value: ConfigValue | undefined, otherwise: number): number {
  return value === undefined ? otherwise : Number(value);
}

/** How large a container's root file system is. */
function rootBytes(config: GuestConfig): number {
  const size = propertiesOf(textOr(config.rootfs, '')).get('size');
  return size === undefined ? 0 : sizeInBytes(size);
}

/** The first entry of the boot order that is a disk; CD drives and NICs do not count. */
function bootDiskBytes(config: GuestConfig): number {
  const order = propertiesOf(String(config.boot ?? '')).get('order') ?? '';
  const disks = volumesOf(config).filter(
    volume => volume.media === 'disk' && !volume.name.includes('cloudinit'),
  );
  for (const key of order.split(';')) {
    const disk = disks.find(volume => volume.key === key);
    if (disk) return disk.sizeBytes;
  }
  return 0;
}

/** Changes whenever anything in the configuration file would, snapshots included. */
export function digestOf(
  detail: GuestDetail,
  lock: string | undefined,
): string {
  const file = JSON.stringify([
    detail.config,
    detail.pending,
    detail.pendingDelete,
    detail.snapshots,
    lock,
  ]);
  return createHash('sha1').update(file).digest('hex');
}
