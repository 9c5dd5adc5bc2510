import type {
  ObservedGuest,
  ObservedImage,
} from '@flyloft/plugin-inventory-node';
import type { ReadGuest } from './GuestReader';

type ReadDetails = NonNullable<ReadGuest['details']>;

/** A guest whose details are told only where they differ from what is known. */
export function withDetails(
  { raw, ...guest }: ReadGuest,
  details: ReadDetails,
  knownDigest: string | null,
): ObservedGuest {
  const isSame = guest.detailsDigest === knownDigest;
  return {
    ...guest,
    details: isSame
      ? { state: 'same' }
      : { state: 'read', value: { ...details, raw: raw() } },
  };
}

/** What guests are made from: a template is a machine and an image. */
export function imageOf(
  { externalId, facts, platformUrl }: ReadGuest,
  {
    disks,
    osFamily,
    description,
    createdAt,
  }: NonNullable<ReadGuest['details']>,
): ObservedImage {
  const storages = disks.flatMap(disk => disk.storage ?? []);
  return {
    kind: 'image',
    externalId,
    name: facts.name ?? externalId,
    imageKind: 'template',
    clusterExternalId: facts.clusterExternalId,
    sizeBytes: disks.reduce((sum, disk) => sum + (disk.sizeBytes ?? 0), 0),
    storages: [...new Set(storages)].sort(),
    osFamily,
    description,
    createdAt,
    platformUrl,
  };
}
