import type { OperatingSystem } from './guestDetail.ts';

interface SystemPlan {
  /** Proxmox's `ostype`. */
  ostype: string;
  /** What a container's template calls itself. */
  containerType?: string;
  system: OperatingSystem;
}

function linux(
  id: string,
  name: string,
  versionId: string,
  version: string,
  kernelRelease: string,
  containerType?: string,
): SystemPlan {
  return {
    ostype: 'l26',
    containerType,
    system: {
      family: 'linux',
      id,
      name,
      prettyName: `${name} ${version}`,
      version,
      versionId,
      kernelRelease,
    },
  };
}

function windows(
  ostype: string,
  prettyName: string,
  versionId: string,
  build: string,
): SystemPlan {
  return {
    ostype,
    system: {
      family: 'windows',
      id: 'mswindows',
      name: 'Microsoft Windows',
      prettyName,
      version: `Microsoft ${prettyName}`,
      versionId,
      kernelRelease: build,
    },
  };
}

/** The operating systems guests of this world run. */
export const SYSTEMS = {
  debian13: linux(
    'debian',
    'Debian GNU/Linux',
    '13',
    '13 (trixie)',
    '6.12.57+deb13-amd64',
    'debian',
  ),
  debian12: linux(
    'debian',
    'Debian GNU/Linux',
    '12',
    '12 (bookworm)',
    '6.1.0-41-amd64',
    'debian',
  ),
  ubuntu2404: linux(
    'ubuntu',
    'Ubuntu',
    '24.04',
    '24.04.3 LTS',
    '6.8.0-90-generic',
    'ubuntu',
  ),
  ubuntu2204: linux(
    'ubuntu',
    'Ubuntu',
    '22.04',
    '22.04.5 LTS',
    '5.15.0-163-generic',
    'ubuntu',
  ),
  rocky9: linux(
    'rocky',
    'Rocky Linux',
    '9.6',
    '9.6 (Blue Onyx)',
    '5.14.0-570.62.1.el9_6.x86_64',
    'rockylinux',
  ),
  rhel8: linux(
    'rhel',
    'Red Hat Enterprise Linux',
    '8.10',
    '8.10 (Ootpa)',
    '4.18.0-553.83.1.el8_10.x86_64',
  ),
  alpine: linux(
    'alpine',
    'Alpine Linux',
    '3.22.2',
    'v3.22',
    '6.12.58-0-virt',
    'alpine',
  ),
  windows2022: windows(
    'win11',
    'Windows Server 2022 Standard',
    '2022',
    '20348',
  ),
  windows2012: windows('win8', 'Windows Server 2012 R2', '2012', '9600'),
  windows11: windows('win11', 'Windows 11 Pro', '11', '26100'),
  freebsd: {
    ostype: 'other',
    system: {
      family: 'linux',
      id: 'freebsd',
      name: 'FreeBSD',
      prettyName: 'FreeBSD 14.3-RELEASE',
      version: '14.3',
      versionId: '14.3',
      kernelRelease: '14.3-RELEASE-p5',
    },
  },
} as const satisfies Record<string, SystemPlan>;

export type SystemName = keyof typeof SYSTEMS;
