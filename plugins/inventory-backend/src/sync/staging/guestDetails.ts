import { isIPv4 } from 'node:net';
import type { Disk, Nic, NicAddress } from '@flyloft/plugin-inventory-common';
import type { GuestDetails } from '@flyloft/plugin-inventory-node';
import {
  address,
  bounds,
  isOwnToMachine,
  macAddress,
  moment,
  uuid,
  wholeNumber,
  wordList,
  type Note,
} from './plainValues';

/** A NIC as it is stored, under its key. */
export type StoredNic = Omit<Nic, 'key'>;
/** A disk as it is stored, under its key. */
export type StoredDisk = Omit<Disk, 'key'>;

/** The facts that a guest's details bring, by column. */
export interface DetailColumns {
  guest_host_name: string | null;
  os_type: string | null;
  os_family: string | null;
  sockets: number | null;
  cores_per_socket: number | null;
  disk_bytes: number | null;
  disk_count: number;
  nic_count: number;
  bios_uuid: string | null;
  agent_state: string;
  networks: string[];
  mac_addresses: string[];
  addresses: string[];
  primary_address: string | null;
  created_at: string | null;
  description: string | null;
  nics: Record<string, StoredNic>;
  disks: Record<string, StoredDisk>;
}

/** Turns a guest's details into columns, those derived from NICs and disks too. */
export function detailColumns(
  details: GuestDetails,
  note: Note,
): DetailColumns {
  const nics = byKey(details.nics, 'NIC', note, nic => storedNic(nic, note));
  const disks = byKey(details.disks, 'disk', note, disk =>
    storedDisk(disk, note),
  );
  return {
    guest_host_name: details.hostName,
    os_type: details.osType,
    os_family: details.osFamily,
    sockets: wholeNumber(details.sockets, 'sockets', bounds.integer, note),
    cores_per_socket: wholeNumber(
      details.coresPerSocket,
      'cores per socket',
      bounds.integer,
      note,
    ),
    bios_uuid: uuid(details.biosUuid, 'its BIOS UUID', note),
    agent_state: details.agentState,
    created_at: moment(details.createdAt, 'its creation time', note),
    description: details.description,
    nics,
    disks,
    ...ofDisks(Object.values(disks)),
    ...ofNics(nics),
  };
}

function byKey<From extends { key: string }, To>(
  parts: readonly From[],
  what: string,
  note: Note,
  store: (part: From) => To,
): Record<string, To> {
  const stored: Record<string, To> = {};
  for (const part of parts) {
    if (Object.hasOwn(stored, part.key)) {
      note(`${what} ${part.key} is listed twice; the first one counts`);
    } else {
      stored[part.key] = store(part);
    }
  }
  return stored;
}

function storedNic(nic: Nic, note: Note): StoredNic {
  const where = `NIC ${nic.key}`;
  return {
    name: nic.name,
    macAddress: macAddress(nic.macAddress, `the MAC of ${where}`, note),
    model: nic.model,
    network: nic.network,
    vlanTag: wholeNumber(
      nic.vlanTag,
      `the VLAN tag of ${where}`,
      bounds.vlanTag,
      note,
    ),
    vlanMode: nic.vlanMode,
    trunks: nic.trunks,
    connected: nic.connected,
    firewall: nic.firewall,
    mtu: wholeNumber(nic.mtu, `the MTU of ${where}`, bounds.integer, note),
    addresses: storedAddresses(nic.addresses, where, note),
  };
}

function storedAddresses(
  addresses: readonly NicAddress[],
  where: string,
  note: Note,
): NicAddress[] {
  const found = new Map<string, NicAddress>();
  for (const one of addresses) {
    const canonical = address(one.address, `an address of ${where}`, note);
    if (canonical === null || isOwnToMachine(canonical)) continue;
    if (found.has(canonical)) continue;
    found.set(canonical, {
      address: canonical,
      prefixLength: wholeNumber(
        one.prefixLength,
        `the prefix length of ${canonical}`,
        bounds.prefixLength,
        note,
      ),
      source: one.source,
    });
  }
  return [...found.values()].sort((left, right) =>
    compareAddresses(left.address, right.address),
  );
}

/** IPv4 first; the rest only has to be the same at every run. */
function compareAddresses(left: string, right: string): number {
  return (
    Number(isIPv4(right)) - Number(isIPv4(left)) || compareKeys(left, right)
  );
}

const keyOrder = new Intl.Collator('en', { numeric: true });
const compareKeys = (left: string, right: string) =>
  keyOrder.compare(left, right);

function storedDisk(disk: Disk, note: Note): StoredDisk {
  return {
    sizeBytes: wholeNumber(
      disk.sizeBytes,
      `the size of disk ${disk.key}`,
      bounds.bytes,
      note,
    ),
    storage: disk.storage,
    volume: disk.volume,
    bus: disk.bus,
    format: disk.format,
    unused: disk.unused,
    backup: disk.backup,
  };
}

function ofDisks(disks: readonly StoredDisk[]) {
  const used = disks.filter(disk => !disk.unused);
  const sizes = used.map(disk => disk.sizeBytes).filter(size => size !== null);
  return {
    disk_count: used.length,
    disk_bytes: sizes.length
      ? sizes.reduce((sum, size) => sum + size, 0)
      : null,
  };
}

function ofNics(nics: Record<string, StoredNic>) {
  const inOrder = Object.keys(nics)
    .sort(compareKeys)
    .map(key => nics[key]!);
  const addresses = inOrder.flatMap(nic =>
    nic.addresses.map(one => one.address),
  );
  return {
    nic_count: inOrder.length,
    networks: wordList(
      inOrder.flatMap(nic => [nic.network, nic.vlanNetwork]).filter(isText),
    ),
    mac_addresses: wordList(inOrder.map(nic => nic.macAddress).filter(isText)),
    addresses: [...new Set(addresses)],
    primary_address: addresses.find(isIPv4) ?? addresses[0] ?? null,
  };
}

const isText = (value: string | null | undefined): value is string =>
  value !== null && value !== undefined;
