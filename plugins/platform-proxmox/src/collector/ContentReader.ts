import type {
  CollectionGap,
  ObservedImage,
} from '@flyloft/plugin-inventory-node';
import type { ClusterClient } from '../client/ClusterClient';
import { isProxmoxFailure, ProxmoxError } from '../client/ProxmoxError';
import type { StorageRow } from '../wire/resources';
import {
  backupOf,
  type ContentKind,
  type Volume,
} from '../wire/storageContent';
import { BackupPicture } from './backups';
import { ImagePicture } from './images';

/** A storage, and a node through which to ask it. */
interface Place {
  storage: string;
  node: string;
  shared: boolean;
  content: ReadonlySet<string>;
}

/** What storages hold beside the disks of guests. */
export interface StorageContent {
  backups: BackupPicture;
  images: ObservedImage[];
  gaps: CollectionGap[];
}

const imageContents = ['iso', 'vztmpl', 'import'] as const;

/**
 * Reads what storages hold: a call for each kind of content, a shared storage
 * once, through any node that shows it as available.
 */
export class ContentReader {
  private readonly gaps: CollectionGap[] = [];
  private readonly images = new ImagePicture();

  constructor(
    private readonly cluster: ClusterClient,
    private readonly options: {
      /** False where our rights don't show backups, or nobody wants them. */
      seesBackups: boolean;
      silentNodes: ReadonlySet<string>;
      signal: AbortSignal;
    },
  ) {}

  async read(rows: StorageRow[]): Promise<StorageContent> {
    const { seesBackups } = this.options;
    const places = placesOf(rows, this.options.silentNodes);
    const unseen = unseenStorages(rows, places);
    const backups = new BackupPicture(
      seesBackups && !unseen.some(row => row.content.includes('backup')),
    );
    await Promise.all([
      ...(seesBackups
        ? having(places, 'backup').map(place =>
            this.readBackups(place, backups),
          )
        : []),
      ...imageContents.flatMap(kind =>
        having(places, kind).map(place => this.readImages(place, kind)),
      ),
    ]);
    const lost = unseen.filter(row =>
      imageContents.some(kind => row.content.includes(kind)),
    );
    if (lost.length > 0) {
      const names = [...new Set(lost.map(row => row.storage))].join(', ');
      this.gap(`images on ${names}`, 'it is not available', ['image']);
    }
    return { backups, images: this.images.observed(), gaps: this.gaps };
  }

  private async readBackups(
    place: Place,
    backups: BackupPicture,
  ): Promise<void> {
    const newest = new Map<number, number>();
    const done = await this.content(place, 'backup', [], volume => {
      const backup = backupOf(volume);
      if (backup && backup.madeAtSeconds > (newest.get(backup.vmid) ?? 0)) {
        newest.set(backup.vmid, backup.madeAtSeconds);
      }
    });
    backups.add(place.storage, newest);
    if (!done) backups.complete = false;
  }

  private async readImages(place: Place, kind: ContentKind): Promise<void> {
    await this.content(place, kind, ['image'], volume =>
      this.images.add(place.shared ? null : place.node, place.storage, volume),
    );
  }

  /**
   * Answers whether the whole list was read. Each row is taken as it comes, a
   * million of them held by nobody; a second try takes the same ones again.
   */
  private async content(
    place: Place,
    kind: ContentKind,
    withholds: CollectionGap['withholdsDeletions'],
    take: (volume: Volume) => void,
  ): Promise<boolean> {
    try {
      await this.cluster.storageContent(
        place,
        kind,
        volume => {
          take(volume);
          return null;
        },
        this.options.signal,
      );
      return true;
    } catch (error) {
      if (!(error instanceof ProxmoxError)) throw error;
      if (isProxmoxFailure(error, 'unauthenticated', 'untrusted')) throw error;
      this.gap(`${kind} on ${place.storage}`, error.reason, withholds);
      return false;
    }
  }

  private gap(
    scope: string,
    reason: string,
    withholdsDeletions: CollectionGap['withholdsDeletions'],
  ): void {
    this.gaps.push({ kind: 'gap', scope, reason, withholdsDeletions });
  }
}

const having = (places: Place[], content: ContentKind) =>
  places.filter(place => place.content.has(content));

const keyOf = (row: Pick<StorageRow, 'storage' | 'node' | 'shared'>) =>
  row.shared ? row.storage : `${row.node}/${row.storage}`;

function placesOf(
  rows: StorageRow[],
  silentNodes: ReadonlySet<string>,
): Place[] {
  const places = new Map<string, Place>();
  for (const row of rows) {
    const { storage, node, shared } = row;
    if (row.status !== 'available' || silentNodes.has(node)) continue;
    if (!places.has(keyOf(row))) {
      places.set(keyOf(row), {
        storage,
        node,
        shared,
        content: new Set(row.content),
      });
    }
  }
  return [...places.values()];
}

/** The storages that no node could be asked about. */
function unseenStorages(rows: StorageRow[], places: Place[]): StorageRow[] {
  const seen = new Set(places.map(keyOf));
  return rows.filter(row => !seen.has(keyOf(row)));
}
