import { containing, sql, type ListDefinition } from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import { imageFacts, type Image } from '@flyloft/plugin-inventory-common';
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

interface ImageRow extends ThingRow {
  kind: Image['kind'];
  cluster_id: string | null;
  cluster_name: string | null;
  size_bytes: string | null;
  storages: string[];
  os_family: Image['osFamily'];
  description: string | null;
  created_at: Date | null;
  platform_url: string | null;
}

/** Reads images: what guests are made from. */
export class ImageStore extends ThingStore<ImageRow, Image> {
  constructor(db: Knex) {
    super(db, { kind: 'image', list: imageList, toThing: toImage });
  }
}

function imageList(query: ListQuery): ListDefinition {
  return {
    facts: imageFacts,
    columns: {
      ...thingColumns,
      kind: { value: 't.kind' },
      cluster: { value: 't.cluster_name', id: 't.cluster_id' },
      osFamily: { value: 't.os_family' },
      sizeBytes: { value: 't.size_bytes' },
      storages: { value: 't.storages' },
      createdAt: { value: 't.created_at' },
    },
    from: sql`images t join platforms p on p.id = t.platform_id`,
    select: sql`${thingSelect}, t.kind, t.cluster_id, t.cluster_name,
      t.size_bytes, t.storages, t.os_family, t.description, t.created_at,
      t.platform_url`,
    id: { expression: 't.id', type: 'uuid' },
    defaultSort: 'name',
    search: text => sql`t.name ilike ${containing(text)}
      or coalesce(t.description, '') ilike ${containing(text)}`,
    conditions: thingConditions(query, 't'),
  };
}

function toImage(row: ImageRow): Image {
  return {
    ...toThing(row),
    kind: row.kind,
    cluster: toReference(row.cluster_id, row.cluster_name),
    sizeBytes: toNumber(row.size_bytes),
    storages: row.storages,
    osFamily: row.os_family,
    description: row.description,
    createdAt: row.created_at?.toISOString() ?? null,
    platformUrl: row.platform_url,
  };
}
