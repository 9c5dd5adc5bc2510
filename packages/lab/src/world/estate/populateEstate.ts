import type { BuildSite } from '../buildSite.ts';
import type { SystemName } from '../operatingSystems.ts';
import { Random } from '../random.ts';
import { buildMachine } from './buildMachine.ts';
import { Estate } from './Estate.ts';
import {
  FLEET_NETWORK,
  kubevirtEstate,
  nutanixEstate,
  vsphereEstate,
} from './estatePlans.ts';
import type { MachinePlan } from './machinePlan.ts';
import { MACHINE_STORIES } from './machineStories.ts';

const MACHINES_PER_HOST = 500;
const ROLES = ['web', 'api', 'worker', 'db', 'cache', 'queue'] as const;
const SYSTEM_NAMES: SystemName[] = [
  'debian13',
  'ubuntu2404',
  'rocky9',
  'rhel8',
  'windows2022',
];
const MEMORY_MIB = [1024, 2048, 4096, 4096, 8192, 16_384];
const DISK_GIB = [10, 20, 40, 64, 100];
const STAGES = ['production', 'production', 'test', 'development'] as const;

/**
 * The sites of the platforms other than Proxmox: each with its stories, and with that many
 * ordinary machines besides, none of which is kept in full.
 */
export function buildEstates(
  seed: number,
  seeded: number,
  west: BuildSite | undefined,
): Estate[] {
  const hosts = Math.ceil(seeded / MACHINES_PER_HOST);
  return [vsphereEstate, nutanixEstate, kubevirtEstate].map(make => {
    const estate = new Estate(make(seed, hosts), seed);
    for (const plan of MACHINE_STORIES[estate.plan.platform]) {
      estate.settle(buildMachine(estate, () => plan, west));
    }
    for (let index = 0; index < seeded; index++) {
      estate.settle(buildMachine(estate, () => seededMachine(estate, index)));
    }
    return estate;
  });
}

/** One of an estate's many ordinary machines, drawn from the seed and its number alone. */
export function seededMachine(estate: Estate, index: number): MachinePlan {
  const random = new Random(estate.seed, estate.id, 'seeded', index);
  const role = random.pick(ROLES);
  const second = 128 + estate.plan.octet + (index >> 16);
  return {
    name: `${role}-${String(index).padStart(5, '0')}`,
    folder: random.pick(estate.plan.folders).name,
    host: index,
    power: random.chance(0.86) ? 'running' : 'stopped',
    cores: random.pick([1, 2, 2, 4, 4, 8]),
    memoryMib: random.pick(MEMORY_MIB),
    size:
      estate.plan.sizes.length > 0 && random.chance(0.6)
        ? random.pick(estate.plan.sizes).name
        : undefined,
    disks: Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => ({
      gib: random.pick(DISK_GIB),
    })),
    nics: [
      {
        network: FLEET_NETWORK,
        addresses: [`10.${second}.${(index >> 8) & 255}.${index & 255}/15`],
      },
    ],
    system: random.pick(SYSTEM_NAMES),
    agent: random.chance(0.8) ? 'answering' : 'absent',
    tags: { stage: random.pick(STAGES) },
    snapshotDays: random.chance(0.3) ? [random.between(1, 200)] : [],
  };
}
