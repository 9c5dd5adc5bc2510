import { guestFields } from '../sync/staging/guestFields';
import { derivedColumns, manualColumns } from '../guests/effectiveSql';
import type { Knex } from 'knex';

/*
 * What history, versions and the feed must tell, whatever happened: used by
 * the properties of syncs, and of edits among syncs.
 */

const factColumns = [
  ...guestFields
    .filter(field => !('sample' in field))
    .map(field => field.column),
  ...manualColumns,
  ...derivedColumns,
  'platform_id',
  'external_id',
  'visibility',
  'host_id',
  'host_name',
  'cluster_id',
  'cluster_name',
  'identity_doubt',
  'deleted_at',
  'deleted_reason',
];

/** The guests of a platform with all that hangs on them. */
export async function picture(db: Knex, platformId: string) {
  const guests = await db('guests')
    .where({ platform_id: platformId })
    .orderBy('id');
  const ids = guests.map(guest => guest.id);
  const [versions, addresses, changes, fields] = await Promise.all([
    db('guest_versions')
      .whereIn('guest_id', ids)
      .orderBy(['valid_from', 'guest_id'])
      .select(
        '*',
        // Dates of the driver end at milliseconds.
        db.raw('valid_from::text as "from", valid_to::text as "to"'),
      ),
    db('guest_addresses')
      .whereIn('guest_id', ids)
      .orderBy(['guest_id', 'address', 'nic_key']),
    db('changes as c')
      .join('change_batches as b', 'b.id', 'c.batch_id')
      .where({ platform_id: platformId })
      .orderByRaw('b.first_sequence + c.position'),
    db('change_fields as f')
      .join('changes as c', join =>
        join.on('c.batch_id', 'f.batch_id').on('c.position', 'f.position'),
      )
      .where({ platform_id: platformId })
      .orderBy(['f.batch_id', 'f.position', 'f.field'])
      .select('f.*'),
  ]);
  return { guests, versions, addresses, changes, fields };
}
export type Picture = Awaited<ReturnType<typeof picture>>;
type Row = Record<string, any>;

const pick = (row: Row) =>
  Object.fromEntries(factColumns.map(column => [column, row[column]]));

/** A guest's versions follow each other without gap or overlap, up to the present. */
export function expectVersionsToFollow({ guests, versions }: Picture) {
  for (const guest of guests) {
    const own = versions.filter(version => version.guest_id === guest.id);
    expect(pick(own.at(-1)!)).toEqual(pick(guest));
    expect(own.at(-1)!.to).toBe('infinity');
    own.slice(1).forEach((version, index) => {
      expect(version.from).toBe(own[index]!.to);
    });
  }
}

/** The addresses are those that NICs show, and people say. */
export function expectAddressesToBeThoseOfNics({ guests, addresses }: Picture) {
  const wanted = guests
    .filter(guest => guest.deleted_at === null)
    .flatMap(guest =>
      guest.addresses.map((one: string) => `${guest.id} ${one}`),
    );
  expect(addresses.map(row => `${row.guest_id} ${row.address}`).sort()).toEqual(
    wanted.sort(),
  );
}

/** Sets `nics.net0.vlanTag` in what is stored as JSON. */
function setPart(state: Row, path: string[], value: unknown): void {
  const [column, key, part] = path as [string, string, string | undefined];
  const parts = { ...state[columnOfFact[column] ?? column] };
  if (part !== undefined) parts[key] = { ...parts[key], [part]: value };
  else if (value === null) delete parts[key];
  else parts[key] = value;
  state[columnOfFact[column] ?? column] = parts;
}

const columnOfFact: Record<string, string> = {
  host: 'host_name',
  cluster: 'cluster_name',
  identityDoubt: 'identity_doubt',
  visibility: 'visibility',
  technicalOwner: 'technical_owner',
  businessOwner: 'business_owner',
  manualTags: 'manual_tags',
  manualAddresses: 'manual_addresses',
  customFields: 'custom_fields',
  notes: 'notes',
  project: 'project',
  stage: 'stage',
  ...Object.fromEntries(
    guestFields
      .filter(field => 'fact' in field)
      .map(field => ['fact' in field ? field.fact : '', field.column]),
  ),
};

