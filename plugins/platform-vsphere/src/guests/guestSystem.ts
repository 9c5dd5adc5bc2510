import type { Guest } from '@flyloft/plugin-inventory-common';

const families: Array<[RegExp, NonNullable<Guest['osFamily']>]> = [
  [/^win/i, 'windows'],
  [/bsd|darwin|dragonfly/i, 'bsd'],
  [/solaris|sunos/i, 'solaris'],
  [
    /linux|rhel|centos|debian|ubuntu|sles|suse|fedora|oracle|amazon|photon|coreos|almalinux|rocky|asianux|mandr|turbo|redhat|vmwarePhoton|crxPod|crxSys/i,
    'linux',
  ],
];

/** The family by what the tools say, else by the id the machine was made with. */
export function osFamilyOf(
  guestFamily: string | undefined,
  guestId: string | undefined,
): Guest['osFamily'] {
  if (guestFamily === 'linuxGuest') return 'linux';
  if (guestFamily === 'windowsGuest') return 'windows';
  if (guestFamily === 'solarisGuest') return 'solaris';
  if (guestId === undefined) return null;
  return families.find(([form]) => form.test(guestId))?.[1] ?? 'other';
}
