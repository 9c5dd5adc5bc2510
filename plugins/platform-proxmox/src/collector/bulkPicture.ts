import type {
  GuestRow,
  NodeRow,
  ResourceRow,
  StorageRow,
} from '../wire/resources';

/** The bulk answer by kind of thing. */
export interface BulkPicture {
  guests: GuestRow[];
  nodes: Map<string, NodeRow>;
  storages: StorageRow[];
  /** The nodes of each zone of the software-defined network. */
  zones: Map<string, Set<string>>;
}

/** One copy of each word: 100,000 guests share a few nodes, pools and tags. */
class Words {
  private readonly known = new Map<string, string>();

  one<T extends string | undefined>(word: T): T {
    if (word === undefined) return word;
    const kept = this.known.get(word);
    if (kept !== undefined) return kept as T;
    this.known.set(word, word);
    return word;
  }
}

/** Sorts the rows of the bulk answer; a guest listed twice counts once. */
export function bulkPicture(rows: ResourceRow[]): BulkPicture {
  const words = new Words();
  const guests = new Map<number, GuestRow>();
  const nodes = new Map<string, NodeRow>();
  const storages: StorageRow[] = [];
  const zones = new Map<string, Set<string>>();
  for (const each of rows) {
    switch (each.kind) {
      case 'guest': {
        // Halfway through a migration both nodes may tell of it.
        const before = guests.get(each.row.vmid);
        if (!before || (each.row.told && !before.told)) {
          shareWords(each.row, words);
          guests.set(each.row.vmid, each.row);
        }
        break;
      }
      case 'node':
        nodes.set(each.row.node, each.row);
        break;
      case 'storage':
        storages.push(each.row);
        break;
      case 'zone':
        zones.set(
          each.row.zone,
          (zones.get(each.row.zone) ?? new Set()).add(each.row.node),
        );
        break;
      default:
        each satisfies never;
    }
  }
  return { guests: [...guests.values()], nodes, storages, zones };
}

function shareWords(row: GuestRow, words: Words): void {
  row.node = words.one(row.node);
  row.status = words.one(row.status);
  row.pool = words.one(row.pool);
  row.haState = words.one(row.haState);
  row.lock = words.one(row.lock);
  row.tags = words.one(row.tags);
}