/** What a host's event says of the guests on it. */
function replayHost(state: Map<string, Row>, change: Row, fields: Row[]) {
  const sight = { unreachable: 'unreachable', reachable: 'visible' }[
    change.operation as string
  ];
  const many = fields.find(one => one.field === 'guestVisibility');
  for (const guest of state.values()) {
    if (guest.host_name !== change.name || guest.visibility === 'deleted') {
      continue;
    }
    if (sight) guest.visibility = sight;
    if (many) guest.visibility = many.to_value;
  }
}

/**
 * What a follower knows who read the version a guest began with, and from
 * then on only changes: facts by field, sight also by the host's events. Where
 * history was purged, the first version that is left is what it begins with.
 */
function replay(
  { guests, versions, changes, fields }: Picture,
  purged: boolean,
): Map<string, Row> {
  const state = new Map<string, Row>();
  const created = new Set(
    changes
      .filter(change => change.operation === 'created')
      .map(change => change.object_id),
  );
  for (const { id } of purged ? guests : []) {
    const first = versions.find(version => version.guest_id === id);
    if (!created.has(id)) state.set(id, { ...first });
  }
  const fieldsOf = (change: Row) =>
    fields.filter(
      field =>
        field.batch_id === change.batch_id &&
        field.position === change.position,
    );
  for (const change of changes) {
    if (change.kind === 'host') replayHost(state, change, fieldsOf(change));
    if (change.kind !== 'guest') continue;
    if (change.operation === 'created') {
      const first = versions.find(v => v.guest_id === change.object_id)!;
      state.set(change.object_id, { ...first });
      continue;
    }
    const guest = state.get(change.object_id)!;
    if (change.operation === 'deleted') guest.visibility = 'deleted';
    if (change.operation === 'returned') guest.visibility = 'visible';
    for (const { field, to_value } of fieldsOf(change)) {
      const path = field.split('.');
      if (path.length > 1) setPart(guest, path, to_value);
      else guest[columnOfFact[field]!] = to_value;
    }
  }
  expect([...state.keys()].sort()).toEqual(guests.map(g => g.id).sort());
  return state;
}

const replayedColumns = [
  'name',
  'power_state',
  'memory_bytes',
  'tags',
  'description',
  'host_name',
  'nics',
  'disks',
  'identity_doubt',
  'cluster_name',
  'guest_host_name',
  'os_type',
  'os_family',
  'owner_ref',
  'overrides',
  'manual_tags',
  'manual_addresses',
  'custom_fields',
  'technical_owner',
  'business_owner',
  'notes',
  'project',
  'stage',
];
/** As both the driver and JSON have it; nothing said is no entry. */
function plainValue(column: string, value: unknown): unknown {
  if (column === 'memory_bytes' && value !== null) return Number(value);
  const isEmpty =
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 0;
  return isEmpty && ['overrides', 'custom_fields'].includes(column)
    ? null
    : value;
}

const plain = (row: Row) =>
  JSON.parse(
    JSON.stringify(
      Object.fromEntries(
        replayedColumns.map(column => [
          column,
          plainValue(column, row[column]),
        ]),
      ),
    ),
  );

/** Whoever follows the changes from the beginning knows the present. */
export function expectReplayToGiveThePresent(
  now: Picture,
  options: { purged: boolean } = { purged: false },
) {
  const state = replay(now, options.purged);
  for (const guest of now.guests) {
    expect(plain(state.get(guest.id)!)).toEqual(plain(guest));
    expect(state.get(guest.id)!.visibility).toBe(guest.visibility);
  }
}

/** Batches have their numbers one after the other, each as many as it has changes. */
export async function expectFeedWithoutGaps(db: Knex) {
  const batches = await db('change_batches').orderBy('first_sequence');
  let next = 1;
  for (const batch of batches) {
    expect(Number(batch.first_sequence)).toBe(next);
    next += batch.size;
    const [row] = await db('changes').where({ batch_id: batch.id }).count();
    expect(Number(row!.count)).toBe(batch.size);
  }
}
