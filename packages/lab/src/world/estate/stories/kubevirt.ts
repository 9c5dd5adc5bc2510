import type { MachinePlan } from '../machinePlan.ts';
import { alike } from './alike.ts';

const SECRET_USER_DATA = [
  '#cloud-config',
  'users:',
  '  - name: deploy',
  '    plain_text_passwd: canary-user-data-password',
  '    lock_passwd: false',
  '',
].join('\n');

/** The machines of the KubeVirt cluster that each tell a story. */
export const KUBEVIRT_STORIES: MachinePlan[] = [
  ...alike(
    {
      folder: 'acme-production',
      size: 'u1.large',
      system: 'ubuntu2404',
      userData: SECRET_USER_DATA,
    },
    {
      name: 'web-a',
      host: 0,
      nics: [
        { network: 'pod', addresses: ['10.244.0.11/32'] },
        { network: 'vlan-20', addresses: ['10.50.20.11/24'] },
      ],
    },
    {
      name: 'web-b',
      host: 1,
      nics: [
        { network: 'pod', addresses: ['10.244.1.12/32'] },
        { network: 'vlan-20', addresses: ['10.50.20.12/24'] },
      ],
    },
  ),
  {
    name: 'web-test',
    folder: 'acme-test',
    host: 2,
    cores: 2,
    memoryMib: 4096,
    system: 'debian13',
    nics: [{ network: 'pod', addresses: ['10.244.2.13/32'] }],
    power: 'stopped',
  },
  {
    name: 'warehouse',
    folder: 'globex-data',
    host: 2,
    size: 'u1.xlarge',
    system: 'rocky9',
    disks: [{ gib: 30 }, { gib: 300 }],
    nics: [{ network: 'vlan-40', addresses: ['10.50.40.21/24'] }],
    snapshotDays: [2],
    tags: { tier: 'database' },
  },
  {
    name: 'warehouse-reports',
    folder: 'globex-data',
    host: 1,
    cores: 4,
    memoryMib: 16_384,
    system: 'windows2022',
    nics: [{ network: 'vlan-40', addresses: ['10.50.40.22/24'] }],
    agent: 'absent',
  },
  {
    name: 'sandbox',
    folder: 'default',
    host: 0,
    size: 'u1.small',
    system: 'debian12',
    nics: [{ network: 'pod', addresses: ['10.244.0.31/32'] }],
    power: 'paused',
  },
];
