import { commonConfig, macOfNic, type BuildSite } from './buildSite.ts';
import type { GuestConfig } from './guestDetail.ts';
import type { MachinePlan, NicPlan } from './guestPlan.ts';
import { SYSTEMS } from './operatingSystems.ts';
import { Random } from './random.ts';

/** The configuration file of a virtual machine. */
export function machineConfig(
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
