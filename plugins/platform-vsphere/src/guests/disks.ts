import type { Disk } from '@flyloft/plugin-inventory-common';
import { toBoolean, toNumber } from '@flyloft/plugin-inventory-node';
import { referenceOf } from '../soap/reference';
import type { SoapElement } from '../soap/SoapElement';

const buses: Array<[RegExp, string]> = [
  [/SCSI|LsiLogic|BusLogic/, 'scsi'],
  [/NVME/, 'nvme'],
  [/SATA|AHCI/, 'sata'],
  [/IDE/, 'ide'],
];

function busOf(controller: SoapElement | undefined): string {
  const type = controller?.type ?? '';
  return buses.find(([form]) => form.test(type))?.[1] ?? 'disk';
}

function formatOf(backing: SoapElement | undefined): string | null {
  if (!backing) return null;
  if (backing.type?.includes('RawDiskMapping')) return 'raw device mapping';
  const thin = toBoolean(backing.textOf('thinProvisioned'));
  if (thin === true) return 'thin';
  if (toBoolean(backing.textOf('eagerlyScrub')) === true) {
    return 'thick, eager zeroed';
  }
  return thin === false ? 'thick' : null;
}

function sizeOf(disk: SoapElement): number | null {
  const bytes = toNumber(disk.textOf('capacityInBytes'));
  if (bytes !== undefined) return bytes;
  const kibibytes = toNumber(disk.textOf('capacityInKB'));
  return kibibytes === undefined ? null : kibibytes * 1024;
}

/** `[ds1] web/web.vmdk` names its datastore even where there is no reference. */
function datastoreIn(fileName: string | undefined): string | null {
  return /^\[([^\]]+)\]/.exec(fileName ?? '')?.[1] ?? null;
}

/** The disks among a machine's devices, with what they lie on. */
export function disksOf(
  devices: readonly SoapElement[],
  datastores: ReadonlyMap<string, string>,
): Disk[] {
  const byKey = new Map(devices.map(each => [each.textOf('key'), each]));
  return devices
    .filter(device => device.type === 'VirtualDisk')
    .map(disk => {
      const controller = byKey.get(disk.textOf('controllerKey'));
      const backing = disk.child('backing');
      const fileName = backing?.textOf('fileName');
      const datastore = referenceOf(backing?.child('datastore'));
      const unit = disk.textOf('unitNumber');
      const bus = busOf(controller);
      return {
        key:
          unit === undefined
            ? `disk${disk.textOf('key')}`
            : `${bus}${controller?.textOf('busNumber') ?? 0}:${unit}`,
        sizeBytes: sizeOf(disk),
        storage:
          (datastore && datastores.get(datastore.id)) ?? datastoreIn(fileName),
        volume: fileName ?? null,
        bus,
        format: formatOf(backing),
        unused: false,
        backup: null,
      };
    });
}
