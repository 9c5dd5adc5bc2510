import type { MachinePlan } from '../machinePlan.ts';
import { alike } from './alike.ts';

/** The machines of the Prism Central that each tell a story. */
export const NUTANIX_STORIES: MachinePlan[] = [
  ...alike(
    {
      folder: 'payments',
      sockets: 4,
      cores: 2,
      memoryMib: 32_768,
      system: 'rocky9',
      disks: [{ gib: 40 }, { gib: 400 }],
      tags: { Environment: 'Production', AppType: 'Ledger' },
      snapshotDays: [1],
    },
    {
      name: 'ledger-1',
      host: 0,
      nics: [{ network: 'vlan50-payments', addresses: ['10.40.50.11/24'] }],
    },
    {
      name: 'ledger-2',
      host: 1,
      nics: [{ network: 'vlan50-payments', addresses: ['10.40.50.12/24'] }],
    },
  ),
  ...alike(
    {
      folder: 'team-data',
      sockets: 2,
      cores: 4,
      memoryMib: 65_536,
      system: 'ubuntu2404',
      disks: [{ gib: 40 }, { gib: 1000 }],
      tags: { Environment: 'Production' },
    },
    {
      name: 'search-1',
      host: 2,
      nics: [{ network: 'vlan40-data', addresses: ['10.40.40.31/24'] }],
    },
    {
      name: 'search-2',
      host: 0,
      nics: [
        {
          network: 'vlan40-data',
          addresses: ['10.40.40.32/24', '10.40.40.132/24'],
        },
      ],
    },
  ),
  ...alike(
    {
      folder: 'team-web',
      memoryMib: 4096,
      system: 'ubuntu2204',
      tags: { Environment: 'Staging' },
    },
    {
      name: 'campaign-web',
      host: 1,
      nics: [{ network: 'vlan20-web', addresses: ['10.40.20.41/24'] }],
    },
    {
      name: 'campaign-old',
      host: 2,
      nics: [{ network: 'vlan20-web' }],
      power: 'stopped',
    },
  ),
  {
    name: 'files-north',
    folder: 'office-it',
    host: 3,
    sockets: 2,
    cores: 2,
    memoryMib: 8192,
    system: 'windows2022',
    disks: [{ gib: 100 }, { gib: 4000 }],
    nics: [{ network: 'vlan40-data', addresses: ['10.40.40.50/24'] }],
  },
  {
    name: 'PrismCentral',
    folder: 'office-it',
    host: 0,
    sockets: 8,
    cores: 1,
    memoryMib: 40_960,
    system: 'rocky9',
    agent: 'absent',
    nics: [{ network: 'vlan40-data', addresses: ['10.40.40.9/24'] }],
    description: 'NutanixPrismCentral',
  },
];
