import { commonConfig, macOfNic, type BuildSite } from './buildSite.ts';
import type { GuestConfig } from './guestDetail.ts';
import type { ContainerPlan, NicPlan } from './guestPlan.ts';
import { SYSTEMS } from './operatingSystems.ts';

/** The configuration file of a container. */
export function containerConfig(
  site: BuildSite,
  plan: ContainerPlan,
): GuestConfig {
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
