import { VLANS } from './defaultClusters.ts';
import type {
  GuestConfig,
  GuestDetail,
  GuestPlacement,
} from './guestDetail.ts';
import type {
  ContainerPlan,
  GuestPlan,
  MachinePlan,
  NicPlan,
} from './guestPlan.ts';
import { SYSTEMS } from './operatingSystems.ts';
import { Random } from './random.ts';

/** Where a guest is built: its cluster gives names, addresses and defaults. */
export interface BuildSite {
  seed: number;
  clusterId: string;
  nodeNames: string[];
  /** Second octet of the site's addresses. */
  octet: number;
  diskStorage: string;
  qemu: string;
}

const DAY = 86_400;
const CREATED_FROM = Date.UTC(2023, 0, 9) / 1000;
const BOOTED_FROM = Date.UTC(2026, 4, 4) / 1000;

/** How the guest stands in its cluster at the beginning. */
export function placementOf(site: BuildSite, plan: GuestPlan): GuestPlacement {
  const power = plan.power ?? (plan.template ? 'stopped' : 'running');
  const node = site.nodeNames[plan.node % site.nodeNames.length];
  if (node === undefined)
    throw new RangeError(`cluster ${site.clusterId} has no nodes`);
  return {
    vmid: plan.vmid,
    kind: plan.kind,
    node,
    power,
    bootedAt:
      power === 'stopped'
        ? 0
        : new Random(site.seed, site.clusterId, plan.vmid, 'boot').between(
            0,
            120 * DAY,
          ) + BOOTED_FROM,
    pool: plan.pool,
    lock: plan.lock,
    highAvailability: plan.highAvailability,
  };
}

/** The guest in full; the same plan, site and seed give the same guest. */
export function detailOf(site: BuildSite, plan: GuestPlan): GuestDetail {
  const createdAt =
    plan.createdAt ??
    CREATED_FROM +
      new Random(site.seed, site.clusterId, plan.vmid, 'created').between(
        0,
        1100 * DAY,
      );
  const config =
    plan.kind === 'qemu'
      ? machineConfig(site, plan, createdAt)
      : containerConfig(site, plan);
  const final = sorted({ ...config, ...plan.config });
  const addresses: Record<string, string[]> = {};
  plan.nics.forEach((nic, index) => {
    addresses[`net${index}`] = nic.addresses ?? [];
  });
  const agent = plan.kind === 'qemu' ? (plan.agent ?? 'answering') : 'off';
  return {
    config: final,
    pending: plan.pending ?? {},
    pendingDelete: plan.pendingDelete ?? [],
    snapshots: (plan.snapshots ?? []).map(snapshot => ({
      ...snapshot,
      config: final,
    })),
    inside: {
      hostname:
        (plan.kind === 'qemu' ? plan.hostname : undefined) ??
        plan.name.toLowerCase(),
      system: SYSTEMS[plan.system].system,
      agent: agent === 'off' ? 'absent' : agent,
      addresses,
      runsContainers: plan.kind === 'qemu' && plan.runsContainers === true,
    },
  };
}

function commonConfig(plan: GuestPlan): GuestConfig {
  return {
    ...(plan.description === undefined
      ? {}
      : { description: plan.description }),
    ...(plan.tags === undefined ? {} : { tags: plan.tags }),
    ...(plan.onboot ? { onboot: 1 } : {}),
    ...(plan.template ? { template: 1 } : {}),
    ...(plan.snapshots?.length
      ? { parent: plan.snapshots.at(-1)?.name ?? '' }
      : {}),
  };
}

