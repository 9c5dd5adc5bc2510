import type { Nic, NicAddress } from '@flyloft/plugin-inventory-common';
import {
  isLocalOnly,
  parseAddress,
  toBoolean,
  toNumber,
} from '@flyloft/plugin-inventory-node';
import type { NetworkPicture } from '../networks/NetworkPicture';
import type { SoapElement } from '../soap/SoapElement';

/** Every subclass of a network card has a MAC address, known or not to us. */
function isNic(device: SoapElement): boolean {
  return (
    device.child('macAddress') !== undefined ||
    /^Virtual(?:E1000e?|PCNet32|Vmxnet\w*|SriovEthernetCard|EthernetCard)$/.test(
      device.type ?? '',
    )
  );
}

function addressesOf(inside: SoapElement | undefined): NicAddress[] {
  if (!inside) return [];
  const configured = inside.child('ipConfig')?.all('ipAddress') ?? [];
  const told =
    configured.length > 0
      ? configured
          // A duplicate that the guest itself refused to use is not its own.
          .filter(each => each.textOf('state') !== 'duplicate')
          .map(each => ({
            text: each.textOf('ipAddress') ?? '',
            prefixLength: toNumber(each.textOf('prefixLength')) ?? null,
          }))
      : inside
          .all('ipAddress')
          .map(each => ({ text: each.text.trim(), prefixLength: null }));
  return told.flatMap(({ text, prefixLength }) => {
    const parsed = parseAddress(
      prefixLength === null ? text : `${text}/${prefixLength}`,
    );
    return parsed && !isLocalOnly(parsed.address)
      ? [{ ...parsed, source: 'agent' as const }]
      : [];
  });
}

/**
 * The network cards among a machine's devices. Addresses come from the tools
 * inside, which name the card by its key; what has no key is a bridge or
 * tunnel in the guest.
 */
export function nicsOf(
  devices: readonly SoapElement[],
  inside: readonly SoapElement[],
  networks: NetworkPicture,
  hostId: string | null,
): Nic[] {
  const byCard = new Map(
    inside.map(each => [each.textOf('deviceConfigId'), each]),
  );
  return devices.filter(isNic).map(card => {
    const key = card.textOf('key') ?? '';
    return {
      key,
      name: card.textOf('deviceInfo.label') ?? null,
      macAddress: card.textOf('macAddress')?.toLocaleLowerCase('en-US') ?? null,
      model:
        card.type?.replace(/^Virtual/, '').toLocaleLowerCase('en-US') ?? null,
      ...networks.ofBacking(card.child('backing'), hostId),
      connected: toBoolean(card.textOf('connectable.connected')) ?? null,
      firewall: null,
      mtu: null,
      addresses: addressesOf(byCard.get(key)),
    };
  });
}
