import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import type { LabEstate } from '@flyloft/backend-kit/testing';
import type {
  CollectContext,
  KnownGuest,
  Observation,
} from '@flyloft/plugin-inventory-node';
import { kubevirtPlatform } from '../kubevirtPlatform';

/** A collector of the lab's cluster, configured as README says. */
export function labCollector(estate: LabEstate, overrides: object = {}) {
  return kubevirtPlatform.createCollector({
    id: estate.id,
    title: estate.title,
    config: new ConfigReader({
      server: estate.url,
      token: estate.token,
      ca: estate.caPem,
      ...overrides,
    }),
  });
}

/** A context that knows what former runs yielded, as the engine does. */
export function aContext(
  overrides: Partial<CollectContext> & {
    known?: Map<string, KnownGuest>;
  } = {},
): CollectContext {
  const { known = new Map<string, KnownGuest>(), ...context } = overrides;
  return {
    signal: AbortSignal.timeout(60_000),
    logger: mockServices.logger.mock(),
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