function machineConfig(
  site: BuildSite,
  plan: MachinePlan,
  createdAt: number,
): GuestConfig {
  const identity = new Random(
    site.seed,
    site.clusterId,
    plan.identityOf ?? plan.vmid,
    'identity',
  );
  const config: GuestConfig = {
    name: plan.name,
    ostype: SYSTEMS[plan.system].ostype,
    cores: plan.cores ?? 2,
    sockets: plan.sockets ?? 1,
    memory: String(plan.memoryMib),
    numa: 0,
    cpu: 'x86-64-v2-AES',
    scsihw: 'virtio-scsi-single',
    smbios1: `uuid=${identity.uuid()}`,
    vmgenid: new Random(
      site.seed,
      site.clusterId,
      plan.vmid,
      'generation',
    ).uuid(),
    meta: `creation-qemu=${site.qemu},ctime=${createdAt}`,
    ...commonConfig(plan),
  };
  if (plan.agent !== 'off')
    config.agent =
      plan.vmid % 3 === 0 ? 'enabled=1,fstrim_cloned_disks=1' : '1';
  plan.nics.forEach((nic, index) => {
    config[`net${index}`] = machineNic(
      site,
      plan.identityOf ?? plan.vmid,
      nic,
      index,
    );
  });
  addMachineDisks(site, plan, config);
  addCloudInit(plan, config);
  return config;
}

function machineNic(
  site: BuildSite,
  macOf: number,
  nic: NicPlan,
  index: number,
): string {
  const mac = nic.mac ?? macOfNic(site, macOf, index);
  const model = nic.model ?? 'virtio';
  const parts = nic.longForm
    ? [`model=${model}`, `macaddr=${mac}`]
    : [`${model}=${mac}`];
  if (nic.bridge !== null) parts.push(`bridge=${nic.bridge ?? 'vmbr0'}`);
  if (nic.firewall) parts.push('firewall=1');
  if (nic.linkDown) parts.push('link_down=1');
  if (nic.vlan !== undefined) parts.push(`tag=${nic.vlan}`);
  if (nic.trunks) parts.push(`trunks=${nic.trunks}`);
  if (nic.extra) parts.push(nic.extra);
  return parts.join(',');
}

function macOfNic(site: BuildSite, vmid: number, index: number): string {
  return new Random(site.seed, site.clusterId, vmid, 'mac', index).mac();
}

function addMachineDisks(
  site: BuildSite,
  plan: MachinePlan,
  config: GuestConfig,
): void {
  const used: Record<string, number> = {};
  const bootable: string[] = [];
  let number = 0;
  const volume = (storage: string) => {
    const disk = `disk-${number++}`;
    if (plan.linkedTo !== undefined && number === 1) {
      return `${storage}:base-${plan.linkedTo}-disk-0/vm-${plan.vmid}-${disk}`;
    }
    return `${storage}:${plan.template ? 'base' : 'vm'}-${plan.vmid}-${disk}`;
  };
  for (const disk of plan.disks) {
    const storage = disk.storage ?? site.diskStorage;
    const bus = disk.unused ? 'unused' : (disk.bus ?? 'scsi');
    const key = `${bus}${(used[bus] = (used[bus] ?? -1) + 1)}`;
    if (disk.unused) {
      config[key] = volume(storage);
      continue;
    }
    config[key] =
      `${volume(storage)}${disk.options ? `,${disk.options}` : ''},size=${disk.gib}G`;
    if (bootable.length === 0) bootable.push(key);
  }
  if (plan.firmware) {
    config.bios = 'ovmf';
    config.machine = 'pc-q35-9.2+pve1';
    config.efidisk0 = `${volume(site.diskStorage)},efitype=4m,pre-enrolled-keys=1,size=528K`;
  }
  if (plan.firmware === 'uefi-tpm') {
    config.tpmstate0 = `${volume(site.diskStorage)},size=4M,version=v2.0`;
  }
  if (plan.iso) config.ide2 = `${plan.iso},media=cdrom`;
  bootable.push(
    ...(plan.iso ? ['ide2'] : []),
    ...(plan.nics.length > 0 ? ['net0'] : []),
  );
  if (bootable.length > 0) config.boot = `order=${bootable.join(';')}`;
}

