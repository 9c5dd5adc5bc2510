import type { ObservedImage } from '@flyloft/plugin-inventory-node';
import { timeOf } from '../wire/metadata';
import type { DataSource, Instancetype } from '../wire/things';
import { clusterExternalId } from './cluster';
import { osFamilyOf } from './operatingSystem';
import { namedSize } from './size';
import type { VolumeFacts } from './volumes';

const preferenceLabel = 'instancetype.kubevirt.io/default-preference';

/** A boot image: what `sourceRef` of a new disk can name. */
export function observedImage(
  { key, metadata, spec }: DataSource,
  volumes: ReadonlyMap<string, VolumeFacts>,
): ObservedImage {
  const claim = spec?.source?.pvc;
  const facts = volumes.get(
    `${claim?.namespace ?? metadata.namespace}/${claim?.name}`,
  );
  const preference = metadata.labels?.[preferenceLabel];
  return {
    kind: 'image',
    externalId: key,
    name: key,
    imageKind: 'disk',
    clusterExternalId,
    sizeBytes: facts?.bytes ?? null,
    storages: facts?.storage ? [facts.storage] : [],
    osFamily: osFamilyOf(preference) ?? osFamilyOf(metadata.name),
    description: metadata.annotations?.description ?? null,
    createdAt: timeOf(metadata.creationTimestamp),
  };
}

function sizeWords(instancetype: Instancetype): string {
  const { cpus, memoryBytes } = namedSize(instancetype);
  const gibibytes =
    memoryBytes === null ? null : Math.round((memoryBytes / 2 ** 30) * 10) / 10;
  return [
    cpus === null ? null : `${cpus} vCPU`,
    gibibytes === null ? null : `${gibibytes} GiB memory`,
  ]
    .filter(each => each !== null)
    .join(', ');
}

/** A named size; one of a namespace carries that in its name. */
export function observedSize(instancetype: Instancetype): ObservedImage {
  const { key, metadata } = instancetype;
  return {
    kind: 'image',
    externalId: `size:${key}`,
    name: key,
    imageKind: 'size',
    clusterExternalId,
    sizeBytes: null,
    storages: [],
    description: sizeWords(instancetype) || null,
    createdAt: timeOf(metadata.creationTimestamp),
  };
}
