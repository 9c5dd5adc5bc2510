import {
  parseFilter,
  parseSort,
  type FactTable,
  type Filter,
  type Sort,
} from '@flyloft/kit-common';

/** A part of an address, read; or why this list can't take it, in words. */
export type ReadPart<T> = { value: T } | { problem: string };

/**
 * Reads one condition of an address. The API names every fact in its refusal,
 * which helps who writes a program; who reads a page is told the few that are
 * near to what stands there.
 */
export function readFilter(text: string, facts: FactTable): ReadPart<Filter> {
  const name = text.split(':')[0] ?? '';
  if (!Object.hasOwn(facts, name)) {
    return {
      problem: `the filter '${shortened(text)}', as this list has no fact '${shortened(name)}'${nearWords(name, facts)}`,
    };
  }
  return attempt(() => parseFilter(text, facts));
}

/** Reads the order of an address. */
export function readSort(text: string, facts: FactTable): ReadPart<Sort> {
  const name = text.replace(/^-/, '');
  if (Object.hasOwn(facts, name) && facts[name]?.sortable) {
    return attempt(() => parseSort(text, facts));
  }
  const sortable = Object.fromEntries(
    Object.entries(facts).filter(([, fact]) => fact.sortable),
  );
  return {
    problem: `the order '${shortened(text)}', as this list can't be sorted by it${nearWords(name, sortable)}`,
  };
}

function attempt<T>(read: () => T): ReadPart<T> {
  try {
    return { value: read() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const mostShown = 60;

const shortened = (text: string) =>
  text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;

function nearWords(name: string, facts: FactTable): string {
  const near = nearFacts(name, facts).map(
    found => `${found} (${facts[found]!.label})`,
  );
  if (near.length === 0) return '';
  return `; near it ${near.length === 1 ? 'is' : 'are'} ${near.join(', ')}`;
}

const mostNear = 3;

/** The facts whose name or label is close to a word, the closest first. */
export function nearFacts(word: string, facts: FactTable): string[] {
  const wanted = plain(word);
  // Two letters are in or near almost every name.
  if (wanted.length < 3) return [];
  return Object.entries(facts)
    .map(([name, { label }]) => ({
      name,
      distance: Math.min(
        distanceOf(wanted, plain(name)),
        distanceOf(wanted, plain(label)),
      ),
    }))
    .filter(({ distance }) => distance <= wanted.length / 3)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostNear)
    .map(({ name }) => name);
}

// An address is typed by hand: the whole of it is never compared.
const plain = (text: string) =>
  text
    .slice(0, mostShown)
    .toLocaleLowerCase('en')
    .replace(/[^a-z0-9]/g, '');

/** How many letters must be changed; 1 where one word holds the other. */
function distanceOf(one: string, other: string): number {
  if (one === other) return 0;
  const holds = one.includes(other) || other.includes(one);
  if (holds && Math.min(one.length, other.length) >= 3) return 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}
