import type { KubernetesClient } from '../client/KubernetesClient';
import { isKubernetesFailure } from '../client/KubernetesError';
import { toVirtualMachine, type VirtualMachine } from '../wire/virtualMachine';
import { z } from 'zod';
import { instancetypeOf, type JoinedGuest } from './guests';
import { sizeOf, type NamedSize } from './size';

/** What a named size of a guest comes to. */
export interface NamedGuestSize {
  size: NamedSize | null;
  topology: string | undefined;
}

/** Names of a namespace and of the cluster are apart: `team/u1.small`, `u1.small`. */
function keyOf(
  named: { name?: string; kind?: string },
  namespace: string | undefined,
): string {
  // Of the cluster unless it says otherwise, as KubeVirt takes it.
  return named.kind === undefined || /cluster/i.test(named.kind)
    ? named.name!
    : `${namespace}/${named.name}`;
}

/**
 * Finds out what a guest's named size comes to: from the object of that name,
 * or, when that is gone and nothing runs, from KubeVirt's own reckoning.
 */
export class SizeReader {
  readonly sizes = new Map<string, NamedSize>();
  readonly topologies = new Map<string, string>();
  /** How many guests' sizes could not be found out. */
  unknown = 0;

  constructor(
    private readonly client: KubernetesClient,
    private readonly signal: AbortSignal,
  ) {}

  /** Null for a guest that was not made by a named size. */
  async read({
    machine,
    instance,
  }: JoinedGuest): Promise<NamedGuestSize | null> {
    const named = instancetypeOf(machine);
    if (!machine || named?.name === undefined) return null;
    const { namespace } = machine.metadata;
    const preference =
      machine.spec?.preference ?? machine.status?.preferenceRef;
    const topology =
      preference?.name === undefined
        ? undefined
        : this.topologies.get(keyOf(preference, namespace));
    const size = this.sizes.get(keyOf(named, namespace)) ?? null;
    if (size) return { size, topology };
    const told = sizeOf(machine, instance, { size: null, topology });
    const isTold = told.vcpus !== null && told.memoryBytes !== null;
    return { size: isTold ? null : await this.expanded(machine), topology };
  }

  private async expanded(machine: VirtualMachine): Promise<NamedSize | null> {
    const { namespace, name } = machine.metadata;
    try {
      const expanded = await this.client.get(
        `/apis/subresources.kubevirt.io/v1/namespaces/${encodeURIComponent(
          namespace ?? '',
        )}/virtualmachines/${encodeURIComponent(name)}/expand-spec`,
        z.unknown(),
        this.signal,
      );
      const size = sizeOf(toVirtualMachine(expanded), undefined, null);
      return { cpus: size.vcpus, memoryBytes: size.memoryBytes };
    } catch (error) {
      // Refused, or the size is gone for good: the guest is there without it.
      const isAnswer = isKubernetesFailure(
        error,
        'refused',
        'not-found',
        'invalid',
      );
      if (!isAnswer) throw error;
      this.unknown += 1;
      return null;
    }
  }
}
