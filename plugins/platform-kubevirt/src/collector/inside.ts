import type { Nic } from '@flyloft/plugin-inventory-common';
import type { GuestDetails, KnownGuest } from '@flyloft/plugin-inventory-node';
import { z } from 'zod';
import { conditionOf } from '../wire/metadata';
import type { VirtualMachineInstance } from '../wire/virtualMachine';

const nicMemorySchema = z.object({
  name: z.string().nullable(),
  macAddress: z.string().nullable(),
  addresses: z.array(
    z.object({
      address: z.string(),
      prefixLength: z.number().nullable(),
      source: z.enum(['agent', 'configured', 'interface']),
    }),
  ),
});

const memorySchema = z.object({
  osType: z.string().nullable(),
  osFamily: z.enum(['linux', 'windows', 'bsd', 'solaris', 'other']).nullable(),
  nics: z.record(z.string(), nicMemorySchema),
});
/** What a guest said of itself when it last did. */
export type InsideMemory = z.infer<typeof memorySchema>;

/** Whether an agent inside answers, so that what is told is the present. */
export function tellsOfItself(
  instance: VirtualMachineInstance | undefined,
): boolean {
  return (
    instance?.status?.phase === 'Running' &&
    conditionOf(instance.status.conditions, 'AgentConnected') === 'True'
  );
}

/** What a former run kept of a guest; null where that is nothing that is understood. */
export function insideMemoryOf(
  known: KnownGuest | undefined,
): InsideMemory | null {
  return memorySchema.safeParse(known?.memory).data ?? null;
}

/** What is worth keeping of a guest that told of itself. */
export function toInsideMemory({
  osType,
  osFamily,
  nics,
}: Pick<GuestDetails, 'osType' | 'osFamily' | 'nics'>): InsideMemory {
  return {
    osType,
    osFamily,
    nics: Object.fromEntries(
      nics.map(({ key, name, macAddress, addresses }) => [
        key,
        {
          name,
          macAddress,
          addresses: addresses.map(({ address, prefixLength, source }) => ({
            address,
            prefixLength,
            source,
          })),
        },
      ]),
    ),
  };
}

/** Fills in what a guest, stopped or silent now, said of itself before. */
export function rememberInside<
  D extends Pick<GuestDetails, 'osType' | 'osFamily' | 'nics'>,
>(details: D, memory: InsideMemory | null): D {
  if (!memory) return details;
  return {
    ...details,
    osType: memory.osType ?? details.osType,
    osFamily: memory.osFamily ?? details.osFamily,
    nics: details.nics.map(nic => rememberNic(nic, memory.nics[nic.key])),
  };
}

function rememberNic(
  nic: Nic,
  memory: InsideMemory['nics'][string] | undefined,
): Nic {
  // With another hardware address it is another NIC.
  const isSame =
    memory !== undefined &&
    (nic.macAddress === null || nic.macAddress === memory.macAddress);
  if (!isSame) return nic;
  return {
    ...nic,
    name: nic.name ?? memory.name,
    macAddress: nic.macAddress ?? memory.macAddress,
    addresses: nic.addresses.length > 0 ? nic.addresses : memory.addresses,
  };
}
