import { ConfigReader } from '@backstage/config';
import { aLab, type LabProcessOptions } from '@flyloft/backend-kit/testing';
import type { PlatformCollector } from '@flyloft/plugin-inventory-node';
import {
  aContext,
  closedAfterEach,
  everything,
} from '@flyloft/plugin-inventory-node/testing';
import { proxmoxPlatform } from '../proxmoxPlatform';

/** The lab's own word on a guest, from its control endpoint. */
interface TrueGuest {
  vmid: number;
  kind: 'qemu' | 'lxc';
  node: string;
  name: string;
  power: string;
  lock: string | null;
  pool: string | null;
  tags: string[];
  template: boolean;
  cpus: number;
  memoryBytes: number;
  biosUuid: string | null;
  agent: string | null;
  hostname: string;
  system: string;
  config: { cores?: number };
  nics: Array<{
    key: string;
    mac: string;
    bridge: string | null;
    vlan: number | null;
    addresses: string[];
  }>;
}

/** What each entry node was asked, by the lab's count. */
interface Calls {
  [entry: string]: {
    total: number;
    maxInFlight: number;
    byPath: Record<string, number>;
  };
}

/** The lab's Proxmox clusters, for one test file; calls are counted per test. */
export function proxmoxLab(options: LabProcessOptions = {}) {
  const lab = aLab(options);
  const closed = closedAfterEach();
  beforeEach(async () => {
    await lab.control('DELETE', '/calls');
  });

  return {
    lab,
    /** A collector of a cluster, configured as the guide says. */
    aCollector(cluster = 'pve-west', overrides: object = {}) {
      const { id, title, endpoints, tokenId, tokenSecret, caPem } =
        lab.cluster(cluster);
      return closed(
        proxmoxPlatform.createCollector({
          id,
          title,
          config: new ConfigReader({
            endpoints,
            tokenId,
            tokenSecret,
            ca: caPem,
            // Long enough for a busy machine.
            agent: { timeout: { seconds: 2 } },
            ...overrides,
          }),
        }),
      );
    },
    collect: (
      collector: PlatformCollector,
      context: Parameters<typeof aContext>[0] = {},
    ) => everything(collector.collect(aContext(context))),
    truth: async (cluster: string) =>
      (
        await lab.control<{ items: TrueGuest[] }>(
          'GET',
          `/world/guests?cluster=${cluster}`,
        )
      ).items,
    calls: () => lab.control<Calls>('GET', '/calls'),
  };
}