function addCloudInit(plan: MachinePlan, config: GuestConfig): void {
  if (!plan.cloudInit) return;
  config.ide2 = `${plan.cloudInit.storage}:vm-${plan.vmid}-cloudinit,media=cdrom,size=4M`;
  config.ciuser = plan.cloudInit.user;
  if (plan.cloudInit.password) config.cipassword = '**********';
  if (plan.cloudInit.keys) {
    // The value is percent-encoded inside the file, too: it must stay on one line.
    config.sshkeys = encodeURIComponent(`${plan.cloudInit.keys.join('\n')}\n`);
  }
  plan.nics.forEach((nic, index) => {
    const address = nic.addresses?.[0];
    config[`ipconfig${index}`] =
      nic.assigned === 'static' && address
        ? `ip=${address}${nic.gateway ? `,gw=${nic.gateway}` : ''}`
        : 'ip=dhcp';
  });
}

function containerConfig(site: BuildSite, plan: ContainerPlan): GuestConfig {
  const system = SYSTEMS[plan.system];
  const config: GuestConfig = {
    arch: 'amd64',
    hostname: plan.name,
    ostype: ('containerType' in system && system.containerType) || 'unmanaged',
    memory: plan.memoryMib,
    swap: plan.swapMib ?? 512,
    ...(plan.cores === undefined ? {} : { cores: plan.cores }),
    ...(plan.privileged ? {} : { unprivileged: 1, features: 'nesting=1' }),
    ...(plan.lxc ? { lxc: plan.lxc } : {}),
    ...commonConfig(plan),
  };
  plan.disks.forEach((disk, index) => {
    const storage = disk.storage ?? site.diskStorage;
    const kind = storage === 'tank' ? 'subvol' : plan.template ? 'base' : 'vm';
    const volume = `${storage}:${kind}-${plan.vmid}-disk-${index}`;
    if (index === 0) config.rootfs = `${volume},size=${disk.gib}G`;
    else
      config[`mp${index - 1}`] =
        `${volume},mp=${disk.mount ?? `/srv/${index}`},backup=1,size=${disk.gib}G`;
  });
  plan.nics.forEach((nic, index) => {
    config[`net${index}`] = containerNic(
      site,
      plan.identityOf ?? plan.vmid,
      nic,
      index,
    );
  });
  return config;
}

function containerNic(
  site: BuildSite,
  vmid: number,
  nic: NicPlan,
  index: number,
): string {
  const parts = [
    `name=eth${index}`,
    `bridge=${nic.bridge ?? 'vmbr0'}`,
    ...(nic.firewall ? ['firewall=1'] : []),
  ];
  const v4 = nic.addresses?.find(address => !address.includes(':'));
  const v6 = nic.addresses?.find(address => address.includes(':'));
  if (nic.assigned === 'static' && nic.gateway) parts.push(`gw=${nic.gateway}`);
  parts.push(`hwaddr=${nic.mac ?? macOfNic(site, vmid, index)}`);
  if (nic.assigned === 'static' && v4) parts.push(`ip=${v4}`);
  else parts.push(`ip=${nic.assigned === 'manual' ? 'manual' : 'dhcp'}`);
  if (v6) parts.push(nic.assigned === 'static' ? `ip6=${v6}` : 'ip6=auto');
  if (nic.vlan !== undefined) parts.push(`tag=${nic.vlan}`);
  parts.push('type=veth');
  return parts.join(',');
}

/** Proxmox writes the keys of a configuration file in alphabetical order. */
function sorted(config: GuestConfig): GuestConfig {
  return Object.fromEntries(
    Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Shorthand of the stories: a NIC on a VLAN of the site, with its address inside. */
export function onVlan(
  octet: number,
  vlan: keyof typeof VLANS,
  host: number,
  more: NicPlan = {},
): NicPlan {
  const number = VLANS[vlan];
  return {
    vlan: number,
    addresses: [`10.${octet}.${number}.${host}/24`],
    gateway: `10.${octet}.${number}.1`,
    ...more,
  };
}
