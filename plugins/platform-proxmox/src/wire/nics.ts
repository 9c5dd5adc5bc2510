import {
  type AddressWithPrefix,
  integerWithin,
  parseAddress,
  parseMacAddress,
  toBoolean,
  toText,
} from '@flyloft/plugin-inventory-node';
import { parsePropertyString } from './propertyString';

/** A network interface as a guest's configuration declares it. */
export interface ConfiguredNic {
  key: string;
  /** The name inside a container; a machine decides that itself. */
  name: string | null;
  macAddress: string | null;
  model: string | null;
  /** A bridge or an SDN vnet; null is the platform's own NAT. */
  network: string | null;
  vlanTag: number | null;
  trunks: string | null;
  connected: boolean;
  firewall: boolean;
  mtu: number | null;
  addresses: AddressWithPrefix[];
}

const nicKey = /^net(\d+)$/;
// What else may stand before `=` in a machine's NIC is one of its models.
const machineKeys = new Set(
  'bridge,tag,trunks,firewall,link_down,mtu,queues,rate,model,macaddr,host_mtu'.split(
    ',',
  ),
);

function common(key: string, properties: Map<string, string>) {
  const text = (name: string) => toText(properties.get(name)) ?? null;
  return {
    key,
    network: text('bridge'),
    vlanTag: integerWithin(properties.get('tag'), 1, 4094),
    trunks: text('trunks'),
    connected: !(toBoolean(properties.get('link_down')) ?? false),
    firewall: toBoolean(properties.get('firewall')) ?? false,
    // 1 stands for "as the bridge has it".
    mtu: integerWithin(properties.get('mtu'), 2, 65520),
  };
}

/** Reads `virtio=BC:24:…,bridge=vmbr0,tag=10` or `model=virtio,macaddr=…`. */
export function parseMachineNic(key: string, text: string): ConfiguredNic {
  const { value, properties } = parsePropertyString(text);
  const short = [...properties].find(([name]) => !machineKeys.has(name));
  return {
    ...common(key, properties),
    name: null,
    model: short?.[0] ?? properties.get('model') ?? value ?? null,
    macAddress: parseMacAddress(short?.[1] ?? properties.get('macaddr')),
    addresses: [],
  };
}

/** Reads `name=eth0,bridge=vmbr0,hwaddr=…,ip=10.0.0.5/24,ip6=auto`. */
export function parseContainerNic(key: string, text: string): ConfiguredNic {
  const { properties } = parsePropertyString(text);
  return {
    ...common(key, properties),
    name: properties.get('name') ?? null,
    model: properties.get('type') ?? null,
    macAddress: parseMacAddress(properties.get('hwaddr')),
    addresses: configuredAddresses(properties),
  };
}

/** The fixed addresses in `ip=10.0.0.5/24,gw=…,ip6=dhcp`; words say none. */
export function configuredAddresses(
  properties: Map<string, string>,
): AddressWithPrefix[] {
  return ['ip', 'ip6'].flatMap(name => {
    const address = parseAddress(properties.get(name) ?? '');
    return address ? [address] : [];
  });
}

function indexed(config: Record<string, unknown>, pattern: RegExp) {
  return Object.entries(config)
    .flatMap(([key, value]) => {
      const match = pattern.exec(key);
      const text = toText(value);
      return match && text ? [{ key, index: Number(match[1]), text }] : [];
    })
    .sort((a, b) => a.index - b.index);
}

/** Every NIC of a configuration, in the order of the keys' numbers. */
export function nicsOf(
  type: 'qemu' | 'lxc',
  config: Record<string, unknown>,
): ConfiguredNic[] {
  const nics = indexed(config, nicKey).map(({ key, text }) =>
    type === 'qemu' ? parseMachineNic(key, text) : parseContainerNic(key, text),
  );
  if (type === 'lxc') return nics;

  const cloudInit = new Map(
    indexed(config, /^ipconfig(\d+)$/).map(({ index, text }) => [
      `net${index}`,
      configuredAddresses(parsePropertyString(text).properties),
    ]),
  );
  return nics.map(nic => ({ ...nic, addresses: cloudInit.get(nic.key) ?? [] }));
}
