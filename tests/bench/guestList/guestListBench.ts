import {
  compared,
  type Bench,
  type BenchContext,
  type Figure,
} from '../bench.ts';
import { median, percentile } from '../figures.ts';
import { HttpLoad } from './HttpLoad.ts';

const concurrency = 8;
const goal = 4;
const warmUps = 16;

/** What the server says about itself and its guests. */
interface Ground {
  empty: string;
  full: string;
  token: string;
  at: string;
  addresses: string[];
  macs: string[];
  numbers: number[];
}

/** A kind of request: each asks for something else where people would, too. */
interface Case {
  what: string;
  path(index: number): string;
}

/**
 * The list of guests over HTTP, eight requests at a time: the slowest
 * twentieth of each kind against the same request on an empty table.
 */
export const guestListBench: Bench = {
  name: 'guest list',
  async run({ parts, guests, requests }) {
    const part = parts.start('guestList', { guests, rounds: 1 });
    try {
      const ground = (await part.next<Ground>())!;
      const load = new HttpLoad(ground.token, concurrency);
      const cursor = await deepestCursor(load, ground);
      const figures: Figure[] = [];
      for (const one of casesOf(ground, cursor)) {
        figures.push(...(await measure(load, ground, one, requests)));
      }
      load.close();
      return figures;
    } finally {
      await part.stop();
    }
  },
};

async function measure(
  load: HttpLoad,
  ground: Ground,
  { what, path }: Case,
  requests: BenchContext['requests'],
): Promise<Figure[]> {
  const times: Record<'empty' | 'full', number[]> = { empty: [], full: [] };
  for (const table of ['empty', 'full'] as const) {
    const url = (index: number) => `${ground[table]}${path(index)}`;
    await load.measure(warmUps, index => url(index + requests));
    times[table] = await load.measure(requests, url);
  }
  return [
    compared(
      `${what}, p95`,
      percentile(times.full, 0.95),
      'ms',
      { what: 'an empty table', value: percentile(times.empty, 0.95) },
      goal,
    ),
    { what: `${what}, median`, value: median(times.full), unit: 'ms' },
  ];
}

/** Walks to the last page, as a person would who never gives up. */
async function deepestCursor(load: HttpLoad, { full }: Ground) {
  let cursor = '';
  for (;;) {
    const parameter = cursor && `&cursor=${cursor}`;
    const answer = await load.get(`${full}/all/guests?limit=500${parameter}`);
    const { nextCursor } = JSON.parse(answer) as { nextCursor: string | null };
    if (nextCursor === null) return cursor;
    cursor = nextCursor;
  }
}

function casesOf(ground: Ground, cursor: string): Case[] {
  const list = (query: string, caller = 'all') =>
    `/${caller}/guests?limit=50${query}`;
  const filter = (text: string) => `&filter=${encodeURIComponent(text)}`;
  const one = <T>(values: T[], index: number) =>
    values[index % values.length] as T;
  const teams = (index: number) => `group:default/team-${index % 100}`;
  const threeFilters = (least: number) =>
    filter('powerState:eq:running') +
    filter(`memoryBytes:gte:${2 ** 30 + least}`) +
    filter('tags:eq:prod');
  const ago = (milliseconds: number) =>
    new Date(Date.parse(ground.at) - milliseconds).toISOString();
  return [
    { what: 'first page', path: () => list('') },
    { what: 'deepest page', path: () => list(`&cursor=${cursor}`) },
    {
      what: 'part of a name',
      path: index => list(`&q=-${one(ground.numbers, index)}`),
    },
    {
      what: 'an exact address',
      path: index =>
        list(filter(`addresses:eq:${one(ground.addresses, index)}`)),
    },
    {
      what: 'a MAC',
      path: index => list(filter(`macAddresses:eq:${one(ground.macs, index)}`)),
    },
    {
      what: 'owner and tag',
      path: index =>
        list(filter(`ownerRef:eq:${teams(index)}`) + filter('tags:eq:prod')),
    },
    { what: 'sorted by memory', path: () => list('&sort=-memoryBytes') },
    {
      what: 'three filters with total',
      path: index => list(threeFilters(index % 4)),
    },
    {
      what: 'three filters that nobody had before',
      path: index => list(threeFilters(index + 4)),
    },
    {
      what: 'at a past moment',
      path: index => list(`&at=${ago(index % 4)}`),
    },
    {
      what: 'at a moment that nobody asked for before',
      path: index => list(`&at=${ago(index + 4)}`),
    },
    { what: "one team's scope", path: () => list('', 'team') },
    { what: 'a refused scope', path: () => list('', 'nobody') },
  ];
}
