import { commonConfig, macOfNic, type BuildSite } from './buildSite.ts';
import type { GuestConfig } from './guestDetail.ts';
import type { DiskPlan, MachinePlan, NicPlan } from './guestPlan.ts';
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

/** Names a machine's volumes one after the other, as creating them does. */
function volumeNames(plan: MachinePlan): (storage: string) => string {
  let number = 0;
  return storage => {
    const disk = `disk-${number++}`;
    // Only the first is the template's: the others were added later.
    if (plan.linkedTo !== undefined && number === 1) {
      return `${storage}:base-${plan.linkedTo}-disk-0/vm-${plan.vmid}-${disk}`;
    }
    return `${storage}:${plan.template ? 'base' : 'vm'}-${plan.vmid}-${disk}`;
  };
}

function addMachineDisks(
  site: BuildSite,
  plan: MachinePlan,
  config: GuestConfig,
): void {
  const volume = volumeNames(plan);
  const used: Record<string, number> = {};
  const boots: string[] = [];
  for (const disk of plan.disks) {
    const bus = disk.unused ? 'unused' : (disk.bus ?? 'scsi');
    const key = `${bus}${(used[bus] = (used[bus] ?? -1) + 1)}`;
    const volid = volume(disk.storage ?? site.diskStorage);
    config[key] = disk.unused ? volid : diskLine(volid, disk);
    if (boots.length === 0 && !disk.unused) boots.push(key);
  }
  addFirmware(plan, config, () => volume(site.diskStorage));
  if (plan.iso) {
    config.ide2 = `${plan.iso},media=cdrom`;
    boots.push('ide2');
  }
  if (plan.nics.length > 0) boots.push('net0');
  if (boots.length > 0) config.boot = `order=${boots.join(';')}`;
}

function diskLine(volid: string, disk: DiskPlan): string {
  return [
    volid,
    ...(disk.options ? [disk.options] : []),
    `size=${disk.gib}G`,
  ].join(',');
}

function addFirmware(
  plan: MachinePlan,
  config: GuestConfig,
  volume: () => string,
): void {
  if (!plan.firmware) return;
  config.bios = 'ovmf';
  config.machine = 'pc-q35-9.2+pve1';
  config.efidisk0 = `${volume()},efitype=4m,pre-enrolled-keys=1,size=528K`;
  if (plan.firmware === 'uefi-tpm') {
    config.tpmstate0 = `${volume()},size=4M,version=v2.0`;
  }
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
