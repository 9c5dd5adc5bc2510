import type { Machine, MachineDisk } from '../../world/estate/Machine.ts';
import type { Estate } from '../../world/estate/Estate.ts';
import { dnsName } from './object.ts';

/** Where a machine is: its folder is its namespace. */
export function namespaceOf(machine: Machine): string {
  return dnsName(machine.folder);
}

export function nameOf(machine: Machine): string {
  return dnsName(machine.name);
}

/** The claim, and the data volume that filled it, have the same name. */
export function claimNameOf(machine: Machine, disk: MachineDisk): string {
  return `${nameOf(machine)}-${disk.key}`;
}

/** What runs of a machine is an object of its own. */
export function instanceUid(estate: Estate, machine: Machine): string {
  return estate.idOf('instance', `${machine.uuid}/${machine.bootedAt}`);
}

/** Networks besides the pod's are defined in one namespace for all. */
export const NETWORK_NAMESPACE: string = 'default';
export const POD_NETWORK: string = 'pod';
export const IMAGE_NAMESPACE: string = 'golden-images';
