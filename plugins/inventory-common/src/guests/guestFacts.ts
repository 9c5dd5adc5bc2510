import type { FactTable } from '@flyloft/kit-common';
import { agentStates, guestTypes, powerStates, visibilities } from './guest';

/** Every fact by which guests filter and sort, in the order to offer them. */
export const guestFacts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  powerState: {
    label: 'Power',
    kind: 'choice',
    sortable: true,
    choices: powerStates,
  },
  platformId: { label: 'Platform', kind: 'reference', sortable: true },
  cluster: { label: 'Cluster', kind: 'reference', sortable: true },
  host: { label: 'Host', kind: 'reference', sortable: true },
  vcpus: { label: 'vCPU', kind: 'number', sortable: true },
  memoryBytes: { label: 'Memory', kind: 'bytes', sortable: true },
  diskBytes: { label: 'Disk', kind: 'bytes', sortable: true },
  addresses: { label: 'Addresses', kind: 'address', sortable: false },
  primaryAddress: { label: 'Address', kind: 'address', sortable: true },
  duplicateAddress: {
    label: 'Duplicate address',
    kind: 'boolean',
    sortable: false,
  },
  macAddresses: { label: 'MAC', kind: 'mac', sortable: false },
  networks: { label: 'Network', kind: 'list', sortable: false },
  ownerRef: { label: 'Owner', kind: 'reference', sortable: true },
  pool: { label: 'Pool', kind: 'text', sortable: true },
  tags: { label: 'Tag', kind: 'list', sortable: false },
  type: { label: 'Type', kind: 'choice', sortable: true, choices: guestTypes },
  osType: { label: 'OS', kind: 'text', sortable: true },
  osFamily: {
    label: 'OS family',
    kind: 'choice',
    sortable: true,
    choices: ['linux', 'windows', 'bsd', 'solaris', 'other'],
  },
  hostName: { label: 'Host name', kind: 'text', sortable: true },
  externalId: { label: 'VM id', kind: 'text', sortable: true },
  biosUuid: { label: 'UUID', kind: 'uuid', sortable: true },
  sockets: { label: 'Sockets', kind: 'number', sortable: true },
  coresPerSocket: { label: 'Cores', kind: 'number', sortable: true },
  diskCount: { label: 'Disks', kind: 'number', sortable: true },
  nicCount: { label: 'NICs', kind: 'number', sortable: true },
  template: { label: 'Template', kind: 'boolean', sortable: true },
  lock: { label: 'Lock', kind: 'text', sortable: true },
  haState: { label: 'HA', kind: 'text', sortable: true },
  agentState: {
    label: 'Agent',
    kind: 'choice',
    sortable: true,
    choices: agentStates,
  },
  visibility: {
    label: 'Visibility',
    kind: 'choice',
    sortable: true,
    choices: visibilities,
  },
  identityDoubt: { label: 'Identity doubt', kind: 'text', sortable: true },
  createdAt: { label: 'Created', kind: 'time', sortable: true },
  startedAt: { label: 'Started', kind: 'time', sortable: true },
  firstSeenAt: { label: 'First seen', kind: 'time', sortable: true },
  lastSeenAt: { label: 'Last seen', kind: 'time', sortable: true },
  changedAt: { label: 'Changed', kind: 'time', sortable: true },
  deletedAt: { label: 'Deleted', kind: 'time', sortable: true },
} as const satisfies FactTable;

/** The name of a fact of a guest. */
export type GuestFact = keyof typeof guestFacts;
