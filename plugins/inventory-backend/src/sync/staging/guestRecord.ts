import { InputError } from '@backstage/errors';
import {
  agentStates,
  backupKinds,
  guestTypes,
  powerStates,
} from '@flyloft/plugin-inventory-common';
import type {
  GuestBulkFacts,
  IdentityEvidence,
  ObservedGuest,
} from '@flyloft/plugin-inventory-node';
import { arrayText, jsonText, type StagedValue } from './copyText';
import { detailColumns, type DetailColumns } from './guestDetails';
import { guestFields, knownBits, type GuestColumn } from './guestFields';
import {
  bounds,
  macAddress,
  moment,
  uuid,
  wholeNumber,
  wordList,
  type Note,
} from './plainValues';

/** What staging keeps of a guest beside its facts, before them in a row. */
const guestStagingColumns = [
  { column: 'external_id', type: 'text not null' },
  { column: 'platform_url', type: 'text' },
  { column: 'known', type: 'integer not null' },
  { column: 'details', type: 'text not null' },
  { column: 'details_digest', type: 'text' },
  { column: 'memory', type: 'jsonb' },
  { column: 'evidence', type: 'jsonb not null' },
  { column: 'host_external_id', type: 'text' },
  { column: 'cluster_external_id', type: 'text' },
] as const;

/** The columns of a guest's row in staging; last its answer as it came, when the details were read. */
export const guestRowColumns = [
  ...guestStagingColumns,
  ...guestFields,
  { column: 'raw', type: 'jsonb' },
] as const;

/**
 * Turns an observation into a row of `guestRowColumns`. What can't be kept as a fact is noted and
 * left out.
 *
 * @throws InputError when the observation breaks the collector's contract.
 */
export function guestRecord(
  observed: ObservedGuest,
  ownerRef: string | null | undefined,
  note: Note,
): StagedValue[] {
  checkContract(observed);
  const details =
    observed.details.state === 'read' ? observed.details.value : null;
  const facts = factColumns(
    observed,
    details && detailColumns(details, note),
    ownerRef ?? null,
    note,
  );
  return [
    observed.externalId,
    observed.platformUrl,
    knownOf(observed, ownerRef),
    observed.details.state,
    observed.detailsDigest,
    observed.memory === undefined ? null : jsonText(observed.memory),
    jsonText(storedEvidence(observed.evidence, note)),
    observed.facts.hostExternalId,
    observed.facts.clusterExternalId,
    ...guestFields.map(field => facts[field.column]),
    details && jsonText(details.raw),
  ];
}

function checkContract(observed: ObservedGuest): void {
  const { externalId, type, facts, details } = observed;
  if (typeof externalId !== 'string' || externalId === '') {
    throw new InputError('The collector listed a guest without an id');
  }
  requireOneOf(externalId, 'type', type, guestTypes);
  requireOneOf(externalId, 'powerState', facts.powerState, powerStates);
  if (facts.lastBackupKind) {
    requireOneOf(
      externalId,
      'lastBackupKind',
      facts.lastBackupKind,
      backupKinds,
    );
  }
  if (details.state === 'read') {
    requireOneOf(
      externalId,
      'agentState',
      details.value.agentState,
      agentStates,
    );
  }
}

function requireOneOf(
  externalId: string,
  what: string,
  value: string,
  allowed: readonly string[],
): void {
  if (!allowed.includes(value)) {
    throw new InputError(
      `The collector listed guest '${externalId}' with ${what} '${value}'; it can be ${allowed.join(', ')}`,
    );
  }
}

/** The facts that a collector may leave out, each with its bit. */
const optionalFacts = (
  [
    'name',
    'vcpus',
    'memoryBytes',
    'template',
    'lock',
    'pool',
    'haState',
    'haRules',
    'tags',
    'startedAt',
    'folder',
    'organization',
    'vdc',
    'instanceType',
    'lastBackupAt',
    'lastBackupKind',
    'lastBackupSource',
    'replication',
  ] as const
).map(fact => [fact, knownBits[fact]] as const);

