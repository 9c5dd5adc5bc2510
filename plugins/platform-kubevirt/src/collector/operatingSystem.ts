import type { GuestDetails } from '@flyloft/plugin-inventory-node';
import type {
  VirtualMachine,
  VirtualMachineInstance,
} from '../wire/virtualMachine';

type OsFamily = GuestDetails['osFamily'];

const families: Array<[RegExp, NonNullable<OsFamily>]> = [
  [/windows|^win\d|^mswindows/i, 'windows'],
  [/bsd|dragonfly/i, 'bsd'],
  [/solaris|illumos|openindiana|omnios|smartos/i, 'solaris'],
  [
    /linux|ubuntu|debian|fedora|centos|rhel|red ?hat|rocky|alma|suse|sles|opensuse|oracle|^ol\d|alpine|arch|cirros|talos|flatcar|coreos|gentoo/i,
    'linux',
  ],
];

/** The family that a system's name tells; null where it tells none. */
export function osFamilyOf(name: string | undefined): OsFamily {
  if (name === undefined) return null;
  return families.find(([words]) => words.test(name))?.[1] ?? null;
}

/** What a guest runs: its agent says best, then the preference it was made with. */
export function operatingSystemOf(
  machine: VirtualMachine | undefined,
  instance: VirtualMachineInstance | undefined,
): Pick<GuestDetails, 'osType' | 'osFamily'> {
  const inside = instance?.status?.guestOSInfo;
  const told = inside?.prettyName ?? inside?.name ?? inside?.id;
  if (told !== undefined) {
    return {
      osType: told,
      osFamily: osFamilyOf(inside?.id) ?? osFamilyOf(told) ?? 'other',
    };
  }
  const template = machine?.spec?.template?.metadata;
  const annotated =
    template?.annotations?.['vm.kubevirt.io/os'] ??
    machine?.metadata.annotations?.['vm.kubevirt.io/os'];
  const preferred =
    machine?.spec?.preference?.name ?? machine?.status?.preferenceRef?.name;
  const meant = annotated ?? preferred;
  return { osType: meant ?? null, osFamily: osFamilyOf(meant) };
}
