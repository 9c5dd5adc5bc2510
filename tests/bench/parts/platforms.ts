import { resolve } from 'node:path';
import { ConfigSources, FileConfigSource } from '@backstage/config-loader';
import { kubevirtPlatform } from '../../../plugins/platform-kubevirt/src/kubevirtPlatform';
import { nutanixPlatform } from '../../../plugins/platform-nutanix/src/nutanixPlatform';
import { proxmoxPlatform } from '../../../plugins/platform-proxmox/src/proxmoxPlatform';
import { vspherePlatform } from '../../../plugins/platform-vsphere/src/vspherePlatform';
import type { ConfiguredPlatform } from '../../../plugins/inventory-backend/src/platforms/ConfiguredPlatform';
import { readPlatformSettings } from '../../../plugins/inventory-backend/src/platforms/platformSettings';
import { PlatformTypeRegistry } from '../../../plugins/inventory-backend/src/platforms/PlatformTypeRegistry';
import {
  Replica,
  SyncBench,
} from '../../../plugins/inventory-backend/src/testing/SyncBench';
import { consoleLogger } from './consoleLogger';
import { floorOf } from './floor';
import { runPart, tell, type PartInput } from './part';

/** What the bench asks, and where the lab's platforms are. */
interface PlatformsInput extends PartInput {
  environment: Record<string, string>;
}

const sampleMilliseconds = 20;
const configFile = resolve(__dirname, '../../../app-config.lab.yaml');

void runPart<PlatformsInput>(async ({ guests, rounds, environment }) => {
  const platforms = await configured(environment);
  for (let round = 0; round < rounds; round++) {
    const bench = await SyncBench.create({ logger: consoleLogger });
    const replica = new Replica(bench.db, platforms, {
      executor: 'replica-2',
      logger: consoleLogger,
    });
    try {
      await replica.platforms.register(platforms);
      for (const sync of ['first', 'unchanged'] as const) {
        for (const platform of platforms) {
          const measured = await sampled(() => runOf(replica, platform));
          tell({
            platform: platform.id,
            type: platform.type,
            sync,
            ...measured,
          });
        }
      }
      const world = { guests, changeEvery: 0 };
      for (const [sync, at] of [
        ['first', 0],
        ['unchanged', 3],
      ] as const) {
        const { milliseconds } = await floorOf(bench.db, {
          ...world,
          round: at,
        });
        tell({ floor: sync, milliseconds });
      }
    } finally {
      await replica.executor.stop();
      await bench.drop();
    }
  }
  return async () => {
    await Promise.all(platforms.map(({ collector }) => collector.close?.()));
  };
});

/** The platforms of the lab's committed configuration, as the portal reads them. */
async function configured(
  environment: Record<string, string>,
): Promise<ConfiguredPlatform[]> {
  const config = await ConfigSources.toConfig(
    FileConfigSource.create({
      path: configFile,
      substitutionFunc: async name => environment[name],
    }),
  );
  const registry = new PlatformTypeRegistry();
  for (const type of [
    proxmoxPlatform,
    vspherePlatform,
    nutanixPlatform,
    kubevirtPlatform,
  ]) {
    registry.addPlatformType(type);
  }
  return readPlatformSettings(config).map((settings, index) =>
    registry.configure(settings, index),
  );
}

async function runOf(replica: Replica, platform: ConfiguredPlatform) {
  await replica.service.start({
    platformId: platform.id,
    trigger: 'schedule',
    requestedBy: null,
  });
  const began = performance.now();
  const taken = await replica.executor.takeNext();
  await taken?.done;
  const total = performance.now() - began;
  const run = taken && (await replica.runs.get(taken.runId));
  if (run?.state !== 'succeeded') {
    throw new Error(
      `The sync of ${platform.id} ended as ${run?.state}: ${run?.problem?.message}`,
    );
  }
  const collectMilliseconds =
    run.phases.find(({ name }) => name === 'collect')?.durationMilliseconds ??
    0;
  return {
    guests: run.counts.guest?.seen ?? 0,
    collectMilliseconds,
    otherMilliseconds: total - collectMilliseconds,
  };
}

/** The same, with the most that the process held above what it held before. */
async function sampled<T extends object>(
  work: () => Promise<T>,
): Promise<T & { memoryBytes: number }> {
  global.gc?.();
  const idle = process.memoryUsage.rss();
  let most = idle;
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, sampleMilliseconds);
  try {
    return { ...(await work()), memoryBytes: most - idle };
  } finally {
    clearInterval(sampler);
  }
}
