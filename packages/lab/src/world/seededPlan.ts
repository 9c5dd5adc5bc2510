import type { GuestPlan, NicPlan } from './guestPlan.ts';
import type { SystemName } from './operatingSystems.ts';
import { macOf, Random } from './random.ts';

/** The first VM id of the guests that only make up the numbers. */
export const FIRST_SEEDED_VMID = 10_000;

const APPLICATIONS = [
  ['shop', 'team-web'],
  ['catalogue', 'team-web'],
  ['checkout', 'payments'],
  ['ledger', 'payments'],
  ['warehouse', 'team-data'],
  ['events', 'team-data'],
  ['search', 'team-data'],
  ['mail', 'office-it'],
  ['desktop', 'office-it'],
  ['build', 'team-platform'],
  ['metrics', 'team-platform'],
  ['simulation', 'research'],
] as const;
const ROLES = [
  'web',
  'api',
  'worker',
  'db',
  'cache',
  'queue',
  'batch',
  'proxy',
] as const;
const STAGES = [
  'production',
  'production',
  'production',
  'test',
  'development',
] as const;
const MACHINE_SYSTEMS: SystemName[] = [
  'debian13',
  'debian12',
  'ubuntu2404',
  'ubuntu2204',
  'rocky9',
  'rhel8',
  'windows2022',
  'windows11',
];
const CONTAINER_SYSTEMS: SystemName[] = [
  'debian13',
  'debian12',
  'ubuntu2404',
  'alpine',
];
const MEMORY_MIB = [1024, 2048, 2048, 4096, 4096, 8192, 16_384, 32_768];
const DISK_GIB = [10, 20, 32, 40, 64, 100];
const LOCKS = ['backup', 'snapshot', 'migrate', 'clone'] as const;
/** One second octet per VLAN above this one; each holds 65,000 guests. */
const VLANS_PER_SITE = 60;
const GUESTS_PER_VLAN = 1000;

/** One of a site's many ordinary guests, drawn from the seed and its number alone. */
export function seededPlan(
  site: {
    seed: number;
    clusterId: string;
    octet: number;
    count: number;
    nodes: number;
  },
  index: number,
): GuestPlan {
  const random = new Random(site.seed, site.clusterId, 'guest', index);
  const [application, pool] = random.pick(APPLICATIONS);
  const role = random.pick(ROLES);
  const stage = random.pick(STAGES);
  const container = random.chance(0.25);
  const state = random.fraction();
  const lock = random.chance(0.003) ? random.pick(LOCKS) : undefined;
  const nics = [nic(site, index, container, random)];
  if (random.chance(0.1))
    nics.push({ vlan: 90, mac: macOfSeeded(site, index, 1) });
  const common = {
    vmid: FIRST_SEEDED_VMID + index,
    name: `${application}-${role}-${String(index).padStart(5, '0')}`,
    node: index % site.nodes,
    cores: random.pick([1, 2, 2, 4, 4, 8, 16]),
    memoryMib: random.pick(MEMORY_MIB),
    disks: Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => ({
      gib: random.pick(DISK_GIB),
    })),
    nics,
    pool: random.chance(0.92) ? pool : undefined,
    tags: [role, stage].sort().join(';'),
    lock,
    onboot: stage === 'production',
    power: state < 0.86 ? ('running' as const) : ('stopped' as const),
    ...(random.chance(0.05)
      ? {
          description: `Owner: ${pool}. Ordered for ${application}, ${stage}.\n`,
        }
      : {}),
  };
  if (container)
    return { ...common, kind: 'lxc', system: random.pick(CONTAINER_SYSTEMS) };
  const agent = random.fraction();
  return {
    ...common,
    kind: 'qemu',
    system: random.pick(MACHINE_SYSTEMS),
    agent: agent < 0.7 ? 'answering' : agent < 0.8 ? 'absent' : 'off',
  };
}

function nic(
  site: { octet: number; count: number },
  index: number,
  container: boolean,
  random: Random,
): NicPlan {
  const vlans = Math.min(
    VLANS_PER_SITE,
    Math.ceil(site.count / GUESTS_PER_VLAN),
  );
  const vlan = index % vlans;
  const host = Math.floor(index / vlans) + 10;
  const second = (site.octet === 10 ? 128 : 192) + vlan;
  return {
    mac: macOfSeeded(site, index, 0),
    vlan: 1000 + vlan,
    addresses: [`10.${second}.${host >> 8}.${host & 255}/16`],
    gateway: `10.${second}.0.1`,
    assigned: container && random.chance(0.6) ? 'static' : 'dhcp',
    firewall: random.chance(0.3),
  };
}

/** Bits of a hardware address that tell a site's many guests apart; the half above is the stories'. */
const MAC_BITS_OF_SITE = 22;

/**
 * Drawn ones would meet: of 100,000 guests some hundreds would share a MAC, and look like
 * copies of one another. Multiplying by an odd number only shuffles them.
 */
function macOfSeeded(
  site: { octet: number },
  index: number,
  nicIndex: number,
): string {
  const number =
    Math.imul(index * 2 + nicIndex, 0x9e37_79b1) & (2 ** MAC_BITS_OF_SITE - 1);
  return macOf(number | (site.octet === 10 ? 0 : 2 ** MAC_BITS_OF_SITE));
}
