import type { Nic, NicAddress } from '@flyloft/plugin-inventory-common';
import {
  isLocalOnly,
  parseAddress,
  parseMacAddress,
} from '@flyloft/plugin-inventory-node';
import type {
  InstanceSpec,
  VirtualMachineInstance,
} from '../wire/virtualMachine';
import { attachmentKey, networkNameOf, type AttachedNetwork } from './networks';

type StatusInterface = NonNullable<
  VirtualMachineInstance['status']
>['interfaces'][number];

function addressesOf(told: StatusInterface | undefined): NicAddress[] {
  if (!told) return [];
  const texts = new Set([
    ...(told.ipAddress === undefined ? [] : [told.ipAddress]),
    ...told.ipAddresses,
  ]);
  const source = told.infoSource?.includes('guest-agent')
    ? 'agent'
    : 'configured';
  return [...texts].flatMap(text => {
    const parsed = parseAddress(text);
    return parsed && !isLocalOnly(parsed.address)
      ? [{ ...parsed, source } as const]
      : [];
  });
}

/** The NICs of a guest: as specified, with what runs tells of them. */
export function nicsOf(
  spec: InstanceSpec | undefined,
  instance: VirtualMachineInstance | undefined,
  namespace: string,
  attachments: ReadonlyMap<string, AttachedNetwork>,
): Nic[] {
  const networks = new Map(
    (spec?.networks ?? []).map(network => [network.name, network]),
  );
  // What has no name here was made inside: a container's bridge, a tunnel.
  const told = new Map(
    (instance?.status?.interfaces ?? []).map(each => [each.name, each]),
  );
  return (spec?.domain?.devices?.interfaces ?? []).map(device => {
    const network = networks.get(device.name);
    const seen = told.get(device.name);
    const attached = network?.multus?.networkName;
    const attachment =
      attached === undefined
        ? undefined
        : attachments.get(attachmentKey(attached, namespace));
    const vlanTag = attachment?.vlanTag ?? null;
    const trunks = attachment?.trunks ?? null;
    return {
      key: device.name,
      name: seen?.interfaceName ?? null,
      macAddress:
        parseMacAddress(seen?.mac) ?? parseMacAddress(device.macAddress),
      model: device.model ?? 'virtio',
      network: networkNameOf(network, namespace),
      vlanTag,
      vlanMode: vlanModeOf(vlanTag, trunks),
      trunks,
      connected: connectedOf(device.state, seen),
      firewall: null,
      mtu: null,
      addresses: addressesOf(seen),
    };
  });
}

/** Unplugged where the specification or the link says so; unknown where nothing runs. */
function connectedOf(
  state: string | undefined,
  seen: StatusInterface | undefined,
): boolean | null {
  if (state === 'down' || state === 'absent') return false;
  if (seen?.linkState !== undefined) return seen.linkState === 'up';
  return seen ? true : null;
}

function vlanModeOf(
  vlanTag: number | null,
  trunks: string | null,
): Nic['vlanMode'] {
  if (trunks !== null) return 'trunk';
  return vlanTag === null ? null : 'access';
}
