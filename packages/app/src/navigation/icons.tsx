import type { RemixiconComponentType } from '@remixicon/react';
import {
  RiAtLine,
  RiBook2Line,
  RiCloudLine,
  RiComputerLine,
  RiDashboardLine,
  RiDiscLine,
  RiEqualizerLine,
  RiFileShieldLine,
  RiHardDrive2Line,
  RiHistoryLine,
  RiHome5Line,
  RiInputField,
  RiKey2Line,
  RiNodeTree,
  RiRefreshLine,
  RiScales3Line,
  RiServerLine,
  RiSettings3Line,
  RiShareLine,
  RiShieldUserLine,
  RiTeamLine,
} from '@remixicon/react';

const icons: Record<string, RemixiconComponentType> = {
  home: RiHome5Line,
  dashboard: RiDashboardLine,
  guests: RiComputerLine,
  hosts: RiServerLine,
  clusters: RiNodeTree,
  networks: RiShareLine,
  storages: RiHardDrive2Line,
  images: RiDiscLine,
  'same-machine': RiScales3Line,
  addresses: RiAtLine,
  changes: RiHistoryLine,
  sync: RiRefreshLine,
  catalog: RiBook2Line,
  platforms: RiCloudLine,
  sessions: RiShieldUserLine,
  'site-settings': RiEqualizerLine,
  users: RiTeamLine,
  audit: RiFileShieldLine,
  'custom-fields': RiInputField,
  tokens: RiKey2Line,
  settings: RiSettings3Line,
};

/** The small picture of a page; a page without one gets that of the catalog. */
export function NavigationIcon({ id }: { id: string }) {
  const Icon = icons[id] ?? RiBook2Line;
  return <Icon size={18} aria-hidden />;
}
