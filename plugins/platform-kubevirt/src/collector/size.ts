import { quantity } from '../wire/quantity';
import type { Instancetype } from '../wire/things';
import type {
  InstanceSpec,
  VirtualMachine,
  VirtualMachineInstance,
} from '../wire/virtualMachine';

/** How large a guest is; null where nobody told. */
export interface GuestSize {
  vcpus: number | null;
  sockets: number | null;
  coresPerSocket: number | null;
  memoryBytes: number | null;
}

/** A named size. */
export interface NamedSize {
  cpus: number | null;
  memoryBytes: number | null;
}

/** What a named size gives. */
export function namedSize({ spec }: Instancetype): NamedSize {
  return {
    cpus: spec?.cpu?.guest ?? null,
    memoryBytes: quantity(spec?.memory?.guest),
  };
}

interface Topology {
  sockets?: number;
  cores?: number;
  threads?: number;
}

function fromTopology(
  topology: Topology | undefined,
): Pick<GuestSize, 'vcpus' | 'sockets' | 'coresPerSocket'> | null {
  const { sockets, cores, threads } = topology ?? {};
  // What is left out is one; all left out is nothing told.
  if (!sockets && !cores && !threads) return null;
  return {
    vcpus: (sockets || 1) * (cores || 1) * (threads || 1),
    sockets: sockets || 1,
    coresPerSocket: cores || 1,
  };
}

function fromName(
  cpus: number,
  topology: string | undefined,
): Pick<GuestSize, 'vcpus' | 'sockets' | 'coresPerSocket'> {
  // Sockets are what KubeVirt takes unless a preference says otherwise.
  const word = topology?.replace(/^prefer/, '').toLocaleLowerCase('en-US');
  if (word === undefined || word === 'sockets' || word === 'any') {
    return { vcpus: cpus, sockets: cpus, coresPerSocket: 1 };
  }
  if (word === 'cores')
    return { vcpus: cpus, sockets: 1, coresPerSocket: cpus };
  if (word === 'threads') return { vcpus: cpus, sockets: 1, coresPerSocket: 1 };
  // Spread over sockets and cores by ratios of the preference: only the sum is sure.
  return { vcpus: cpus, sockets: null, coresPerSocket: null };
}

function fromRequests(
  domain: InstanceSpec['domain'],
): Pick<GuestSize, 'vcpus' | 'sockets' | 'coresPerSocket'> | null {
  const cpus = quantity(domain?.resources?.requests?.cpu);
  return cpus === null || cpus === 0
    ? null
    : { vcpus: cpus, sockets: cpus, coresPerSocket: 1 };
}

function memoryOf(
  instance: VirtualMachineInstance | undefined,
  domain: InstanceSpec['domain'],
): number | null {
  const told = instance?.status?.memory;
  return (
    quantity(told?.guestCurrent) ??
    quantity(told?.guestRequested) ??
    quantity(domain?.memory?.guest) ??
    quantity(domain?.resources?.requests?.memory)
  );
}

/**
 * How large a guest is: what runs says it best, then what it was made with by
 * name, then its own specification. One vCPU is what KubeVirt gives where
 * nobody asked for any.
 */
export function sizeOf(
  machine: VirtualMachine | undefined,
  instance: VirtualMachineInstance | undefined,
  named: { size: NamedSize | null; topology: string | undefined } | null,
): GuestSize {
  const domain =
    instance?.spec?.domain ?? machine?.spec?.template?.spec?.domain;
  const cpus =
    fromTopology(instance?.status?.currentCPUTopology) ??
    fromTopology(instance?.spec?.domain?.cpu) ??
    (named?.size?.cpus ? fromName(named.size.cpus, named.topology) : null) ??
    fromTopology(domain?.cpu) ??
    fromRequests(domain);
  const memoryBytes =
    memoryOf(instance, domain) ?? named?.size?.memoryBytes ?? null;
  if (cpus) return { ...cpus, memoryBytes };
  return named
    ? { vcpus: null, sockets: null, coresPerSocket: null, memoryBytes }
    : { vcpus: 1, sockets: 1, coresPerSocket: 1, memoryBytes };
}
