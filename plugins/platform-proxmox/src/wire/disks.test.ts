import fc from 'fast-check';
import { disksOf, rootVolumeOf } from './disks';

const gibibyte = 1024 ** 3;

it('tells disks from CD drives and cloud-init drives', () => {
  const disks = disksOf({
    scsi10: 'ceph-vm:vm-100-disk-2,size=1T',
    scsi0: 'local-lvm:vm-100-disk-0,discard=on,iothread=1,size=32G,backup=0',
    ide2: 'ceph-vm:vm-100-cloudinit,media=cdrom,size=4M',
    ide0: 'nas:100/vm-100-cloudinit.qcow2',
    sata0: 'none,media=cdrom',
    sata1: 'nas:iso/debian.iso,media=cdrom,size=600M',
    efidisk0: 'local-lvm:vm-100-disk-1,efitype=4m,size=528K',
    tpmstate0: 'local-lvm:vm-100-disk-3,size=4M,version=v2.0',
    unused0: 'local-lvm:vm-100-disk-9',
    virtio0: 'nas:100/vm-100-disk-4.qcow2,size=8G',
    scsihw: 'virtio-scsi-single',
  });
  expect(
    disks.map(({ key, bus, storage, unused }) => [key, bus, storage, unused]),
  ).toEqual([
    ['efidisk0', 'efi', 'local-lvm', false],
    ['scsi0', 'scsi', 'local-lvm', false],
    ['scsi10', 'scsi', 'ceph-vm', false],
    ['tpmstate0', 'tpm', 'local-lvm', false],
    ['virtio0', 'virtio', 'nas', false],
    ['unused0', 'unused', 'local-lvm', true],
  ]);
  expect(disks[1]).toMatchObject({ sizeBytes: 32 * gibibyte, backup: false });
  expect(disks[4].format).toBe('qcow2');
});

it('reads a container’s volumes, bind mounts too', () => {
  expect(
    disksOf({
      rootfs: 'local-zfs:subvol-101-disk-0,size=8G',
      mp0: '/srv/data,mp=/data',
      mp1: 'volume=ceph:vm-101-disk-1,mp=/var,size=2G,backup=1',
    }),
  ).toMatchObject([
    {
      key: 'mp0',
      bus: 'mount-point',
      storage: null,
      volume: '/srv/data',
      sizeBytes: null,
    },
    { key: 'mp1', storage: 'ceph', backup: true },
    { key: 'rootfs', bus: 'rootfs', storage: 'local-zfs' },
  ]);
});

it('keeps the whole name of a linked clone’s volume', () => {
  expect(
    disksOf({ scsi0: 'ceph:base-900-disk-0/vm-101-disk-0,size=2G' })[0].volume,
  ).toBe('ceph:base-900-disk-0/vm-101-disk-0');
});

it.each([
  [{ boot: 'order=net0;ide2;virtio1;scsi0' }, 's:virtio1'],
  [{ boot: 'cdn', bootdisk: 'scsi0' }, 's:scsi0'],
  [{}, 's:scsi0'],
  [{ boot: 'order=unused0;scsi7' }, 's:scsi0'],
])('finds what a machine starts from with %p', (boot, expected) => {
  const config = {
    ...boot,
    efidisk0: 's:efi,size=4M',
    scsi0: 's:scsi0,size=1G',
    unused0: 's:unused0',
    virtio1: 's:virtio1,size=1G',
  };
  expect(rootVolumeOf(config, disksOf(config))).toBe(expected);
});

it('finds a container’s root, and none where there is no disk', () => {
  const config = { mp0: 's:mp0,mp=/x', rootfs: 's:root,size=1G' };
  expect(rootVolumeOf(config, disksOf(config))).toBe('s:root');
  expect(rootVolumeOf({}, [])).toBeNull();
});

it('reads any configuration without throwing', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('scsi0', 'virtio3', 'rootfs', 'mp9', 'unused1', 'ide2'),
        fc.oneof(fc.string(), fc.anything()),
      ),
      config => {
        const disks = disksOf(config);
        expect(new Set(disks.map(disk => disk.key)).size).toBe(disks.length);
        rootVolumeOf(config, disks);
      },
    ),
  );
});
