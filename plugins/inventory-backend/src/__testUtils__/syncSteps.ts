import type { Observation } from '@flyloft/plugin-inventory-node';
import fc from 'fast-check';
import { aCluster, aDisk, aGuest, aHost, aNic } from '../testing/observations';
import { FakePlatform, Replica, type SyncBench } from '../testing/SyncBench';

/*
 * Sequences of syncs that a platform may give rise to, for properties.
 */

const hosts = ['pve1', 'pve2', 'pve3'];
const maxGuests = 8;

/** What a platform answers about one guest at one sync. */
interface Seen {
  index: number;
  name: string;
  host: number;
  powerState: 'running' | 'stopped';
  memory: number | undefined;
  tags: string[] | undefined;
  details:
    | 'same'
    | 'unread'
    | {
        vlanTag: number;
        addresses: number[];
        disks: number;
        description: string | null;
      };
  uuid: number | undefined;
}

/** What a platform answers about any one guest. */
export const seenGuest: fc.Arbitrary<Omit<Seen, 'index'>> = fc.record({
  name: fc.constantFrom('web', 'db', 'app'),
  host: fc.nat({ max: hosts.length - 1 }),
  powerState: fc.constantFrom('running' as const, 'stopped' as const),
  memory: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  tags: fc.option(fc.subarray(['a', 'b', 'c']), { nil: undefined }),
  details: fc.oneof(
    fc.constantFrom('same' as const, 'unread' as const),
    fc.record({
      vlanTag: fc.integer({ min: 1, max: 3 }),
      addresses: fc.uniqueArray(fc.integer({ min: 1, max: 4 })),
      disks: fc.integer({ min: 0, max: 2 }),
      description: fc.constantFrom(null, 'words'),
    }),
  ),
  uuid: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
});

/** One sync: who is listed, which hosts are silent, how it ends. */
export const syncStep = fc.record({
  guests: fc.dictionary(
    fc.integer({ min: 0, max: maxGuests - 1 }).map(String),
    seenGuest,
    { maxKeys: maxGuests },
  ),
  silent: fc.subarray([0, 1, 2], { maxLength: 2 }),
  ending: fc.constantFrom('well', 'well', 'well', 'well', 'broken'),
});
export type SyncStep =
  typeof syncStep extends fc.Arbitrary<infer T> ? T : never;

function observations({ guests, silent }: SyncStep): Observation[] {
  return [
    aCluster(),
    ...hosts.map(externalId => aHost({ externalId })),
    ...silent.map((index): Observation => ({
      kind: 'unreachable',
      scope: 'host',
      externalId: hosts[index]!,
      reason: 'silent',
    })),
    ...Object.entries(guests).map(([index, guest]) =>
      observedGuest({ ...guest, index: Number(index) }),
    ),
  ];
}

function observedGuest(guest: Seen): Observation {
  const { details } = guest;
  const observed = aGuest({
    externalId: String(guest.index),
    facts: {
      name: guest.name,
      hostExternalId: hosts[guest.host]!,
      powerState: guest.powerState,
    },
    evidence:
      guest.uuid === undefined
        ? {}
        : { biosUuid: `0000000${guest.uuid}-0000-4000-8000-000000000000` },
    details:
      typeof details === 'string'
        ? details
        : {
            description: details.description,
            nics: [
              aNic({
                vlanTag: details.vlanTag,
                addresses: details.addresses.map(last => ({
                  address: `10.0.0.${last}`,
                  prefixLength: 24,
                  source: 'agent',
                })),
              }),
            ],
            disks: Array.from({ length: details.disks }, (_none, index) =>
              aDisk({ key: `scsi${index}` }),
            ),
          },
  });
  observed.facts.memoryBytes = guest.memory;
  observed.facts.tags = guest.tags;
  return observed;
}

let count = 0;
/** A platform of its own for each sequence, in one database. */
export async function freshPlatform(bench: SyncBench, id?: string) {
  count += 1;
  const platform = new FakePlatform(id ?? `p${count}`);
  const replica = new Replica(bench.db, [platform]);
  await replica.platforms.register([platform]);
  return {
    platform,
    sync: async (answer: () => AsyncIterable<Observation>) => {
      platform.answers(answer);
      await replica.service.start({ trigger: 'schedule', requestedBy: null });
      const { runId, done } = (await replica.executor.takeNext())!;
      await done;
      return replica.runs.get(runId);
    },
  };
}

/** What the platform answers at a step. */
export async function* answerOf(one: SyncStep): AsyncGenerator<Observation> {
  yield* observations(one);
  if (one.ending === 'broken') throw new Error('cut off');
}
