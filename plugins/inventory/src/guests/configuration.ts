import type { Guest } from '@flyloft/plugin-inventory-common';

type Known = Pick<
  Guest,
  'agentState' | 'sockets' | 'nicCount' | 'diskCount' | 'vcpus' | 'type'
>;

/**
 * Whether a guest's configuration was ever read. Until then no NICs and no
 * disks are known of it, which is not the same as that it has none.
 */
export function configurationKnown(guest: Known): boolean {
  return (
    guest.agentState !== 'unknown' ||
    guest.sockets !== null ||
    guest.nicCount > 0 ||
    guest.diskCount > 0
  );
}

/** A container whose configuration sets no limit uses all CPUs of its host. */
export function hasUnlimitedCpus(guest: Known): boolean {
  return (
    guest.type === 'container' &&
    guest.vcpus === null &&
    configurationKnown(guest)
  );
}
