import type { Image } from '@flyloft/plugin-inventory-common';

const moment = '2026-11-21T12:00:00.000Z';

/** An image as the list shows it. */
export function anImage(part: Partial<Image> = {}): Image {
  return {
    id: '9b2e6f00-0000-4000-8000-000000000001',
    platformId: 'west',
    externalId: 'local:iso/debian-13.iso',
    name: 'debian-13.iso',
    kind: 'iso',
    cluster: null,
    visibility: 'visible',
    sizeBytes: 700 * 2 ** 20,
    storages: ['local'],
    osFamily: null,
    description: null,
    createdAt: moment,
    firstSeenAt: moment,
    lastSeenAt: moment,
    deletedAt: null,
    platformUrl: null,
    ...part,
  };
}
