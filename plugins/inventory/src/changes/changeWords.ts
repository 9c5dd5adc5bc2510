import {
  clusterFacts,
  guestFacts,
  hostFacts,
  imageFacts,
  networkFacts,
  overrideLabels,
  storageFacts,
  type Change,
  type ChangedKind,
  type ChangeOperation,
  type FactTable,
  type FieldChange,
  type OverrideField,
} from '@flyloft/plugin-inventory-common';
import {
  countOf,
  exactTime,
  formatBytes,
  type StatusTone,
} from '@flyloft/ui-kit';

const factsByKind: Record<ChangedKind, FactTable> = {
  guest: guestFacts,
  host: hostFacts,
  cluster: clusterFacts,
  network: networkFacts,
  storage: storageFacts,
  image: imageFacts,
};

// Parts and details that are no column of a list.
const otherLabels: Record<string, string> = {
  nics: 'NIC',
  disks: 'Disk',
  description: 'Description',
  macAddress: 'MAC',
  vlanTag: 'VLAN',
  vlanMode: 'VLAN mode',
  trunks: 'Trunks',
  network: 'Network',
  model: 'Model',
  firewall: 'Firewall',
  connected: 'Connected',
  mtu: 'MTU',
  addresses: 'Addresses',
  sizeBytes: 'Size',
  storage: 'Storage',
  volume: 'Volume',
  bus: 'Bus',
  format: 'Format',
  unused: 'Unused',
  backup: 'Backup',
  deletedReason: 'Reason of deletion',
  onlineHostCount: 'Hosts online',
};

/** The operations in words, with the tone of their dot. */
export const operationWords: Record<
  ChangeOperation,
  { word: string; tone: StatusTone }
> = {
  created: { word: 'First seen', tone: 'running' },
  changed: { word: 'Changed', tone: 'changing' },
  deleted: { word: 'Deleted', tone: 'problem' },
  returned: { word: 'Seen again', tone: 'running' },
  unreachable: { word: 'Stopped answering', tone: 'problem' },
  reachable: { word: 'Answers again', tone: 'running' },
};

/** A field's name for people: `Memory`, `NIC net0 · VLAN`. */
export function fieldLabel(field: string, kind: ChangedKind): string {
  const [head = '', ...rest] = field.split('.');
  if (head === 'overrides' && rest[0]) return overrideLabel(rest[0]);
  const label =
    factsByKind[kind][head]?.label ?? otherLabels[head] ?? plainWords(head);
  if (rest.length === 0) return label;
  const [key = '', ...parts] = rest;
  const part = parts
    .map(name => otherLabels[name] ?? plainWords(name))
    .join(' ');
  return part ? `${label} ${key} · ${part}` : `${label} ${key}`;
}

function overrideLabel(field: string): string {
  const label = overrideLabels[field as OverrideField] ?? field;
  // OS stays as it is.
  const inside = /^[A-Z][a-z]/.test(label) ? label.toLowerCase() : label;
  return `Override of ${inside}`;
}

// `coresPerSocket` becomes "Cores per socket".
function plainWords(name: string): string {
  const spaced = name.replace(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A value for people, by what its field holds. */
export function fieldValue(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return nothing(field);
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    return field.endsWith('Bytes') ? formatBytes(value) : `${value}`;
  }
  if (typeof value === 'string') {
    return field.endsWith('At') ? exactTime(new Date(value)) : value;
  }
  if (Array.isArray(value)) {
    return value.map(one => fieldValue(field, one)).join(', ') || 'none';
  }
  return objectWords(value);
}

// A container without a count of its own may use all CPUs of its host.
const nothing = (field: string) => (field === 'vcpus' ? 'no limit' : 'none');

function objectWords(value: object): string {
  if ('value' in value && 'by' in value) return overrideWords(value);
  for (const key of ['name', 'address', 'key']) {
    const named = (value as Record<string, unknown>)[key];
    if (typeof named === 'string') return named;
  }
  return JSON.stringify(value);
}

// What is shown instead, until when and why; who said it stands beside.
function overrideWords(said: {
  value: unknown;
  until?: unknown;
  reason?: unknown;
}): string {
  const until =
    typeof said.until === 'string'
      ? `until ${exactTime(new Date(said.until))}`
      : undefined;
  const beside = [until, said.reason].filter(Boolean).join(', ');
  const value = fieldValue('', said.value);
  return beside ? `${value} (${beside})` : value;
}

/** One field's step: `Memory 4 GiB → 8 GiB`. */
export function fieldWords(change: FieldChange, kind: ChangedKind): string {
  const label = fieldLabel(change.field, kind);
  return `${label} ${fieldValue(change.field, change.from)} → ${fieldValue(change.field, change.to)}`;
}

/** A change in one line: what happened, or the fields that changed. */
export function changeTitle(
  change: Pick<Change, 'operation' | 'fields' | 'kind'>,
): string {
  if (change.operation !== 'changed')
    return operationWords[change.operation].word;
  const ofGuests = guestsWords(change.fields);
  if (ofGuests) return ofGuests;
  const names = [
    ...new Set(
      change.fields.map(({ field }) => fieldLabel(field, change.kind)),
    ),
  ];
  if (names.length === 0) return 'Changed';
  if (names.length > 3)
    return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  return names.join(', ');
}

/** A change in one line with its values: `Memory 4 GiB → 8 GiB; Tag a → a, b`. */
export function changeLine(
  change: Pick<Change, 'operation' | 'fields' | 'kind'>,
): string {
  if (change.operation !== 'changed' || change.fields.length === 0) {
    return operationWords[change.operation].word;
  }
  const ofGuests = guestsWords(change.fields);
  if (ofGuests) return ofGuests;
  return change.fields.map(field => fieldWords(field, change.kind)).join('; ');
}

// What a host's or cluster's change says of its guests, seen or not all at once.
function guestsWords(fields: readonly FieldChange[]): string | undefined {
  const to = (name: string) => fields.find(({ field }) => field === name)?.to;
  const visibility = to('guestVisibility');
  if (visibility === undefined) return undefined;
  const guests = countOf(Number(to('guestsAffected')), 'guest');
  if (visibility === 'visible') return `${guests} seen again`;
  const reason = to('reason');
  const words = `${guests} could not be seen`;
  return typeof reason === 'string' ? `${words}: ${reason}` : words;
}
