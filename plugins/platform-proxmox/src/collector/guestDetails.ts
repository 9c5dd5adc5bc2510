import { createHash } from 'node:crypto';
import type { Nic } from '@flyloft/plugin-inventory-common';
import {
  cutSecrets,
  cutSecretsInText,
  type GuestDetails,
  type IdentityEvidence,
  toNumber,
  toText,
} from '@flyloft/plugin-inventory-node';
import type { GuestConfig } from '../wire/clusterAnswers';
import { disksOf, rootVolumeOf, type ConfiguredDisk } from '../wire/disks';
import {
  osFamilyOf,
  osFamilyOfId,
  parseAgentEnabled,
} from '../wire/guestFields';
import { parseBiosUuid, parseCreatedAt } from '../wire/identityFields';
import { nicsOf, type ConfiguredNic } from '../wire/nics';
import { agentStateOf, type AgentMemory } from './agentMemory';
import { vlanNetworkName } from './networks';

/** Raise it when the same answers are read otherwise: all details are read again. */
const parserVersion = 1;

type GuestKind = 'qemu' | 'lxc';

/** A guest's configuration, read. */
export interface ParsedConfig {
  kind: GuestKind;
  config: GuestConfig;
  nics: ConfiguredNic[];
  disks: ConfiguredDisk[];
  agentEnabled: boolean;
}

export function parseConfig(
  kind: GuestKind,
  config: GuestConfig,
): ParsedConfig {
  return {
    kind,
    config,
    nics: nicsOf(kind, config),
    disks: disksOf(config),
    agentEnabled: kind === 'qemu' && parseAgentEnabled(config.agent),
  };
}

/** What tells by its configuration whether a guest is still the same machine. */
export function evidenceIn(parsed: ParsedConfig): IdentityEvidence {
  return {
    biosUuid: parseBiosUuid(parsed.config.smbios1),
    createdAt: parseCreatedAt(parsed.config.meta),
    macAddresses: parsed.nics.flatMap(nic => nic.macAddress ?? []),
    rootVolume: rootVolumeOf(parsed.config, parsed.disks),
  };
}

function agentState(parsed: ParsedConfig, memory: AgentMemory) {
  return parsed.agentEnabled ? agentStateOf(memory) : 'none';
}

/**
 * Stands for everything that details are made of: the configuration, what the
 * guest said from inside, and how both are read.
 */
export function detailsDigest(
  parsed: ParsedConfig,
  memory: AgentMemory,
): string {
  const configDigest =
    toText(parsed.config.digest) ??
    // Older than 3 they had none; the order of keys is random.
    JSON.stringify(Object.entries(parsed.config).sort());
  return createHash('sha256')
    .update(
      JSON.stringify([
        parserVersion,
        parsed.kind,
        configDigest,
        agentState(parsed, memory),
        memory.answer ?? null,
      ]),
    )
    .digest('base64url');
}

function nicDetails(
  nic: ConfiguredNic,
  kind: GuestKind,
  memory: AgentMemory,
): Nic {
  const seen =
    memory.answer?.interfaces.find(each => each.macAddress === nic.macAddress)
      ?.addresses ?? [];
  const source = kind === 'qemu' ? ('agent' as const) : ('interface' as const);
  // An address that was configured and seen is one that was seen.
  const onlyConfigured = nic.addresses.filter(
    ({ address }) => !seen.some(each => each.address === address),
  );
  return {
    ...nic,
    vlanNetwork:
      nic.network !== null && nic.vlanTag !== null
        ? vlanNetworkName(nic.network, nic.vlanTag)
        : null,
    vlanMode: vlanModeOf(nic),
    addresses: [
      ...seen.map(each => ({ ...each, source })),
      ...onlyConfigured.map(each => ({
        ...each,
        source: 'configured' as const,
      })),
    ],
  };
}

function vlanModeOf(nic: ConfiguredNic): Nic['vlanMode'] {
  if (nic.trunks !== null) return 'trunk';
  return nic.vlanTag === null ? 'none' : 'access';
}

/** The facts of a guest that its own configuration and its agent tell. */
export function guestDetails(
  parsed: ParsedConfig,
  memory: AgentMemory,
): GuestDetails {
  const { config, kind } = parsed;
  const evidence = evidenceIn(parsed);
  const { answer } = memory;
  const osType = toText(config.ostype) ?? null;
  const cores = toNumber(config.cores);
  const description = toText(config.description)?.trim();
  return {
    sockets: kind === 'qemu' ? (toNumber(config.sockets) ?? 1) : null,
    coresPerSocket: cores ?? (kind === 'qemu' ? 1 : null),
    osType: answer?.system?.name ?? osType,
    osFamily: osFamily(kind, osType, answer?.system?.id ?? null),
    hostName: answer?.hostName ?? toText(config.hostname) ?? null,
    description: description ? cutSecretsInText(description) : null,
    biosUuid: evidence.biosUuid ?? null,
    createdAt: evidence.createdAt ?? null,
    agentState: agentState(parsed, memory),
    nics: parsed.nics.map(nic => nicDetails(nic, kind, memory)),
    disks: parsed.disks,
    raw: {
      config: cutSecrets(config),
      ...(answer && { inside: answer }),
    },
  };
}

function osFamily(
  kind: GuestKind,
  osType: string | null,
  insideId: string | null,
): GuestDetails['osFamily'] {
  if (insideId !== null) return osFamilyOfId(insideId);
  return kind === 'lxc' ? 'linux' : osFamilyOf(osType);
}
