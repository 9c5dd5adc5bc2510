import type { Observation, ObservedGuest } from '../collectors/observation';
import type {
  CollectContext,
  KnownGuest,
  PlatformCollector,
} from '../collectors/PlatformCollector';
import { silentLogger } from './silentLogger';

/** A context that knows what former runs yielded, as the engine does. */
export function aContext(
  overrides: Partial<CollectContext> & {
    known?: Map<string, KnownGuest>;
  } = {},
): CollectContext {
  const { known = new Map<string, KnownGuest>(), ...context } = overrides;
  return {
    signal: AbortSignal.timeout(60_000),
    logger: silentLogger,
    lastCollectedAt: null,
    knownGuests: async ids => {
      if (ids.length > 1_000) throw new Error('too many ids at a time');
      return new Map(
        ids.flatMap(id => {
          const guest = known.get(id);
          return guest ? [[id, guest] as const] : [];
        }),
      );
    },
    progress: () => {},
    ...context,
  };
}

/** Takes a whole picture into memory. */
export async function everything(
  stream: AsyncIterable<Observation>,
): Promise<Observation[]> {
  const all: Observation[] = [];
  for await (const each of stream) all.push(each);
  return all;
}

/** The observations of one kind. */
export function only<K extends Observation['kind']>(
  observations: Observation[],
  kind: K,
): Array<Extract<Observation, { kind: K }>> {
  return observations.filter(
    (each): each is Extract<Observation, { kind: K }> => each.kind === kind,
  );
}

/** What the engine would hand back of these guests at the next run. */
export function remembered(
  guests: ObservedGuest[],
  before: Map<string, KnownGuest> = new Map(),
): Map<string, KnownGuest> {
  return new Map(
    guests.map(({ externalId, detailsDigest, memory }) => [
      externalId,
      {
        externalId,
        digest: detailsDigest,
        // The engine keeps JSON, and keeps the last where none was given.
        memory: memory
          ? JSON.parse(JSON.stringify(memory))
          : (before.get(externalId)?.memory ?? null),
      },
    ]),
  );
}

/** What was read of a guest. */
export function detailsOf(guest: ObservedGuest | undefined) {
  if (guest?.details.state !== 'read') {
    throw new Error(`not read: ${JSON.stringify(guest?.details)}`);
  }
  return guest.details.value;
}

/** Takes collectors that are to be closed after the test that made them. */
export function closedAfterEach(): <C extends PlatformCollector>(
  collector: C,
) => C {
  const open: PlatformCollector[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map(each => each.close?.()));
  });
  return collector => {
    open.push(collector);
    return collector;
  };
}
