import {
  addressFacts,
  guestFacts,
  type SearchHit,
} from '@flyloft/plugin-inventory-common';
import type { NavigationEntry } from '../navigation/navigation';

/** One thing the palette offers to open. */
export interface PaletteOption {
  /** Unique in the palette: two kinds may share an id. */
  key: string;
  href: string;
  title: string;
  /** Where it is, in words. */
  context?: string;
  /** What matched, when the title doesn't show it: `MAC bc:24:11:00:00:01`. */
  matched?: string;
}

/** Options of one kind under a heading. */
export interface PaletteGroup {
  id: string;
  title: string;
  options: PaletteOption[];
}

const kinds: Array<{ kind: SearchHit['kind']; title: string; path: string }> = [
  { kind: 'guest', title: 'Guests', path: '/inventory/guests' },
  // An address is opened where it was seen: on its guest.
  { kind: 'address', title: 'Addresses', path: '/inventory/guests' },
  { kind: 'host', title: 'Hosts', path: '/inventory/hosts' },
  { kind: 'cluster', title: 'Clusters', path: '/inventory/clusters' },
  { kind: 'network', title: 'Networks', path: '/inventory/networks' },
];

/**
 * What the palette shows: pages by name at once, then the inventory's hits by
 * kind in the order the server ranked them, then the way to the whole list.
 */
export function paletteGroups(input: {
  typed: string;
  pages: NavigationEntry[];
  hits: SearchHit[];
}): PaletteGroup[] {
  const typed = input.typed.trim();
  const groups: PaletteGroup[] = [
    { id: 'pages', title: 'Pages', options: input.pages.map(pageOption) },
    ...kinds.map(({ kind, title, path }) => ({
      id: kind,
      title,
      options: input.hits
        .filter(hit => hit.kind === kind)
        .map((hit, at) => hitOption(hit, path, at)),
    })),
  ];
  if (typed !== '' && input.hits.length > 0) {
    groups.push({
      id: 'all',
      title: 'Lists',
      options: [
        {
          key: 'all/guests',
          href: `/inventory/guests?q=${encodeURIComponent(typed)}`,
          title: `All guests with “${typed}”`,
        },
      ],
    });
  }
  return groups.filter(group => group.options.length > 0);
}

function pageOption(entry: NavigationEntry): PaletteOption {
  return { key: `page/${entry.id}`, href: entry.href, title: entry.title };
}

function hitOption(hit: SearchHit, path: string, at: number): PaletteOption {
  return {
    // One guest may show one address on two NICs.
    key: `${hit.kind}/${hit.id}/${at}`,
    href: `${path}/${encodeURIComponent(hit.id)}`,
    title: hit.title,
    context: hit.context,
    matched: shownElsewhere(hit)
      ? `${factLabel(hit.matched.fact)} ${hit.matched.value}`
      : undefined,
  };
}

function shownElsewhere({ title, matched }: SearchHit): boolean {
  return !title.toLocaleLowerCase().includes(matched.value.toLocaleLowerCase());
}

function factLabel(fact: string): string {
  const labels: Record<string, { label: string } | undefined> = {
    ...addressFacts,
    ...guestFacts,
  };
  return labels[fact]?.label ?? fact;
}

/**
 * Which option is chosen after the options changed: the same one while it is
 * still there, else the first.
 */
export function chosenAfterChange(
  options: PaletteOption[],
  chosen: string | undefined,
): string | undefined {
  return options.some(option => option.key === chosen)
    ? chosen
    : options[0]?.key;
}

/** The option so many steps on from the chosen one; around at the ends. */
export function stepFrom(
  options: PaletteOption[],
  chosen: string | undefined,
  steps: number,
): string | undefined {
  if (options.length === 0) return undefined;
  const at = options.findIndex(option => option.key === chosen);
  const from = at === -1 && steps < 0 ? 0 : at;
  const next = (from + steps + options.length * 2) % options.length;
  return options[next]!.key;
}
