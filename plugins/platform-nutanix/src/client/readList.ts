import type { ListName, Records } from '../wire/records';
import type { Page, PrismApi } from './PrismApi';
import { PrismError } from './PrismError';

// A list that moves under us is read so often before the run is given up.
const passes = 3;

/** How a whole list is read. */
export interface ListReading {
  signal: AbortSignal;
  /** Pages asked for at once, where they have numbers. */
  ahead: number;
  onTotal?: (total: number) => void;
}

/**
 * Streams a whole list page by page, each entity once. The count that Prism
 * Central gives must stay the same and be reached: where something came or
 * went meanwhile, pages have shifted and may have left something out, so the
 * list is read again. Holds the pages under way, and the ids seen.
 *
 * @throws PrismError `malformed` when no pass was whole
 */
export async function* readList<L extends ListName>(
  api: PrismApi,
  list: L,
  reading: ListReading,
): AsyncGenerator<Array<Records[L]>> {
  const yielded = new Set<string>();
  let difference = '';
  for (let pass = 1; pass <= passes; pass += 1) {
    const seen = new Set<string>();
    let total: number | null = null;
    let moved = false;
    for await (const page of pagesOf(api, list, reading)) {
      total ??= page.total;
      moved ||= page.total !== total;
      reading.onTotal?.(page.total);
      for (const { id } of page.items) seen.add(id);
      const fresh = page.items.filter(({ id }) => {
        if (yielded.has(id)) return false;
        yielded.add(id);
        return true;
      });
      if (fresh.length > 0) yield fresh;
      if (moved) break;
    }
    if (!moved && seen.size === total) return;
    difference = moved
      ? 'their number changed while they were read'
      : `of ${total} told, ${seen.size} came`;
  }
  throw new PrismError('malformed', {
    call: `the list of ${list} (${api.version})`,
    reason: `${difference}, ${passes} times over`,
  });
}

/** Reads a whole list that is short enough to be held. */
export async function wholeList<L extends ListName>(
  api: PrismApi,
  list: L,
  reading: ListReading,
): Promise<Array<Records[L]>> {
  const all: Array<Records[L]> = [];
  for await (const page of readList(api, list, reading)) all.push(...page);
  return all;
}

async function* pagesOf<L extends ListName>(
  api: PrismApi,
  list: L,
  reading: ListReading,
): AsyncGenerator<Page<Records[L]>> {
  const limit = api.pageSize;
  const at = (offset: number) =>
    api.page(list, { offset, limit, signal: reading.signal });
  const first = await at(0);
  yield first;
  if (!api.numberedPages) {
    let offset = first.items.length;
    for (let last = first; offset < first.total && last.items.length > 0;) {
      last = await at(offset);
      offset += last.items.length;
      yield last;
    }
    return;
  }
  const underWay: Array<Promise<Page<Records[L]>>> = [];
  let next = limit;
  const begin = () => {
    const page = at(next);
    // Whoever takes it hears of its failure; until then nobody must.
    page.catch(() => {});
    underWay.push(page);
    next += limit;
  };
  const ahead = Math.max(1, reading.ahead);
  while (next < first.total || underWay.length > 0) {
    while (next < first.total && underWay.length < ahead) begin();
    yield await underWay.shift()!;
  }
}
