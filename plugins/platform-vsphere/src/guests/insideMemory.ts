import type { Nic, NicAddress } from '@flyloft/plugin-inventory-common';

/**
 * What VMware Tools said last. A machine that is switched off tells nothing,
 * and its addresses are not free for that.
 */
export interface InsideMemory {
  hostName: string | null;
  /** By the MAC address of the card. */
  addresses: Record<string, NicAddress[]>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAddress(value: unknown): value is NicAddress {
  return (
    isObject(value) &&
    typeof value.address === 'string' &&
    value.source === 'agent' &&
    (value.prefixLength === null || typeof value.prefixLength === 'number')
  );
}

/** Reads what the engine kept; null when it is nothing of ours. */
export function parseInsideMemory(
  kept: Record<string, unknown> | null | undefined,
): InsideMemory | null {
  if (!isObject(kept) || !isObject(kept.addresses)) return null;
  const { hostName } = kept;
  return {
    hostName: typeof hostName === 'string' ? hostName : null,
    addresses: Object.fromEntries(
      Object.entries(kept.addresses).map(([mac, addresses]) => [
        mac,
        Array.isArray(addresses) ? addresses.filter(isAddress) : [],
      ]),
    ),
  };
}

/** What the tools say now, to be kept. */
export function memoryOf(
  hostName: string | null,
  nics: readonly Nic[],
): InsideMemory {
  return {
    hostName,
    addresses: Object.fromEntries(
      nics.flatMap(({ macAddress, addresses }) =>
        macAddress && addresses.length > 0 ? [[macAddress, addresses]] : [],
      ),
    ),
  };
}

/** The cards with the addresses that they had when the tools last spoke. */
export function withMemory(
  nics: readonly Nic[],
  memory: InsideMemory | null,
): Nic[] {
  return nics.map(nic => ({
    ...nic,
    addresses: (nic.macAddress && memory?.addresses[nic.macAddress]) || [],
  }));
}
