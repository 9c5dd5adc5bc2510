import { z } from 'zod';
import {
  type AddressWithPrefix,
  isLocalOnly,
  looseNumber,
  looseText,
  parseAddress,
  parseMacAddress,
} from '@flyloft/plugin-inventory-node';

/** The addresses one interface inside a guest has, by its MAC. */
export interface InsideInterface {
  macAddress: string;
  addresses: AddressWithPrefix[];
}

const addressSchema = z.object({
  'ip-address': looseText,
  prefix: looseNumber,
});

const interfaceSchema = z.object({
  name: looseText,
  'hardware-address': looseText,
  hwaddr: looseText,
  inet: looseText,
  inet6: looseText,
  // Windows leaves it away where there is none.
  'ip-addresses': z.array(addressSchema).nullish().catch(undefined),
});

/** `network-get-interfaces` wraps its list in `result`; LXC doesn't. */
export const insideInterfacesSchema = z.union([
  z.object({ result: z.array(interfaceSchema) }).transform(each => each.result),
  z.array(interfaceSchema),
]);
type WireInterfaces = z.infer<typeof insideInterfacesSchema>;

/** `get-host-name`. */
export const hostNameSchema = z.object({
  result: z.object({ 'host-name': looseText }),
});

/** `get-osinfo`. */
export const systemSchema = z.object({
  result: z.object({
    id: looseText,
    name: looseText,
    'pretty-name': looseText,
  }),
});

function byAddress(a: AddressWithPrefix, b: AddressWithPrefix): number {
  return a.address < b.address ? -1 : Number(a.address > b.address);
}

function addressesOf(each: WireInterfaces[number]): AddressWithPrefix[] {
  const told = (each['ip-addresses'] ?? []).map(entry =>
    entry['ip-address'] === undefined
      ? ''
      : [entry['ip-address'], entry.prefix ?? []].flat().join('/'),
  );
  const flat = [each.inet, each.inet6].flatMap(
    text => text?.split(/\s+/) ?? [],
  );
  const seen = new Map<string, AddressWithPrefix>();
  for (const text of [...told, ...flat]) {
    const address = parseAddress(text);
    if (
      address &&
      !isLocalOnly(address.address) &&
      !seen.has(address.address)
    ) {
      seen.set(address.address, address);
    }
  }
  return [...seen.values()];
}

/**
 * The addresses inside a guest, by MAC, in a stable order. Interfaces without
 * a MAC (Windows' loopback) and addresses that stay inside are left out; those
 * of `docker0` and its like fall out later, when no NIC has their MAC.
 */
export function insideInterfacesOf(wire: WireInterfaces): InsideInterface[] {
  const byMac = new Map<string, AddressWithPrefix[]>();
  for (const each of wire) {
    const mac = parseMacAddress(each['hardware-address'] ?? each.hwaddr);
    if (mac === null || mac === '00:00:00:00:00:00') continue;
    const known = byMac.get(mac) ?? [];
    const fresh = addressesOf(each).filter(
      ({ address }) => !known.some(other => other.address === address),
    );
    byMac.set(mac, [...known, ...fresh]);
  }
  return [...byMac]
    .map(([macAddress, addresses]) => ({
      macAddress,
      addresses: addresses.sort(byAddress),
    }))
    .filter(({ addresses }) => addresses.length > 0)
    .sort((a, b) => (a.macAddress < b.macAddress ? -1 : 1));
}