function knownOf(
  observed: ObservedGuest,
  ownerRef: string | null | undefined,
): number {
  let known = 0;
  for (const [fact, bit] of optionalFacts) {
    if (observed.facts[fact] !== undefined) known |= bit;
  }
  if (ownerRef !== undefined) known |= knownBits.ownerRef;
  if (observed.memory !== undefined) known |= knownBits.memory;
  return known;
}

function factColumns(
  observed: ObservedGuest,
  details: DetailColumns | null,
  ownerRef: string | null,
  note: Note,
): Record<GuestColumn, StagedValue> {
  const { facts } = observed;
  return {
    type: observed.type,
    name: facts.name ?? null,
    power_state: facts.powerState,
    vcpus: Number.isFinite(facts.vcpus) ? facts.vcpus! : null,
    memory_bytes: wholeNumber(
      facts.memoryBytes,
      'its memory',
      bounds.bytes,
      note,
    ),
    template: facts.template ?? null,
    lock: facts.lock ?? null,
    pool: facts.pool ?? null,
    ha_state: facts.haState ?? null,
    ha_rules: facts.haRules ?? null,
    tags: facts.tags ? arrayText(wordList(facts.tags)) : null,
    ...platformColumns(facts, note),
    owner_ref: ownerRef,
    started_at: moment(facts.startedAt, 'its start', note),
    ...(details ? stagedDetails(details) : unreadDetails),
  };
}

/** Facts that only some platforms tell. */
function platformColumns(facts: GuestBulkFacts, note: Note) {
  return {
    folder: facts.folder ?? null,
    organization: facts.organization ?? null,
    vdc: facts.vdc ?? null,
    instance_type: facts.instanceType ?? null,
    last_backup_at: moment(facts.lastBackupAt, 'its last backup', note),
    last_backup_kind: facts.lastBackupKind ?? null,
    last_backup_source: facts.lastBackupSource ?? null,
    replication: facts.replication ?? null,
  };
}

type DetailColumn = keyof DetailColumns;

function stagedDetails(
  details: DetailColumns,
): Record<DetailColumn, StagedValue> {
  return {
    ...details,
    networks: arrayText(details.networks),
    mac_addresses: arrayText(details.mac_addresses),
    addresses: arrayText(details.addresses),
    nics: jsonText(details.nics),
    disks: jsonText(details.disks),
  };
}

const unreadDetails: Record<DetailColumn, null> = {
  guest_host_name: null,
  os_type: null,
  os_family: null,
  sockets: null,
  cores_per_socket: null,
  disk_bytes: null,
  disk_count: null,
  nic_count: null,
  bios_uuid: null,
  agent_state: null,
  networks: null,
  mac_addresses: null,
  addresses: null,
  primary_address: null,
  created_at: null,
  description: null,
  nics: null,
  disks: null,
};

/** Evidence in one form, so that equal evidence is equal JSON. */
function storedEvidence(
  evidence: IdentityEvidence,
  note: Note,
): IdentityEvidence {
  const stored: IdentityEvidence = { ...evidence };
  // What did not happen is no evidence, and would make the guest a candidate.
  if (!evidence.destroyedSince) delete stored.destroyedSince;
  if (!evidence.restoredSince) delete stored.restoredSince;
  if (evidence.biosUuid) {
    stored.biosUuid = uuid(evidence.biosUuid, 'its BIOS UUID', note);
  }
  if (evidence.createdAt) {
    stored.createdAt = moment(evidence.createdAt, 'its creation time', note);
  }
  if (evidence.macAddresses) {
    stored.macAddresses = wordList(
      evidence.macAddresses
        .map(mac => macAddress(mac, 'a MAC address', note))
        .filter(mac => mac !== null),
    );
  }
  return stored;
}
