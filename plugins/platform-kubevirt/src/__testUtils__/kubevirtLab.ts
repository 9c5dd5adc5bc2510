import { ConfigReader } from '@backstage/config';
import { aLab } from '@flyloft/backend-kit/testing';
import type {
  ObservedGuest,
  PlatformCollector,
} from '@flyloft/plugin-inventory-node';
import {
  aContext,
  closedAfterEach,
  everything,
  only,
} from '@flyloft/plugin-inventory-node/testing';
import { kubevirtPlatform } from '../kubevirtPlatform';

/** The lab's KubeVirt cluster. */
export const cluster = 'kv-central';

/** How many guests it has: more than two pages, so that lists are paged and joined. */
export const guestCount = 606;

/** The lab's KubeVirt cluster, for one test file. */
export function kubevirtLab() {
  const lab = aLab({ estateGuests: 600 });
  const closed = closedAfterEach();

  /** A collector of the cluster, configured as the guide says. */
  function aCollector(overrides: object = {}): PlatformCollector {
    const { id, title, url, token, caPem } = lab.estate(cluster);
    return closed(
      kubevirtPlatform.createCollector({
        id,
        title,
        config: new ConfigReader({
          server: url,
          token,
          ca: caPem,
          ...overrides,
        }),
      }),
    );
  }
  const collect = (
    collector: PlatformCollector,
    context: Parameters<typeof aContext>[0] = {},
  ) => everything(collector.collect(aContext(context)));

  return {
    lab,
    aCollector,
    collect,
    guestsOf: async (
      collector = aCollector(),
      context: Parameters<typeof aContext>[0] = {},
    ) => only(await collect(collector, context), 'guest'),
    act: (action: string, machine: string, rest: object = {}) =>
      lab.guest({ action, cluster, machine, ...rest }),
  };
}

/** The guest of a name. */
export const named = (guests: ObservedGuest[], name: string): ObservedGuest =>
  guests.find(guest => guest.facts.name === name)!;
