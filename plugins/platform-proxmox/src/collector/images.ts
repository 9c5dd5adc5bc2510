import type { ObservedImage } from '@flyloft/plugin-inventory-node';
import type { Volume } from '../wire/storageContent';
import { clusterExternalId } from './guestFacts';

const kinds: Record<string, ObservedImage['imageKind']> = {
  iso: 'iso',
  vztmpl: 'container-template',
  import: 'disk',
};

/** What guests are made from, put together over all storages. */
export class ImagePicture {
  private readonly images = new Map<string, ObservedImage>();

  /** @param node - The node of a local storage; null for a shared one. */
  add(node: string | null, storage: string, volume: Volume): void {
    const imageKind = kinds[volume.content ?? ''];
    if (!imageKind) return;
    const externalId = node === null ? volume.volid : `${node}/${volume.volid}`;
    this.images.set(externalId, {
      kind: 'image',
      externalId,
      name: volume.volid.slice(volume.volid.lastIndexOf('/') + 1),
      imageKind,
      clusterExternalId,
      sizeBytes: volume.size ?? null,
      storages: [node === null ? storage : `${node}/${storage}`],
      osFamily: imageKind === 'container-template' ? 'linux' : null,
      description: volume.notes?.trim() || null,
      createdAt:
        volume.ctime === undefined
          ? null
          : new Date(volume.ctime * 1000).toISOString(),
    });
  }

  observed(): ObservedImage[] {
    return [...this.images.values()].sort((a, b) =>
      a.externalId < b.externalId ? -1 : 1,
    );
  }
}
