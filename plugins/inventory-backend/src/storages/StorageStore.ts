import { containing, sql, type ListDefinition } from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import { storageFacts, type Storage } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import {
  thingColumns,
  thingConditions,
  thingSelect,
  toNumber,
  toReference,
  toThing,
  type ThingRow,
} from '../things/things';
import { ThingStore } from '../things/ThingStore';

interface StorageRow extends ThingRow {
  type: string | null;
  shared: boolean;
  cluster_id: string | null;
  cluster_name: string | null;
  host_id: string | null;
  host_name: string | null;
  status: Storage['status'];
  content: string[];
  capacity_bytes: string | null;
  used_bytes: string | null;
}

/** Reads storages. */
export class StorageStore extends ThingStore<StorageRow, Storage> {
  constructor(db: Knex) {
    super(db, { kind: 'storage', list: storageList, toThing: toStorage });
  }
}

function storageList(query: ListQuery): ListDefinition {
  return {
    facts: storageFacts,
    columns: {
      ...thingColumns,
      type: { value: 't.type' },
      cluster: { value: 't.cluster_name', id: 't.cluster_id' },
      host: { value: 't.host_name', id: 't.host_id' },
      shared: { value: 't.shared' },
      status: { value: 't.status' },
      capacityBytes: { value: 't.capacity_bytes' },
      usedBytes: { value: 't.used_bytes' },
    },
    from: sql`storages t join platforms p on p.id = t.platform_id`,
    select: sql`${thingSelect}, t.type, t.shared, t.cluster_id, t.cluster_name,
      t.host_id, t.host_name, t.status, t.content, t.capacity_bytes, t.used_bytes`,
    id: { expression: 't.id', type: 'uuid' },
    defaultSort: 'name',
    search: text => sql`t.name ilike ${containing(text)}
      or coalesce(t.host_name, '') ilike ${containing(text)}`,
    conditions: thingConditions(query, 't'),
  };
}

function toStorage(row: StorageRow): Storage {
  return {
    ...toThing(row),
    type: row.type,
    shared: row.shared,
    cluster: toReference(row.cluster_id, row.cluster_name),
    host: toReference(row.host_id, row.host_name),
    status: row.status,
    content: row.content,
    capacityBytes: toNumber(row.capacity_bytes),
    usedBytes: toNumber(row.used_bytes),
  };
}
