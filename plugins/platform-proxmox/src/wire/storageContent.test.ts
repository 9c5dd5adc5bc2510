import { backupOf, parseVolume } from './storageContent';

const at = (text: string) => Date.parse(text) / 1000;

it.each([
  [
    'a file of vzdump by its fields',
    {
      volid: 'nas:backup/vzdump-qemu-100-2026_11_14-21_30_00.vma.zst',
      vmid: '100',
      ctime: 1_794_000_000,
    },
    { vmid: 100, madeAtSeconds: 1_794_000_000 },
  ],
  [
    'a file of vzdump by its name',
    { volid: 'nas:backup/vzdump-lxc-7001-2026_11_14-21_30_05.tar.zst' },
    { vmid: 7001, madeAtSeconds: at('2026-11-14T21:30:05Z') },
  ],
  [
    'a snapshot of Proxmox Backup by its name',
    { volid: 'pbs:backup/vm/100/2026-11-14T21:30:00Z' },
    { vmid: 100, madeAtSeconds: at('2026-11-14T21:30:00Z') },
  ],
  ['a file that says nothing', { volid: 'nas:backup/old.tar' }, null],
  [
    'a backup of a host',
    { volid: 'pbs:backup/host/pve1/2026-11-14T21:30:00Z', ctime: 1 },
    null,
  ],
])('reads %s', (_, row, expected) => {
  expect(backupOf(parseVolume(row))).toEqual(expected);
});
