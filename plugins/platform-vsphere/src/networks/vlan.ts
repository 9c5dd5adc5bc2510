import { toNumber } from '@flyloft/plugin-inventory-node';
import type { SoapElement } from '../soap/SoapElement';

/** What a port group does with VLANs. */
export interface Vlan {
  tag: number | null;
  /** `100-199,300`, where tagged VLANs pass through. */
  trunks: string | null;
  /** Its secondary VLAN, where it is a private one. */
  privateTag: number | null;
}

const untagged: Vlan = { tag: null, trunks: null, privateTag: null };
// On a standard port group 4095 means: everything, tagged.
const everyVlan = 4095;

/** The VLAN of a standard port group. */
export function vlanOfId(id: number | undefined): Vlan {
  if (id === undefined || id === 0) return untagged;
  if (id === everyVlan) return { ...untagged, trunks: '0-4094' };
  return id >= 1 && id <= 4094 ? { ...untagged, tag: id } : untagged;
}

/** The VLAN of a distributed port group, by the subclass that tells it. */
export function vlanOfSpec(vlan: SoapElement | undefined): Vlan {
  switch (vlan?.type) {
    case 'VmwareDistributedVirtualSwitchVlanIdSpec':
      return vlanOfId(toNumber(vlan.textOf('vlanId')));
    case 'VmwareDistributedVirtualSwitchPvlanSpec':
      return {
        ...untagged,
        privateTag: toNumber(vlan.textOf('pvlanId')) ?? null,
      };
    case 'VmwareDistributedVirtualSwitchTrunkVlanSpec':
      return { ...untagged, trunks: rangesOf(vlan) };
    default:
      return untagged;
  }
}

function rangesOf(vlan: SoapElement): string {
  const ranges = vlan.all('vlanId').flatMap(range => {
    const start = toNumber(range.textOf('start'));
    const end = toNumber(range.textOf('end'));
    return start === undefined || end === undefined ? [] : [{ start, end }];
  });
  return ranges
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => (start === end ? `${start}` : `${start}-${end}`))
    .join(',');
}
