import type {
  Change,
  Page,
  PlatformFreshness,
} from '@flyloft/plugin-inventory-common';
import type { InventoryApi } from '../api/inventoryApi';

/** A line of "Recent changes": one change, or the like of many in one sync. */
export type ChangeLine =
  | { form: 'one'; change: Change }
  | { form: 'many'; like: Change; count: number };

/** The lines to show, newest first, with the platforms they speak of. */
export interface RecentLines {
  lines: ChangeLine[];
  platforms: PlatformFreshness[];
}

// So few are said faster than summed up.
const fewest = 3;

/**
 * Joins what one sync saw appear, go or fall silent into one line for each
 * kind of thing: a first sync sees thousands for the first time, and what
 * somebody changed must not drown in that. What has values is never joined.
 */
export function linesOf(changes: readonly Change[]): ChangeLine[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = groupKey(change);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap<ChangeLine>(group =>
    group.length < fewest
      ? group.map(change => ({ form: 'one', change }))
      : [{ form: 'many', like: group[0]!, count: group.length }],
  );
}

function groupKey(change: Change): string {
  return change.operation === 'changed' || change.runId === null
    ? change.sequence
    : `${change.runId}/${change.kind}/${change.operation}`;
}

/** The conditions of the list of changes that shows what a line sums up. */
export const likenessOf = ({ runId, operation, kind }: Change) =>
  [
    ['runId', runId ?? ''],
    ['operation', operation],
    ['kind', kind],
  ] as const;

const looked = 50;

/** Asks for the latest changes and makes `shown` lines of them. */
export async function recentLines(
  inventory: InventoryApi,
  shown: number,
  options: { signal: AbortSignal },
): Promise<RecentLines> {
  const page = await inventory.listHistory({ limit: looked }, options);
  const whole = page.nextCursor === null;
  let lines = linesOf(page.items);
  if (!whole) {
    lines = await Promise.all(
      lines.map(line => counted(inventory, line, page, options)),
    );
    // A great sync fills all that was looked at: what changed before it counts too.
    if (lines.length < shown) {
      const changed = await inventory.listHistory(
        { filter: ['operation:eq:changed'], limit: shown },
        options,
      );
      const known = new Set(page.items.map(({ sequence }) => sequence));
      lines = [
        ...lines,
        ...linesOf(changed.items.filter(one => !known.has(one.sequence))),
      ];
    }
  }
  return {
    lines: lines.slice(0, shown),
    platforms: page.freshness.platforms,
  };
}

/** A sync that reaches beyond what was looked at has more than was seen of it. */
async function counted(
  inventory: InventoryApi,
  line: ChangeLine,
  page: Page<Change>,
  options: { signal: AbortSignal },
): Promise<ChangeLine> {
  if (line.form === 'one' || line.like.runId !== page.items.at(-1)?.runId) {
    return line;
  }
  const { total } = await inventory.listHistory(
    {
      filter: likenessOf(line.like).map(([fact, is]) => `${fact}:eq:${is}`),
      limit: 1,
    },
    options,
  );
  return { ...line, count: total };
}
