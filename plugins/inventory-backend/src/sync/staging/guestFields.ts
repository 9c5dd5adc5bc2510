/**
 * When a staged value counts. `always`: every observation has it. `details`:
 * when the details were read. A number: the bit in `known` that says that the
 * collector looked at it in this run.
 */
export type KnownWhen = 'always' | 'details' | number;

/** How a value becomes JSON in the change history. */
export type HistoryForm = 'value' | 'time' | 'parts';

/** One column of a guest that staging brings. */
export interface GuestField {
  column: string;
  type: string;
  knownWhen: KnownWhen;
  /** What a new guest has when nobody looked yet. */
  whenNew?: string;
  /**
   * The fact's name in the change history; absent where a value is derived
   * from others, whose own change is in the history then.
   */
  fact?: string;
  form?: HistoryForm;
  /** A sample is updated without history, and versions don't keep it. */
  sample?: boolean;
}

/** The bits of `known`, one for each property that a collector may leave out. */
export const knownBits = {
  name: 1,
  vcpus: 2,
  memoryBytes: 4,
  template: 8,
  lock: 16,
  pool: 32,
  haState: 64,
  tags: 128,
  startedAt: 256,
  ownerRef: 512,
  memory: 1024,
  folder: 2048,
  organization: 4096,
  vdc: 8192,
  instanceType: 16384,
  lastBackupAt: 32768,
  lastBackupKind: 65536,
  lastBackupSource: 131072,
  replication: 262144,
  haRules: 524288,
} as const;

/**
 * The facts of a guest that come from its own observation, in the order in
 * which they are staged. Placement (host, cluster), visibility and doubt are
 * found out in the comparison.
 */
export const guestFields = [
  { column: 'type', type: 'text', knownWhen: 'always', fact: 'type' },
  {
    column: 'name',
    type: 'text',
    knownWhen: knownBits.name,
    // The platform did not say yet: better the id than a made-up name.
    whenNew: 's.external_id',
    fact: 'name',
  },
  {
    column: 'power_state',
    type: 'text',
    knownWhen: 'always',
    fact: 'powerState',
  },
  {
    column: 'guest_host_name',
    type: 'text',
    knownWhen: 'details',
    fact: 'hostName',
  },
  { column: 'os_type', type: 'text', knownWhen: 'details', fact: 'osType' },
  { column: 'os_family', type: 'text', knownWhen: 'details', fact: 'osFamily' },
  {
    column: 'vcpus',
    type: 'double precision',
    knownWhen: knownBits.vcpus,
    fact: 'vcpus',
  },
  { column: 'sockets', type: 'integer', knownWhen: 'details', fact: 'sockets' },
  {
    column: 'cores_per_socket',
    type: 'integer',
    knownWhen: 'details',
    fact: 'coresPerSocket',
  },
  {
    column: 'memory_bytes',
    type: 'bigint',
    knownWhen: knownBits.memoryBytes,
    fact: 'memoryBytes',
  },
  { column: 'disk_bytes', type: 'bigint', knownWhen: 'details' },
  {
    column: 'disk_count',
    type: 'integer',
    knownWhen: 'details',
    whenNew: '0',
  },
  {
    column: 'nic_count',
    type: 'integer',
    knownWhen: 'details',
    whenNew: '0',
  },
  { column: 'bios_uuid', type: 'uuid', knownWhen: 'details', fact: 'biosUuid' },
  {
    column: 'template',
    type: 'boolean',
    knownWhen: knownBits.template,
    whenNew: 'false',
    fact: 'template',
  },
  { column: 'lock', type: 'text', knownWhen: knownBits.lock, fact: 'lock' },
  { column: 'pool', type: 'text', knownWhen: knownBits.pool, fact: 'pool' },
  {
    column: 'ha_state',
    type: 'text',
    knownWhen: knownBits.haState,
    fact: 'haState',
  },
  {
    column: 'ha_rules',
    type: 'text',
    knownWhen: knownBits.haRules,
    fact: 'haRules',
  },
  {
    column: 'folder',
    type: 'text',
    knownWhen: knownBits.folder,
    fact: 'folder',
  },
  {
    column: 'organization',
    type: 'text',
    knownWhen: knownBits.organization,
    fact: 'organization',
  },
  { column: 'vdc', type: 'text', knownWhen: knownBits.vdc, fact: 'vdc' },
  {
    column: 'instance_type',
    type: 'text',
    knownWhen: knownBits.instanceType,
    fact: 'instanceType',
  },
  // The time of a backup moves every night for every guest: that it has one,
  // and of which kind, is history; when it was is not.
  {
    column: 'last_backup_at',
    type: 'timestamptz',
    knownWhen: knownBits.lastBackupAt,
    sample: true,
  },
  {
    column: 'last_backup_kind',
    type: 'text',
    knownWhen: knownBits.lastBackupKind,
    fact: 'lastBackupKind',
  },
  {
    column: 'last_backup_source',
    type: 'text',
    knownWhen: knownBits.lastBackupSource,
    sample: true,
  },
  {
    column: 'replication',
    type: 'text',
    knownWhen: knownBits.replication,
    fact: 'replication',
  },
  {
    column: 'agent_state',
    type: 'text',
    knownWhen: 'details',
    whenNew: `'unknown'`,
    fact: 'agentState',
  },
  {
    column: 'tags',
    type: 'text[]',
    knownWhen: knownBits.tags,
    whenNew: `'{}'`,
    fact: 'tags',
  },
  {
    column: 'networks',
    type: 'text[]',
    knownWhen: 'details',
    whenNew: `'{}'`,
  },
  {
    column: 'mac_addresses',
    type: 'macaddr[]',
    knownWhen: 'details',
    whenNew: `'{}'`,
  },
  {
    column: 'addresses',
    type: 'inet[]',
    knownWhen: 'details',
    whenNew: `'{}'`,
  },
  { column: 'primary_address', type: 'inet', knownWhen: 'details' },
  {
    column: 'owner_ref',
    type: 'text',
    knownWhen: knownBits.ownerRef,
    fact: 'ownerRef',
  },
  {
    column: 'created_at',
    type: 'timestamptz',
    knownWhen: 'details',
    fact: 'createdAt',
    form: 'time',
  },
  {
    column: 'started_at',
    type: 'timestamptz',
    knownWhen: knownBits.startedAt,
    fact: 'startedAt',
    form: 'time',
  },
  {
    column: 'description',
    type: 'text',
    knownWhen: 'details',
    fact: 'description',
  },
  {
    column: 'nics',
    type: 'jsonb',
    knownWhen: 'details',
    whenNew: `'{}'`,
    fact: 'nics',
    form: 'parts',
  },
  {
    column: 'disks',
    type: 'jsonb',
    knownWhen: 'details',
    whenNew: `'{}'`,
    fact: 'disks',
    form: 'parts',
  },
] as const satisfies readonly GuestField[];

/** The name of a staged fact's column. */
export type GuestColumn = (typeof guestFields)[number]['column'];
