import { imageKinds } from '@flyloft/plugin-inventory-common';
import type { ObservedImage } from '@flyloft/plugin-inventory-node';
import { InputError } from '@backstage/errors';
import { arrayText } from '../copyText';
import { wordList } from '../plainValues';
import { bytes, time, type ThingTable } from './thingTable';

/** How images are staged and stored. */
export const imageTable: ThingTable<ObservedImage> = {
  kind: 'image',
  table: 'images',
  clusterExternalId: seen => seen.clusterExternalId,
  links: ['cluster'],
  // Which host alone holds an image is not known: while any of its cluster's
  // hosts is silent, one that is not listed may lie there.
  silentBecause: `coalesce(
    (select x.reason from silent_clusters x where x.id = m.cluster_id),
    case when not m.listed then (select h.reason from silent_hosts h
      where h.cluster_id is not distinct from m.cluster_id limit 1) end)`,
  fields: [
    { column: 'name', type: 'text', fact: 'name', value: seen => seen.name },
    { column: 'kind', type: 'text', fact: 'kind', value: kindOf },
    {
      column: 'size_bytes',
      type: 'bigint',
      fact: 'sizeBytes',
      value: (seen, note) => bytes(seen.sizeBytes, 'its size', note),
    },
    {
      column: 'storages',
      type: 'text[]',
      fact: 'storages',
      value: seen => arrayText(wordList(seen.storages)),
    },
    {
      column: 'os_family',
      type: 'text',
      fact: 'osFamily',
      value: seen => seen.osFamily,
    },
    {
      column: 'description',
      type: 'text',
      fact: 'description',
      value: seen => seen.description,
    },
    {
      column: 'created_at',
      type: 'timestamptz',
      fact: 'createdAt',
      form: 'time',
      value: (seen, note) => time(seen.createdAt, 'its creation time', note),
    },
    { column: 'platform_url', type: 'text', value: seen => seen.platformUrl },
  ],
};

function kindOf({ externalId, imageKind }: ObservedImage): string {
  if (!imageKinds.includes(imageKind)) {
    throw new InputError(
      `The collector listed image '${externalId}' with imageKind '${imageKind}'; it can be ${imageKinds.join(', ')}`,
    );
  }
  return imageKind;
}
